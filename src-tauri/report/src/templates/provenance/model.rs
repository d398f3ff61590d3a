//! What a declaration of provenance says.

use crate::model::{
    AssetLine, AttestationLine, Chain, Change, Completeness, Figure, Finding, Footprint, Object,
    Origin, PartyLine, Recycled, Scope, View,
};
use crate::{Parameters, ReportError};

/// What a declaration says.
#[derive(Clone, PartialEq, Debug)]
pub struct Declaration {
    /// What it is about.
    pub object: Object,
    /// How far it reaches.
    pub scope: Scope,
    /// Where the object's mass came from, the greatest share first.
    pub origins: Vec<Origin>,
    /// How much of it is recycled; `None` where the records do not bound it at all.
    pub recycled: Option<Recycled>,
    /// Its carbon footprint; `None` where nothing was claimed.
    pub footprint: Option<Footprint>,
    /// What is wrong, the gravest first.
    pub findings: Vec<Finding>,
    /// Who took part, in the order of their first event.
    pub parties: Vec<PartyLine>,
    /// What took part, from materials to the object.
    pub assets: Vec<AssetLine>,
    /// What was claimed, in the order in which it was.
    pub attestations: Vec<AttestationLine>,
    /// The lineage as a figure.
    pub figure: Figure,
    /// Where the events stand.
    pub chain: Chain,
    /// Whether they are shown to be all.
    pub completeness: Completeness,
    /// What was taken back by the block named, in chain order of what it was taken back from.
    pub changes: Vec<Change>,
}

/// What a declaration says of events that are taken as proven.
pub(crate) fn declaration_of(
    view: &View,
    chain: &Chain,
    completeness: Completeness,
    parameters: &Parameters,
) -> Result<Declaration, ReportError> {
    let found = view.found();
    let parties = view.parties();
    Ok(Declaration {
        object: view.object(parameters)?,
        scope: view.scope(parties.len()),
        origins: view.origins(),
        recycled: view.recycled(),
        footprint: view.footprint(),
        figure: view.figure(&found),
        findings: found.into_findings(),
        parties,
        assets: view.asset_lines(),
        attestations: view.attestation_lines(),
        chain: *chain,
        completeness,
        changes: view.changes(),
    })
}
