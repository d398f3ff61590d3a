//! Assets in a list.

use std::borrow::Cow;

use lineage::{Asset, Register, RollUp, Whereabouts};
use protocol::{AssetPage, AssetQuery, AssetRow};
use store::AssetIndexRow;
use trace::{AssetKind, SubjectId};

use super::as_known::AsKnown;
use super::words;
use crate::{Failure, Workspace};

/// What every asset can be found by.
pub(crate) fn index_rows(register: &Register) -> impl Iterator<Item = AssetIndexRow> + '_ {
    let row = move |(id, asset): (&SubjectId, &Asset)| AssetIndexRow {
        subject: *id,
        name: asset.detail.epc.to_string(),
        description: asset.detail.description.clone(),
        kind: asset.detail.kind.word().to_owned(),
        party: [
            Some(asset.maker),
            register.holder(*id).filter(|holder| *holder != asset.maker),
        ]
        .into_iter()
        .flatten()
        .map(|party| words::party_name(register, party))
        .collect::<Vec<_>>()
        .join(" "),
        place: words::place(register, asset.made_at),
    };
    let all = register.assets().visit();
    all.map(move |(id, asset)| row((id, &asset)))
}

impl Workspace {
    /// The assets that a query finds, those that are pending first; without words, all of them, the newest first.
    pub fn assets(&self, query: &AssetQuery) -> Result<AssetPage, Failure> {
        let marks = self.marks();
        let wanted = |(id, kind): &(SubjectId, AssetKind)| {
            (query.kind).is_none_or(|wanted| wanted == words::kind(*kind))
                && (!query.with_findings || marks.on(*id).is_some())
        };
        let found: Vec<SubjectId> = (self.find_assets(&query.text)?.iter())
            .filter(|asset| wanted(asset))
            .map(|(id, _)| *id)
            .collect();
        let layer = self.pending_layer();
        let mut rows = layer
            .as_ref()
            .map_or_else(Vec::new, |layer| layer.rows(query));
        let (pending, total) = (rows.len(), rows.len() + found.len());
        let (offset, limit) = (query.offset as usize, query.limit as usize);
        let offset_of_known = offset.saturating_sub(rows.len());
        rows = rows.into_iter().skip(offset).take(limit).collect();
        let page = found.iter().skip(offset_of_known).take(limit - rows.len());
        let page: Vec<SubjectId> = page.copied().collect();
        let recycled = self.roll_up().recycled_contents(page.iter().copied());
        rows.extend(recycled.into_iter().filter_map(|(id, content)| {
            let row = self.now().asset_row(id, content.as_ref())?;
            let change = layer.as_ref().and_then(|layer| layer.change(&row, id));
            Some(AssetRow { change, ..row })
        }));
        Ok(AssetPage {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            pending: u32::try_from(pending).unwrap_or(u32::MAX),
            rows,
        })
    }

    fn find_assets(&self, text: &str) -> Result<Cow<'_, [(SubjectId, AssetKind)]>, Failure> {
        if text.trim().is_empty() {
            return Ok(Cow::Borrowed(self.newest_first()));
        }
        let with_kind = |id: SubjectId| Some((id, self.register.asset(id)?.detail.kind));
        // A name in another spelling, such as an EPC URN, is found by what it names.
        if let Ok(epc) = trace::Epc::parse(text.trim())
            && let Some(named) = with_kind(SubjectId::of(&epc))
        {
            return Ok(Cow::Owned(vec![named]));
        }
        let found = self.store.search_assets(text)?;
        Ok(Cow::Owned(
            found.into_iter().filter_map(with_kind).collect(),
        ))
    }

    /// Roll-ups as of the newest event.
    pub(crate) fn roll_up(&self) -> RollUp<'_> {
        RollUp::new(&self.register, self.second())
    }
}

impl AsKnown<'_> {
    pub(super) fn asset_row(
        &self,
        id: SubjectId,
        recycled: Option<&lineage::RecycledContent>,
    ) -> Option<AssetRow> {
        let asset = self.register.asset(id)?;
        Some(AssetRow {
            epc: asset.detail.epc.to_string(),
            id: id.to_string(),
            name: words::asset_name(asset),
            kind: words::kind(asset.detail.kind),
            granularity: words::granularity(asset.detail.granularity),
            quantity: words::amount(&asset.detail.quantity),
            left: Some(words::amount_of(asset, asset.left_micro())),
            holder: self.holder_name(id, asset),
            place: words::place(self.register, asset.made_at),
            made_on: Some(words::moment(asset.made_on)),
            assurance: words::assurance(self.assurance(asset.made_by)),
            findings: self.marks.on(id),
            claims: self.badges().chips(id, recycled),
            pending: false,
            change: None,
        })
    }

    fn holder_name(&self, id: SubjectId, asset: &Asset) -> String {
        let holder = self.register.holder(id);
        let name = holder.map_or_else(String::new, |party| words::party_name(self.register, party));
        match asset.whereabouts() {
            Whereabouts::InTransit(_) => format!("{name}, under way"),
            _ => name,
        }
    }
}
