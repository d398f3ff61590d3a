//! The layer on the sample: a lot that is commissioned, one that is made of it and of goods on the ledger, and goods that are shipped.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use device::DeviceKey;
use protocol::field::FieldRecord;
use protocol::{
    AssetPage, AssetQuery, AssetRow, Assurance, Direction, EventWord, LineageQuery, LineageView,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::{Access, Issue, IssueKey, Request, Session, Stamping, demo, demonstration_key};

const NOW: u64 = 1_795_000_000;
const EDGE: &str = "urn:epc:id:pgln:3770029.00000";
const GATEWAY: &str = "https://id.gs1.org/01/03770029102005/21/000417";
/// Modules of which 1,176 are left, in the hands of who made the gateway.
const MODULES: &str = "https://id.gs1.org/01/05909044200047/10/1";
const ENCLOSURES: &str = "https://id.gs1.org/01/08595009200053/10/E-5";
const SCREWS: &str = "https://id.gs1.org/01/03770029300012/10/S-1";
const BATCH: &str = "https://id.gs1.org/01/03770029102005/10/B-900";

struct Bench {
    dir: TempDir,
    session: Session,
}

impl Bench {
    fn new() -> Self {
        let bench = Self {
            dir: tempfile::tempdir().unwrap(),
            session: Session::of(DeviceKey::create().unwrap()),
        };
        demo(&bench.path(), NOW).unwrap();
        bench
    }

    fn path(&self) -> std::path::PathBuf {
        self.dir.path().join("sample")
    }

    fn open(&self) -> Workspace {
        Workspace::open(&self.path(), Access::Issue).unwrap()
    }

    fn draft(&self, what: &Value) -> String {
        let record = json!({ "party": EDGE, "time": "2026-11-23T10:00:00+01:00", "what": what });
        let record: FieldRecord = serde_json::from_value(record).unwrap();
        let device = Some(self.session.account());
        let draft = (self.open().save_draft(None, record, device, NOW)).unwrap();
        assert!(draft.ready, "{:?}", draft.problems);
        draft.id
    }

    fn signed(&self, what: &Value) -> String {
        let id = self.draft(what);
        self.open().sign_record(&id, &self.session, NOW).unwrap();
        id
    }

    /// Screws come into being, a batch is made of them and of modules, and enclosures go to the smelter.
    fn work(&self) -> [String; 3] {
        [
            self.signed(&commission()),
            self.signed(&json!({
                "event": "transform",
                "inputs": [{ "asset": SCREWS, "quantity": "40" }, { "asset": MODULES, "quantity": "10" }],
                "outputs": [{ "name": BATCH, "description": "Gateways, batch 900", "kind": "product", "quantity": "10", "unit": "H87" }],
            })),
            self.signed(&json!({
                "event": "ship",
                "to": "urn:epc:id:pgln:5499016.00000",
                "items": [{ "asset": ENCLOSURES, "quantity": "1276" }],
            })),
        ]
    }
}

fn commission() -> Value {
    let asset = json!({ "name": SCREWS, "description": "Screws", "kind": "component", "quantity": "500", "unit": "H87" });
    json!({ "event": "commission", "asset": asset })
}

fn all(workspace: &Workspace) -> AssetPage {
    let query = AssetQuery {
        limit: u32::MAX,
        ..AssetQuery::default()
    };
    workspace.assets(&query).unwrap()
}

fn row(page: &AssetPage, epc: &str) -> Option<AssetRow> {
    page.rows.iter().find(|row| row.epc == epc).cloned()
}

fn drawing(workspace: &Workspace, epc: &str, as_of: Option<u64>) -> LineageView {
    let query = json!({ "epc": epc, "direction": "both", "depth": null, "asOf": as_of });
    let query: LineageQuery = serde_json::from_value(query).unwrap();
    workspace.drawing(&query).unwrap()
}

/// The pages of a report before they are signed.
fn report(workspace: &Workspace, out: &Path) -> Vec<u8> {
    let with = IssueKey {
        key: Box::new(demonstration_key().unwrap()),
        demonstration: true,
        stamping: Stamping::default(),
    };
    let issue = Issue {
        request: Request::of(GATEWAY),
        out: out.to_owned(),
        number: Some("W-2026-0001".to_owned()),
        now: NOW,
    };
    let _ = workspace.issue(&issue, &with).unwrap();
    let bytes = fs::read(out).unwrap();
    let base = signature::inspect(&bytes).unwrap().base_length;
    bytes[..base].to_vec()
}

#[test]
fn what_is_pending_is_listed_marked_and_changes_nothing_beside_it() {
    let bench = Bench::new();
    let before = all(&bench.open());
    let [_, made, shipped] = bench.work();
    let workspace = bench.open();
    let after = all(&workspace);
    assert_eq!(after.total, before.total + 2);
    let new: Vec<_> = after.rows[..2].iter().map(|row| row.epc.as_str()).collect();
    assert_eq!(new, [BATCH, SCREWS], "the newest first");
    for row in &after.rows[..2] {
        assert!(row.pending && row.claims.is_empty());
        assert_eq!(row.assurance, Assurance::Pending);
    }
    assert_eq!(after.rows[1].left.as_ref().unwrap().number, "460");
    for known in &before.rows {
        let mut now = row(&after, &known.epc).unwrap();
        let changed = [MODULES, ENCLOSURES].contains(&known.epc.as_str());
        assert_eq!(now.change.take().is_some(), changed, "{}", known.epc);
        assert_eq!(now, *known);
    }
    let used = row(&after, MODULES).unwrap().change.unwrap();
    assert_eq!((used.event, used.holder), (EventWord::Transformed, None));
    assert_eq!(used.left.unwrap().number, "1166");
    let away = row(&after, ENCLOSURES).unwrap().change.unwrap();
    assert_eq!(away.holder.unwrap(), "Lumière Edge SAS, under way");

    let told = |epc: &str| workspace.asset(epc, None).unwrap();
    let modules = told(MODULES);
    assert_eq!(modules.pending[0].record, made);
    assert_eq!(modules.pending[0].title, "Used to make Gateways, batch 900");
    assert!(modules.timeline.iter().all(|entry| entry.block.is_some()));
    assert_eq!(told(ENCLOSURES).pending[0].record, shipped);
    let batch = told(BATCH);
    assert_eq!(batch.made_from.len(), 2);
    assert!(batch.asset.pending && batch.timeline.is_empty() && batch.recycled.is_none());

    let found = |text: &str| {
        let query = AssetQuery {
            text: text.to_owned(),
            limit: 10,
            ..AssetQuery::default()
        };
        workspace.assets(&query).unwrap().rows.len()
    };
    assert_eq!(
        [found("batch 900"), found("screws"), found("nobody")],
        [1, 1, 0]
    );
}

#[test]
fn what_is_pending_is_drawn_and_what_was_known_earlier_has_none_of_it() {
    let bench = Bench::new();
    let before = drawing(&bench.open(), MODULES, None);
    let _ = bench.work();
    let workspace = bench.open();
    let drawn = drawing(&workspace, BATCH, None);
    let is_pending = |node: &&protocol::LineageNode| node.assurance == Assurance::Pending;
    assert_eq!(drawn.nodes.iter().filter(is_pending).count(), 2);
    assert!(
        drawn
            .nodes
            .iter()
            .filter(is_pending)
            .all(|node| node.chips.is_empty())
    );
    let pending: Vec<_> = drawn.edges.iter().filter(|edge| edge.pending).collect();
    assert_eq!(pending.len(), 2);
    assert!(pending.iter().all(|edge| edge.share.is_none()));

    let trail = (workspace.trail(MODULES, Direction::Down, None, None)).unwrap();
    let new: Vec<_> = trail.nodes.iter().filter(|node| node.pending).collect();
    assert_eq!(new.len(), 1);
    let into: Vec<_> = trail.edges.iter().filter(|edge| edge.pending).collect();
    assert_eq!((into.len(), into[0].block), (1, None));

    let newest = workspace.newest_block();
    let then = drawing(&workspace, MODULES, Some(newest));
    assert_eq!(then, before, "a block has no pending events");
    assert!(
        workspace
            .trail(BATCH, Direction::Up, None, Some(newest))
            .is_err()
    );
    assert!(workspace.asset(BATCH, Some(newest)).is_err());
}

#[test]
fn no_figure_no_finding_and_no_report_sees_what_is_pending() {
    let (bare, bench) = (Bench::new(), Bench::new());
    let _ = bench.work();
    let (without, with) = (bare.open(), bench.open());
    assert!(with.pending().is_some());
    assert_eq!(
        with.findings(None).unwrap(),
        without.findings(None).unwrap()
    );
    for epc in [GATEWAY, MODULES, ENCLOSURES] {
        assert_eq!(with.figures(epc).unwrap(), without.figures(epc).unwrap());
    }
    for epc in [SCREWS, BATCH] {
        let refused = with.figures(epc).unwrap_err();
        assert!(
            refused.message.contains("not on the ledger yet"),
            "{refused:?}"
        );
    }
    assert_eq!(
        with.overview().unwrap(),
        without.overview().unwrap(),
        "sums over all assets"
    );
    let pages = report(&with, &bench.dir.path().join("with.pdf"));
    assert!(pages == report(&without, &bare.dir.path().join("without.pdf")));
}

#[test]
fn what_is_withdrawn_or_replaced_is_shown_no_more() {
    let bench = Bench::new();
    let [screws, made, _] = bench.work();
    let epcs = || -> Vec<String> {
        let page = all(&bench.open());
        let new = page.rows.into_iter().filter(|row| row.pending);
        new.map(|row| row.epc).collect()
    };
    assert_eq!(epcs(), [BATCH, SCREWS]);
    bench.open().cancel_record(&made, NOW).unwrap();
    assert_eq!(epcs(), [SCREWS]);
    let draft = bench.open().adjust_record(&screws, NOW).unwrap();
    assert_eq!(epcs(), [SCREWS], "the draft that took its place is whole");
    bench.open().discard_record(&draft.id, NOW).unwrap();
    assert!(epcs().is_empty());
}

#[test]
fn what_was_refused_is_told_and_not_drawn() {
    let bench = Bench::new();
    let [_, made, _] = bench.work();
    let reason: alloy_primitives::Bytes = vec![1, 2, 3, 4].into();
    let refused = bench
        .open()
        .outbox()
        .unwrap()
        .change(&made, NOW, |progress| {
            progress.refusal = Some(outbox::Refusal {
                reason,
                block: None,
            });
            Some(field::Happening::Refused)
        });
    assert_eq!(refused.unwrap(), State::Refused);
    let workspace = bench.open();
    let page = all(&workspace);
    assert!(row(&page, BATCH).is_none());
    let modules = workspace.asset(MODULES, None).unwrap();
    assert_eq!(modules.asset.change, None);
    assert_eq!(modules.pending[0].state, State::Refused);
    assert!(modules.pending[0].refused_because.is_some());
}

#[test]
fn a_draft_that_is_whole_is_shown_to_its_writer_alone() {
    let bench = Bench::new();
    let _ = bench.draft(&commission());
    let workspace = bench.open();
    workspace.use_device(bench.session.account()).unwrap();
    assert!(row(&all(&workspace), SCREWS).unwrap().pending);
    let somebody = DeviceKey::create().unwrap().account();
    workspace.use_device(somebody).unwrap();
    assert_eq!(row(&all(&workspace), SCREWS), None);
}
