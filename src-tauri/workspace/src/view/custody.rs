//! The models of custody (ISO 22095) that the lineage of an asset supports, side by side. The judging is `lineage`'s.

use lineage::{Custody, CustodyModel, Downgrade, Reason, custody};
use protocol::{ChipKind, CustodyFigure, CustodyView, CustodyWord, DowngradeReason, DowngradeView};
use trace::{ClaimKind, SubjectId};

use super::words;
use crate::Workspace;

/// What matter carries along.
const CLAIMS: [(ClaimKind, ChipKind); 3] = [
    (ClaimKind::RecycledContent, ChipKind::Recycled),
    (ClaimKind::Origin, ChipKind::Origin),
    (ClaimKind::Conformity, ChipKind::Conformity),
];
/// How many assets of a step are named.
const MOST_NAMED: usize = 4;

impl Workspace {
    /// The verdicts for every claim that matter on the way bears; none for what came onto the ledger as it is.
    pub(super) fn custody_figures(&self, id: SubjectId) -> Vec<CustodyFigure> {
        if self.register.making(id).is_none() {
            return Vec::new();
        }
        let figure = |(kind, claim): &(ClaimKind, ChipKind)| {
            let custody = custody(&self.register, id, kind, self.second())?;
            is_telling(&custody).then(|| self.custody_figure(*claim, &custody))
        };
        CLAIMS.iter().filter_map(figure).collect()
    }

    fn custody_figure(&self, claim: ChipKind, custody: &Custody) -> CustodyFigure {
        let model = |verdict: &lineage::Verdict| CustodyView {
            model: model(verdict.model),
            downgrade: (verdict.downgrade.as_ref()).map(|downgrade| self.downgrade(downgrade)),
        };
        CustodyFigure {
            claim,
            claimed: custody.claim.is_some(),
            models: custody.verdicts.iter().map(model).collect(),
            best: custody.best.map(self::model),
            basis: self.basis_view(custody.basis.events()),
        }
    }

    fn downgrade(&self, downgrade: &Downgrade) -> DowngradeView {
        let named = downgrade.assets.iter().take(MOST_NAMED);
        DowngradeView {
            reason: reason(downgrade.reason),
            event: self.now().event_ref(downgrade.event),
            assets: named
                .map(|asset| words::subject_name(&self.register, *asset))
                .collect(),
        }
    }
}

/// Whether there is more to tell than that nobody claims anything.
fn is_telling(custody: &Custody) -> bool {
    let tells = |verdict: &lineage::Verdict| {
        let reason = verdict.downgrade.as_ref().map(|downgrade| downgrade.reason);
        !matches!(
            reason,
            Some(Reason::NothingSpecified | Reason::NotClaimed | Reason::NotCertified)
        )
    };
    custody.claim.is_some() || custody.verdicts.iter().any(tells)
}

const fn model(model: CustodyModel) -> CustodyWord {
    match model {
        CustodyModel::IdentityPreserved => CustodyWord::IdentityPreserved,
        CustodyModel::Segregated => CustodyWord::Segregated,
        CustodyModel::ControlledBlending => CustodyWord::ControlledBlending,
        CustodyModel::MassBalance => CustodyWord::MassBalance,
        CustodyModel::BookAndClaim => CustodyWord::BookAndClaim,
    }
}

const fn reason(reason: Reason) -> DowngradeReason {
    match reason {
        Reason::SeveralSources => DowngradeReason::SeveralSources,
        Reason::MixedWithOther => DowngradeReason::MixedWithOther,
        Reason::MixedWithUntraced => DowngradeReason::MixedWithUntraced,
        Reason::LossUnattributed => DowngradeReason::LossUnattributed,
        Reason::Unweighed => DowngradeReason::Unweighed,
        Reason::NotHeld => DowngradeReason::NotHeld,
        Reason::NothingSpecified => DowngradeReason::NothingSpecified,
        Reason::ClaimTooHigh => DowngradeReason::ClaimTooHigh,
        Reason::NotCertified => DowngradeReason::NotCertified,
        Reason::NotClaimed => DowngradeReason::NotClaimed,
    }
}
