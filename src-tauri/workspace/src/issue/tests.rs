//! Numbers, whole files and resumed batches, on the sample.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use alloy_primitives::B256;
use report::Template;
use store::WantedNumber;
use tempfile::TempDir;
use trace::EventKey;

use super::*;
use crate::{Access, demo, demonstration_key};

const NOW: u64 = 1_795_000_000;
const DEVICE: &str = "https://id.gs1.org/01/03770029102005/21/000417";
const INGOT: &str = "https://id.gs1.org/01/08991102301145/10/PT-2291";

fn sample() -> (TempDir, Workspace, IssueKey) {
    let dir = tempfile::tempdir().unwrap();
    demo(&dir.path().join("sample"), NOW).unwrap();
    let workspace = Workspace::open(&dir.path().join("sample"), Access::Issue).unwrap();
    let with = IssueKey {
        key: Box::new(demonstration_key().unwrap()),
        demonstration: true,
        stamping: crate::Stamping::default(),
    };
    (dir, workspace, with)
}

fn issue(out: &Path) -> Issue {
    Issue {
        request: Request::of(DEVICE),
        out: out.to_owned(),
        number: None,
        now: NOW,
    }
}

fn batch(dir: &Path, recipients: &[&str]) -> Batch {
    let line = |(at, recipient): (usize, &&str)| {
        Ok(BatchLine {
            line: at + 1,
            request: Request {
                recipient: Some((*recipient).to_owned()),
                ..Request::of(INGOT)
            },
        })
    };
    Batch {
        lines: recipients.iter().enumerate().map(line).collect(),
        out_dir: dir.join("out"),
        clock: || NOW,
    }
}

