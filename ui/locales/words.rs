//! The words for what crosses from the backend as an enum.

use protocol::{
    AssetKind, Assurance, AttestationStatus, ChangeWord, Direction, EventWord, Granularity,
    HoldingWord, Outcome, Severity, SignatureLevel, StandingWord, StepOutcome, SyncState,
    TemplateWord,
};

use super::{t, tf};

/// What sort of thing.
pub(crate) fn kind(kind: AssetKind) -> &'static str {
    t(match kind {
        AssetKind::Material => "kind.material",
        AssetKind::Component => "kind.component",
        AssetKind::Product => "kind.product",
        AssetKind::LogisticUnit => "kind.logistic-unit",
    })
}

/// Several of a sort.
pub(crate) fn kinds(kind: AssetKind) -> &'static str {
    t(match kind {
        AssetKind::Material => "kinds.material",
        AssetKind::Component => "kinds.component",
        AssetKind::Product => "kinds.product",
        AssetKind::LogisticUnit => "kinds.logistic-unit",
    })
}

/// Lot, item or logistic unit.
pub(crate) fn granularity(granularity: Granularity) -> &'static str {
    t(match granularity {
        Granularity::Lot => "granularity.lot",
        Granularity::Item => "granularity.item",
        Granularity::LogisticUnit => "kind.logistic-unit",
    })
}

/// One of a unit, as one says it behind `per`.
pub(crate) fn unit(symbol: &str) -> &str {
    match symbol {
        "pcs" => t("unit.piece"),
        other => other,
    }
}

/// How well proven, in a word.
pub(crate) fn assurance(assurance: Assurance) -> &'static str {
    t(match assurance {
        Assurance::Sealed => "assurance.sealed",
        Assurance::Included => "assurance.included",
        Assurance::Reported => "assurance.reported",
        Assurance::Declared => "assurance.declared",
        Assurance::Pending => "assurance.pending",
    })
}

/// How well proven, explained.
pub(crate) fn assurance_meaning(assurance: Assurance) -> &'static str {
    t(match assurance {
        Assurance::Sealed => "meaning.sealed",
        Assurance::Included => "meaning.included",
        Assurance::Reported => "meaning.reported",
        Assurance::Declared => "meaning.declared",
        Assurance::Pending => "meaning.pending",
    })
}

/// How an attestation stands.
pub(crate) fn attestation(status: AttestationStatus) -> &'static str {
    t(match status {
        AttestationStatus::InForce => "attestation.in-force",
        AttestationStatus::NotYet => "attestation.not-yet",
        AttestationStatus::Expired => "attestation.expired",
        AttestationStatus::Revoked => "attestation.revoked",
    })
}

/// How bad a finding is.
pub(crate) fn severity(severity: Severity) -> &'static str {
    t(match severity {
        Severity::Note => "severity.note",
        Severity::Warning => "severity.warning",
        Severity::Error => "severity.error",
    })
}

/// What an event did.
pub(crate) fn event(event: EventWord) -> &'static str {
    t(match event {
        EventWord::PartyRegistered => "event.party-registered",
        EventWord::LocationRegistered => "event.location-registered",
        EventWord::Commissioned => "event.commissioned",
        EventWord::Transformed => "event.transformed",
        EventWord::Packed => "event.packed",
        EventWord::Unpacked => "event.unpacked",
        EventWord::Shipped => "event.shipped",
        EventWord::Received => "event.received",
        EventWord::Attested => "event.attested",
        EventWord::Revoked => "event.revoked",
        EventWord::Recalled => "event.recalled",
        EventWord::Rejected => "event.rejected",
        EventWord::Observed => "event.observed",
        EventWord::Lifted => "event.lifted",
        EventWord::Corrected => "event.corrected",
        EventWord::Anchored => "event.anchored",
        EventWord::Delegated => "event.delegated",
        EventWord::DelegationWithdrawn => "event.delegation-withdrawn",
        EventWord::Other => "event.other",
    })
}

