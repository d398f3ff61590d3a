//! What is pending, as lists and pages of assets show it: beside what is known, marked, and with no figure of its own.

use std::sync::Arc;

use protocol::{AssetDetail, AssetQuery, AssetRow, PendingChange, PendingEvent};
use trace::SubjectId;

use super::as_known::AsKnown;
use super::findings::Marks;
use super::words;
use crate::field::{Pending, Waiting};
use crate::{Failure, Workspace};

/// The layer beside the workspace that it lies on. It is judged by nobody: it has no marks.
pub(super) struct Layer<'a> {
    workspace: &'a Workspace,
    pending: Arc<Pending>,
    unmarked: Marks,
}

impl Workspace {
    /// The layer, if anything is pending.
    pub(super) fn pending_layer(&self) -> Option<Layer<'_>> {
        Some(Layer {
            workspace: self,
            pending: self.pending()?,
            unmarked: Marks::default(),
        })
    }
}

impl Layer<'_> {
    /// What is known with what is pending on top.
    fn expected(&self) -> AsKnown<'_> {
        AsKnown {
            register: &self.pending.register,
            findings: &[],
            marks: &self.unmarked,
            ..self.workspace.now()
        }
    }

    /// The assets that are pending and that a query asks for, newest first.
    pub(super) fn rows(&self, query: &AssetQuery) -> Vec<AssetRow> {
        let made = self.pending.made().filter(|_| !query.with_findings);
        made.filter_map(|id| self.row(id))
            .filter(|row| query.kind.is_none_or(|kind| kind == row.kind))
            .filter(|row| is_found(row, &query.text))
            .collect()
    }

    /// An asset that is pending. Nothing is claimed of it and nothing reckoned.
    fn row(&self, id: SubjectId) -> Option<AssetRow> {
        Some(AssetRow {
            claims: Vec::new(),
            pending: true,
            ..self.expected().asset_row(id, None)?
        })
    }

    /// The same in full; `None` for what is on the ledger.
    pub(super) fn detail(&self, id: SubjectId) -> Option<Result<AssetDetail, Failure>> {
        if !self.pending.has_made(id) {
            return None;
        }
        let row = self.row(id)?;
        let told = self.expected().detail(id);
        Some(told.map(|detail| AssetDetail {
            asset: row,
            attestations: Vec::new(),
            documents: Vec::new(),
            pending: self.events(id),
            recycled: None,
            origins: Vec::new(),
            timeline: Vec::new(),
            timeline_total: 0,
            ..detail
        }))
    }

    /// What will become of an asset that is on the ledger; `row` is what is known of it.
    pub(super) fn change(&self, row: &AssetRow, id: SubjectId) -> Option<PendingChange> {
        let mut records = self.pending.changes(id);
        let last = records.next()?;
        let then = self.expected().asset_row(id, None)?;
        Some(PendingChange {
            event: words::event(last.event.body.event_type()),
            state: last.state,
            records: u32::try_from(1 + records.count()).unwrap_or(u32::MAX),
            holder: Some(then.holder).filter(|holder| *holder != row.holder),
            left: then.left.filter(|left| Some(left) != row.left.as_ref()),
        })
    }

    /// What the records that wait say of an asset, newest first.
    pub(super) fn events(&self, id: SubjectId) -> Vec<PendingEvent> {
        (self.pending.about(id))
            .map(|waiting| self.event(id, waiting))
            .collect()
    }

    fn event(&self, id: SubjectId, waiting: &Waiting) -> PendingEvent {
        let (expected, body) = (self.expected(), &waiting.event.body);
        let record = body.record();
        PendingEvent {
            record: waiting.id.clone(),
            state: waiting.state,
            event: words::event(body.event_type()),
            title: expected.entry_title(id, &waiting.event),
            at: record
                .map(|record| words::moment(record.time))
                .unwrap_or_default(),
            party: words::party_name(expected.register, body.actor()),
            place: words::place(expected.register, record.and_then(|record| record.location)),
            refused_because: waiting.refused_because.clone(),
        }
    }
}

/// Whether an asset has all the words; in another spelling, such as an EPC URN, its name.
fn is_found(row: &AssetRow, text: &str) -> bool {
    let named = trace::Epc::parse(text.trim());
    if named.is_ok_and(|epc| epc.as_str() == row.epc) {
        return true;
    }
    let said = [&row.name, &row.epc, &row.holder, &row.place].map(|text| text.to_lowercase());
    let has = |word: &str| said.iter().any(|text| text.contains(word));
    text.to_lowercase().split_whitespace().all(has)
}
