#![allow(clippy::unwrap_used)]

use ledger::ReportName;

use super::*;

const ISSUER: SubjectId = SubjectId(B256::repeat_byte(1));
const OTHER: SubjectId = SubjectId(B256::repeat_byte(2));

fn name(byte: u8) -> ReportName {
    ReportName {
        base: B256::repeat_byte(byte),
        number: format!("WM-{byte}"),
    }
}

fn issued() -> Notice {
    Notice::Issued {
        report: name(7),
        file: B256::ZERO,
    }
}

fn withdrawn() -> Notice {
    Notice::Withdrawn {
        report: name(7),
        reason: "recount".to_owned(),
    }
}

fn replaced() -> Notice {
    Notice::Replaced {
        report: name(7),
        by: name(8),
        reason: "recount".to_owned(),
    }
}

/// One statement per block, in this order.
fn told(said: &[(SubjectId, Notice)]) -> Statements {
    let mut all = Statements::default();
    for (block, (party, notice)) in (1..).zip(said) {
        let statement = Statement {
            event: EventKey {
                block,
                log_index: 0,
            },
            digest: B256::with_last_byte(u8::try_from(block).unwrap()),
            party: *party,
            time: EventTime {
                unix_millis: 0,
                zone_offset_minutes: 0,
            },
            notice: notice.clone(),
        };
        let base = notice.report().base;
        all.0.entry(base).or_default().push(statement);
    }
    all
}

/// The block that anchored the report, and that of the last word of its issuer.
fn course(said: &[(SubjectId, Notice)], gln_of: &[SubjectId]) -> Option<(u64, Option<u64>)> {
    let all = told(said);
    let course = all.course(B256::repeat_byte(7), |party| gln_of.contains(&party))?;
    let block = |statement: &Statement| statement.event.block;
    Some((block(course.anchored), course.turn.map(block)))
}

#[test]
fn the_last_word_of_whoever_anchored_it_first_counts() {
    let anyone = [ISSUER, OTHER];
    assert_eq!(course(&[], &anyone), None);
    assert_eq!(course(&[(ISSUER, withdrawn())], &anyone), None);
    let said = [
        (ISSUER, issued()),
        (ISSUER, replaced()),
        (ISSUER, withdrawn()),
    ];
    assert_eq!(course(&said[..1], &anyone), Some((1, None)));
    assert_eq!(course(&said[..2], &anyone), Some((1, Some(2))));
    assert_eq!(course(&said, &anyone), Some((1, Some(3))));
}

#[test]
fn what_others_say_of_a_report_counts_for_nothing() {
    let anyone = [ISSUER, OTHER];
    let said = [
        (OTHER, withdrawn()),
        (ISSUER, issued()),
        (OTHER, issued()),
        (OTHER, withdrawn()),
    ];
    assert_eq!(course(&said, &anyone), Some((2, None)));
}

#[test]
fn who_was_quicker_than_the_issuer_that_the_report_names_is_passed_over() {
    let said = [
        (OTHER, issued()),
        (OTHER, withdrawn()),
        (ISSUER, issued()),
        (ISSUER, replaced()),
    ];
    assert_eq!(course(&said, &[ISSUER]), Some((3, Some(4))));
    assert_eq!(course(&said[..2], &[ISSUER]), None);
}

#[test]
fn what_is_said_of_another_report_is_not_said_of_this_one() {
    let other = Notice::Withdrawn {
        report: name(8),
        reason: "recount".to_owned(),
    };
    let said = [(ISSUER, issued()), (ISSUER, other)];
    assert_eq!(course(&said, &[ISSUER]), Some((1, None)));
}