/// What a change does to what was known.
pub(crate) fn change(sort: ChangeWord) -> &'static str {
    t(match sort {
        ChangeWord::Replaced => "change.replaced",
        ChangeWord::Revoked => "change.revoked",
        ChangeWord::Recalled => "change.recalled",
        ChangeWord::Corrected => "change.corrected",
        ChangeWord::Expired => "change.expired",
        ChangeWord::Lifted => "change.lifted",
        ChangeWord::Attested => "change.attested",
        ChangeWord::Made => "change.made",
        ChangeWord::Moved => "change.moved",
        ChangeWord::Entered => "change.entered",
    })
}

/// How some of an asset is where it is.
pub(crate) fn holding(state: HoldingWord) -> &'static str {
    t(match state {
        HoldingWord::Held => "holding.held",
        HoldingWord::UnderWay => "holding.under-way",
        HoldingWord::Packed => "holding.packed",
    })
}

/// The answer about a file.
pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    t(match outcome {
        Outcome::Valid => "outcome.valid",
        Outcome::Invalid => "outcome.invalid",
        Outcome::CannotTell => "outcome.cannot-tell",
    })
}

/// The answer of a step.
pub(crate) fn step_outcome(outcome: StepOutcome) -> &'static str {
    t(match outcome {
        StepOutcome::Valid => "outcome.valid",
        StepOutcome::Invalid => "outcome.invalid",
        StepOutcome::CannotTell => "outcome.cannot-tell",
        StepOutcome::NotChecked => "outcome.not-checked",
    })
}

/// What sync is doing.
pub(crate) fn sync(state: SyncState) -> &'static str {
    t(match state {
        SyncState::Offline => "sync.offline",
        SyncState::Syncing => "sync.syncing",
        SyncState::Synced => "sync.synced",
        SyncState::Error => "sync.error",
    })
}

/// Which way is looked.
pub(crate) fn direction(direction: Direction) -> &'static str {
    t(match direction {
        Direction::Up => "lineage.where-from",
        Direction::Down => "lineage.where-used",
        Direction::Both => "lineage.both-long",
    })
}

/// How many layers of a lineage lie between a card and the asset looked from: `Tier 2` upstream, as the field counts
/// suppliers.
pub(crate) fn tier(away: i64) -> String {
    let count = away.unsigned_abs().to_string();
    match away.signum() {
        -1 => tf("lineage.tier", &[("n", &count)]),
        0 => t("lineage.focus").to_owned(),
        _ => tf("lineage.use", &[("n", &count)]),
    }
}

/// What a report is.
pub(crate) fn template(template: TemplateWord) -> &'static str {
    t(match template {
        TemplateWord::Provenance => "template.provenance",
        TemplateWord::Custody => "template.custody",
        TemplateWord::RecycledCarbon => "template.recycled-carbon",
        TemplateWord::Dossier => "template.dossier",
    })
}

/// What a report is, explained.
pub(crate) fn template_meaning(template: TemplateWord) -> &'static str {
    t(match template {
        TemplateWord::Provenance => "template.provenance.means",
        TemplateWord::Custody => "template.custody.means",
        TemplateWord::RecycledCarbon => "template.recycled-carbon.means",
        TemplateWord::Dossier => "template.dossier.means",
    })
}

/// How far a signature goes.
pub(crate) fn level(level: SignatureLevel) -> &'static str {
    t(match level {
        SignatureLevel::B => "level.baseline",
        SignatureLevel::T => "level.time",
        SignatureLevel::Lt => "level.long",
        SignatureLevel::Lta => "level.longest",
    })
}

/// How an issued report stands.
pub(crate) fn standing(standing: StandingWord) -> &'static str {
    t(match standing {
        StandingWord::NotAnchored => "standing.not-anchored",
        StandingWord::InForce => "standing.in-force",
        StandingWord::Replaced => "standing.replaced",
        StandingWord::Withdrawn => "standing.withdrawn",
    })
}
