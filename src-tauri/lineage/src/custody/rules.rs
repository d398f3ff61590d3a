//! The five models, each judged against what the lineage holds.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;
use trace::{EventKey, SubjectId};

use super::carried::{ByCharacteristic, Carried};
use super::{CustodyModel, Downgrade, Reason, Verdict};
use crate::rollup::{Counts, Kitchen, Mixture, post_order};
use crate::{Attestation, Bounds, Gap, Register};

/// How far apart the bounds of a known proportion may be: one per cent of the mass.
const KNOWN_WITHIN: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// How many assets a downgrade names.
const NAMED: usize = 16;

/// An asset and the claim on it that is judged.
pub(super) struct Case<'a> {
    pub(super) register: &'a Register,
    pub(super) asset: SubjectId,
    pub(super) made_by: EventKey,
    pub(super) claim: Option<&'a Attestation>,
    /// The share that the claim claims.
    pub(super) claimed: Option<Decimal>,
}

/// An asset on the way, as it came out of an event.
struct Step<'m> {
    event: EventKey,
    asset: SubjectId,
    /// Whether matter of several sources was made into it.
    has_several_sources: bool,
    mixture: &'m Mixture<Carried>,
    shares: Shares,
}

/// The shares of a mixture by the characteristic.
struct Shares {
    /// What has it; what perhaps has it is in the upper bound.
    share: Bounds,
    /// The most that can have it of what is said to have it.
    most_said: Decimal,
    has_other: bool,
    has_untraced: bool,
}

impl Shares {
    fn of(mixture: &Mixture<Carried>, by: &ByCharacteristic) -> Self {
        let is = |wanted: Counts| move |mark: &Carried| Counts::yes_if(by.has_it(mark) == wanted);
        let upper = |wanted: Counts| mixture.share(is(wanted)).upper;
        Self {
            share: mixture.share(|mark| by.has_it(mark)),
            most_said: upper(Counts::Yes),
            has_other: upper(Counts::No) > Decimal::ZERO,
            has_untraced: upper(Counts::Perhaps) > Decimal::ZERO,
        }
    }

    fn has_some(&self) -> bool {
        self.most_said > Decimal::ZERO
    }

    fn is_known(&self) -> bool {
        self.share.upper.saturating_sub(self.share.lower) <= KNOWN_WITHIN
    }
}