fn files(dir: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(dir).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn a_report_goes_where_it_is_told_and_is_listed_with_what_became_of_it() {
    let (dir, workspace, with) = sample();
    let out = dir.path().join("report.pdf");
    let issued = workspace.issue(&issue(&out), &with).unwrap();
    let row = workspace.store.report(&issued.number).unwrap().unwrap();
    let bytes = fs::read(&out).unwrap();
    let signed = signature::inspect(&bytes).unwrap();
    assert_eq!(row.file_hash, Some(draft::sha256(&bytes)));
    assert_eq!(
        row.base_hash,
        Some(draft::sha256(&bytes[..signed.base_length]))
    );
    assert_eq!(row.template, Template::default().name());
    assert_eq!(workspace.store.reserved_numbers().unwrap(), []);
    for place in [dir.path().to_owned(), dir.path().join("nowhere/report.pdf")] {
        assert!(workspace.issue(&issue(&place), &with).is_err());
    }
    assert_eq!(workspace.store.reports().unwrap().len(), 1);
}

#[test]
fn evidence_is_the_same_as_if_everything_were_looked_through() {
    let (_dir, workspace, with) = sample();
    let known = workspace.events_up_to(u64::MAX).unwrap();
    let assets: Vec<_> = workspace.register.assets().keys().copied().collect();
    let mut kept = Kept::default();
    let mut compared = 0;
    for (subject, template) in assets
        .into_iter()
        .flat_map(|subject| Template::ALL.map(|template| (subject, template)))
    {
        let epc = crate::view::subject_epc(&workspace.register, subject);
        let request = Request {
            template,
            ..Request::of(epc)
        };
        let as_of = workspace.report_block(None, subject).unwrap();
        let reserved = store::ReservedNumber {
            number: "T-1".into(),
            request: B256::ZERO,
            path: String::new(),
            issued_at: NOW,
            as_of_block: as_of,
        };
        kept.turn_to(as_of);
        let (register, lineage) = workspace.as_of(Some(as_of)).unwrap();
        let signer = super::parameters::signer(&with);
        let parameters = workspace
            .parameters(&request, &reserved, &register, subject, &signer)
            .unwrap();
        let then: Vec<_> = (known.iter())
            .filter(|event| event.key.block <= as_of)
            .cloned()
            .collect();
        let histories = report::required_histories(&then, &parameters);
        let mut telling = telling::Telling::about(subject, (&register, &lineage), as_of);
        let settled = telling.settle(&workspace, &parameters, &mut kept);
        let Ok(histories) = histories else {
            assert!(settled.is_err(), "{} {template}", request.epc);
            continue;
        };
        settled.unwrap();
        assert_eq!(
            telling.histories(),
            &histories,
            "{} {template}",
            request.epc
        );
        let told = then.iter().filter(|event| {
            let extended = ledger::extends(&event.body);
            extended.iter().any(|history| histories.contains(history))
        });
        let keys: BTreeSet<EventKey> = told.map(|event| event.key).collect();
        assert_eq!(telling.keys(&kept), keys, "{} {template}", request.epc);
        compared += 1;
    }
    assert!(compared > 150, "{compared}");
}

#[test]
fn a_report_that_was_written_and_not_noted_is_found_and_noted() {
    let (dir, workspace, with) = sample();
    let out = dir.path().join("report.pdf");
    let path = absolute(&out);
    let issue = issue(&out);
    let order = Order {
        request: &issue.request,
        number: None,
        target: Target::File(&path),
        now: NOW,
    };
    // Killed before anything was written: the number waits for the same request.
    let cut_short = workspace
        .draft(&order, &with, &mut Kept::default())
        .unwrap();
    let other = workspace
        .issue(
            &Issue {
                request: Request::of(INGOT),
                out: dir.path().join("other.pdf"),
                number: None,
                now: NOW,
            },
            &with,
        )
        .unwrap();
    assert_ne!(other.number, cut_short.reserved.number);
    // Killed between writing and noting.
    let signed = cut_short.sign(&with).unwrap();
    write_whole(&out, &signed.bytes).unwrap();
    workspace.settle_reports().unwrap();
    let noted = workspace
        .store
        .report(&cut_short.reserved.number)
        .unwrap()
        .unwrap();
    assert_eq!(noted, cut_short.row(&signed));
    assert_eq!(workspace.store.reserved_numbers().unwrap(), []);
}

#[test]
fn a_foreign_file_is_not_taken_for_the_report_that_was_to_be_there() {
    let (dir, workspace, with) = sample();
    let other = dir.path().join("other.pdf");
    let _ = workspace.issue(&issue(&other), &with).unwrap();
    let path = dir.path().join("wanted.pdf");
    let reserve = |wanted, request| {
        let at = |_: &str| path.display().to_string();
        workspace
            .store
            .reserve_number(wanted, B256::repeat_byte(request), NOW, 1, at)
    };
    reserve(WantedNumber::Exactly("QA-1"), 1).unwrap().unwrap();
    fs::copy(&other, &path).unwrap();
    workspace.settle_reports().unwrap();
    fs::write(&path, b"%PDF-1.7 junk").unwrap();
    workspace.settle_reports().unwrap();
    assert_eq!(workspace.store.report("QA-1").unwrap(), None);
    assert_eq!(workspace.store.reserved_numbers().unwrap().len(), 1);
}

#[test]
fn a_batch_goes_on_where_it_was_stopped_and_bad_lines_are_listed() {
    let (dir, workspace, with) = sample();
    let recipients: Vec<String> = (0..12).map(|at| format!("Customer {at}")).collect();
    let recipients: Vec<&str> = recipients.iter().map(String::as_str).collect();
    let mut batch = batch(dir.path(), &recipients);
    let mut bad = Request::of("https://id.gs1.org/01/00000000000000/21/none");
    bad.recipient = Some("Nobody".into());
    batch.lines.push(Ok(BatchLine {
        line: 13,
        request: bad,
    }));
    batch.lines.push(Ok(BatchLine {
        line: 14,
        request: Request {
            recipient: Some(" Customer 3 ".into()),
            ..Request::of(INGOT)
        },
    }));
    let stop = AtomicBool::new(false);
    let mut seen = 0;
    let mut until_three = |at: BatchProgress| {
        seen += 1;
        stop.store(at.issued >= 3, std::sync::atomic::Ordering::Relaxed);
    };
    let first = workspace
        .issue_batch(&batch, &with, &mut until_three, &stop)
        .unwrap();
    assert!(seen >= 3 && first.left > 0 && first.issued.len() >= 3);
    assert_eq!(files(&batch.out_dir).len(), first.issued.len());
    let go_on = AtomicBool::new(false);
    let rest = workspace
        .issue_batch(&batch, &with, &mut |_| {}, &go_on)
        .unwrap();
    assert_eq!(first.issued.len() + rest.issued.len(), 12);
    assert_eq!(rest.skipped.len(), first.issued.len() + 1, "and line 14");
    assert_eq!(rest.failed.len(), 1);
    assert_eq!((rest.failed[0].line, rest.left), (13, 0));
    let numbers = first.issued.iter().chain(&rest.issued);
    let numbers: BTreeSet<_> = numbers
        .map(|(_, issued)| format!("{}.pdf", issued.number))
        .collect();
    assert_eq!(files(&batch.out_dir), numbers);
    let again = workspace
        .issue_batch(&batch, &with, &mut |_| {}, &go_on)
        .unwrap();
    assert_eq!((again.issued.len(), again.skipped.len()), (0, 13));
}