impl Case<'_> {
    pub(super) fn verdicts(&self, kitchen: &mut Kitchen<ByCharacteristic>) -> [Verdict; 5] {
        let order = post_order(self.register, self.asset);
        let last = kitchen.mixture(self.asset);
        let mixtures: Vec<_> = (order.into_iter())
            .map(|asset| (asset, kitchen.mixture(asset)))
            .collect();
        let by = kitchen.marking();
        let sources = sources(self.register, mixtures.iter().map(|(asset, _)| *asset));
        let steps: Vec<_> = (mixtures.iter())
            .filter_map(|(asset, mixture)| {
                let has_several = sources.get(asset) == Some(&Sources::Several);
                self.step(*asset, has_several, Shares::of(mixture, by), mixture)
            })
            .collect();
        let whole = Shares::of(&last, by);
        let is_weighed = last.is_weighed;
        let mut is_held = false;
        CustodyModel::ALL.map(|model| {
            // What holds makes all that is weaker hold.
            let downgrade = (!is_held)
                .then(|| self.downgrade(model, &steps, &whole, is_weighed))
                .flatten();
            is_held |= downgrade.is_none();
            Verdict { model, downgrade }
        })
    }

    fn step<'m>(
        &self,
        asset: SubjectId,
        has_several_sources: bool,
        shares: Shares,
        mixture: &'m Mixture<Carried>,
    ) -> Option<Step<'m>> {
        let known = self.register.asset(asset)?;
        let packed = self.register.contents(asset).map(|(_, stay)| stay.event);
        Some(Step {
            event: packed.max().unwrap_or(known.made_by),
            asset,
            has_several_sources,
            mixture,
            shares,
        })
    }

    fn downgrade(
        &self,
        model: CustodyModel,
        steps: &[Step],
        whole: &Shares,
        is_weighed: bool,
    ) -> Option<Downgrade> {
        if model == CustodyModel::BookAndClaim {
            return self.not_certified();
        }
        if !whole.has_some() {
            return Some(self.at_asset(Reason::NothingSpecified, self.made_by));
        }
        let by_steps = match model {
            CustodyModel::IdentityPreserved => {
                self.first(steps, |step| several_sources(step).or_else(|| mixed(step)))
            }
            CustodyModel::Segregated => self.first(steps, mixed),
            CustodyModel::ControlledBlending if !whole.is_known() => {
                self.first(steps, unknown_proportion)
            }
            // Where the share is known, it is so without weighing.
            CustodyModel::MassBalance if !is_weighed && !whole.is_known() => {
                self.first(steps, unweighed)
            }
            _ => None,
        };
        by_steps
            .or_else(|| self.not_held(steps))
            .or_else(|| self.too_high(whole))
    }

    /// The first step in chain order that there is a reason at.
    fn first(&self, steps: &[Step], reason: impl Fn(&Step) -> Option<Reason>) -> Option<Downgrade> {
        (steps.iter())
            .filter_map(|step| Some((step, reason(step)?)))
            .min_by_key(|(step, _)| (step.event, step.asset))
            .map(|(step, reason)| Downgrade {
                reason,
                event: step.event,
                assets: self.named(step.asset),
            })
    }

    fn named(&self, asset: SubjectId) -> Vec<SubjectId> {
        let inputs = (self.register.making(asset)).map_or(&[][..], |making| &making.inputs);
        ([asset].into_iter())
            .chain(inputs.iter().map(|input| input.asset))
            .chain(self.register.contents(asset).map(|(child, _)| child))
            .take(NAMED)
            .collect()
    }

    fn at_asset(&self, reason: Reason, event: EventKey) -> Downgrade {
        Downgrade {
            reason,
            event,
            assets: vec![self.asset],
        }
    }

    /// The first event on the way that used what its party did not hold.
    fn not_held(&self, steps: &[Step]) -> Option<Downgrade> {
        let events: BTreeSet<EventKey> = steps.iter().map(|step| step.event).collect();
        (self.register.unresolved().iter())
            .filter(|unresolved| events.contains(&unresolved.event))
            .find_map(|unresolved| match unresolved.gap {
                Gap::Shortfall(asset) | Gap::UnknownSubject(asset) => Some(Downgrade {
                    reason: Reason::NotHeld,
                    event: unresolved.event,
                    assets: vec![asset],
                }),
                _ => None,
            })
    }

    /// More claimed than what is said to have the characteristic can carry; both are compared to nine decimals, because
    /// bounds are rounded in the last of 28 digits.
    fn too_high(&self, whole: &Shares) -> Option<Downgrade> {
        let claimed = self.claimed?;
        let event = self.claim?.made.event;
        (claimed.round_dp(9) > whole.most_said.round_dp(9))
            .then(|| self.at_asset(Reason::ClaimTooHigh, event))
    }

    fn not_certified(&self) -> Option<Downgrade> {
        match self.claim {
            None => Some(self.at_asset(Reason::NotClaimed, self.made_by)),
            Some(claim) if claim.certified => None,
            Some(claim) => Some(self.at_asset(Reason::NotCertified, claim.made.event)),
        }
    }
}

/// A party and a place that brought matter onto the ledger: a source in the sense of ISO 22095, 3.3.1.
type Site = (SubjectId, Option<SubjectId>);

/// The sources of an asset's matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sources {
    One(Site),
    Several,
}

/// The sources of assets, each of which comes after what it is made of. What is packed stays itself and counts for nothing.
fn sources(
    register: &Register,
    order: impl Iterator<Item = SubjectId>,
) -> HashMap<SubjectId, Sources> {
    let mut sources: HashMap<SubjectId, Sources> = HashMap::new();
    let mut made: HashMap<EventKey, Option<Sources>> = HashMap::new();
    for id in order {
        let Some(asset) = register.asset(id) else {
            continue;
        };
        let of = match register.making(id) {
            None => Some(Sources::One((asset.maker, asset.made_at))),
            Some(making) => *made.entry(making.event).or_insert_with(|| {
                let inputs = making.inputs.iter().map(|input| sources.get(&input.asset));
                let both = |one, other| if one == other { one } else { Sources::Several };
                inputs.flatten().copied().reduce(both)
            }),
        };
        if let Some(of) = of {
            sources.insert(id, of);
        }
    }
    sources
}

fn several_sources(step: &Step) -> Option<Reason> {
    step.has_several_sources.then_some(Reason::SeveralSources)
}

fn mixed(step: &Step) -> Option<Reason> {
    match &step.shares {
        shares if !shares.has_some() => None,
        shares if shares.has_other => Some(Reason::MixedWithOther),
        shares if shares.has_untraced => Some(Reason::MixedWithUntraced),
        _ => None,
    }
}

fn unknown_proportion(step: &Step) -> Option<Reason> {
    match &step.shares {
        // What has nothing of it does not make the proportion unknown; what it is mixed with does.
        shares if shares.is_known() || !shares.has_some() => None,
        _ if !step.mixture.is_weighed => Some(Reason::Unweighed),
        shares if shares.has_untraced => Some(Reason::MixedWithUntraced),
        _ => Some(Reason::LossUnattributed),
    }
}

fn unweighed(step: &Step) -> Option<Reason> {
    (!step.mixture.is_weighed).then_some(Reason::Unweighed)
}
