//! What matter carries along of the characteristic that a claim speaks of. Whether that is enough for a model is for `rules`.

use trace::{ClaimKind, EventKey, SubjectId};

use crate::rollup::{BySource, Counts, Marking, Matter, source_of};
use crate::{Attestation, Register, Source, Transformation};

/// Who brought matter onto the ledger, and where: a source in the sense of ISO 22095, 3.3.1.
pub(super) type Site = (SubjectId, Option<SubjectId>);

/// The mark of matter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Carried {
    /// Where it is from; `None` for matter of which nothing is recorded.
    pub(super) from: Option<Site>,
    matter: Matter,
    /// Whether it was said to have what the claim says, or passed who does.
    is_said: bool,
}

/// The characteristic that a claim speaks of.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Characteristic {
    /// Matter is recycled.
    Recycled,
    /// Its root is of this source.
    Source(Source),
    /// Its root is claimed in these words.
    Origin(String),
    /// It was made by a party, or at a place, that is attested in these words; in any if there are none.
    Conformity(Option<String>),
}

/// Marks matter by a characteristic.
#[derive(Clone, Debug)]
pub(super) struct ByCharacteristic<'a> {
    source: BySource<'a>,
    characteristic: Characteristic,
}

impl<'a> ByCharacteristic<'a> {
    /// For a kind of claim; `None` if it is not of a kind that matter carries along.
    pub(super) fn of(
        register: &'a Register,
        kind: &ClaimKind,
        claim: Option<&Attestation>,
        second: u64,
    ) -> Option<Self> {
        let words = claim.map(|claim| plain(&claim.claim.statement));
        let characteristic = match kind {
            ClaimKind::RecycledContent => Characteristic::Recycled,
            ClaimKind::Origin => {
                let words = words.unwrap_or_default();
                match Source::from_statement(&words) {
                    Source::Unstated => Characteristic::Origin(words),
                    source => Characteristic::Source(source),
                }
            }
            ClaimKind::Conformity => Characteristic::Conformity(words),
            ClaimKind::CarbonFootprint | ClaimKind::Other(_) => return None,
        };
        Some(Self {
            source: BySource { register, second },
            characteristic,
        })
    }

    /// Whether matter has the characteristic.
    pub(super) fn has_it(&self, carried: &Carried) -> Counts {
        if carried.from.is_none() {
            return Counts::Perhaps;
        }
        match &self.characteristic {
            Characteristic::Recycled => carried.matter.is_recycled(),
            Characteristic::Source(wanted) => {
                (carried.matter).counts_as(|source| Counts::yes_if(source == *wanted))
            }
            Characteristic::Origin(_) if carried.is_said => Counts::Yes,
            Characteristic::Origin(_) if carried.matter.is_untraced() => Counts::Perhaps,
            Characteristic::Origin(_) => Counts::No,
            Characteristic::Conformity(_) => Counts::yes_if(carried.is_said),
        }
    }

    /// The events that say that the maker of an asset, or the place where it was made, conforms; none for other claims.
    pub(super) fn conformity(&self, asset: SubjectId) -> Vec<EventKey> {
        let Characteristic::Conformity(words) = &self.characteristic else {
            return Vec::new();
        };
        let known = self.source.register.asset(asset);
        let subjects = known.map(|known| [Some(known.maker), known.made_at]);
        (subjects.into_iter().flatten().flatten())
            .flat_map(|subject| self.source.register.attestations_about(subject))
            .filter(|known| {
                known.claim.kind == ClaimKind::Conformity && known.in_force_at(self.source.second)
            })
            .filter(|known| (words.as_ref()).is_none_or(|it| plain(&known.claim.statement) == *it))
            .map(|known| known.made.event)
            .collect()
    }

    fn is_root_said(&self, root: SubjectId) -> bool {
        match &self.characteristic {
            Characteristic::Origin(words) => {
                (self.source.register.attestations_about(root)).any(|known| {
                    known.claim.kind == ClaimKind::Origin
                        && known.in_force_at(self.source.second)
                        && plain(&known.claim.statement) == *words
                        && !words.is_empty()
                })
            }
            Characteristic::Conformity(_) => !self.conformity(root).is_empty(),
            Characteristic::Recycled => false,
            Characteristic::Source(wanted) => {
                source_of(self.source.register, root, self.source.second).0 == *wanted
            }
        }
    }
}

/// Words as they are compared.
fn plain(text: &str) -> String {
    text.trim().to_lowercase()
}

impl Marking for ByCharacteristic<'_> {
    type Mark = Carried;

    fn nowhere(&self) -> Carried {
        Carried {
            from: None,
            matter: Matter::Nowhere,
            is_said: false,
        }
    }

    fn root(&self, asset: SubjectId) -> Carried {
        let known = self.source.register.asset(asset);
        Carried {
            from: known.map(|known| (known.maker, known.made_at)),
            matter: self.source.root_matter(asset),
            is_said: self.is_root_said(asset),
        }
    }

    fn entering(&self, mark: &Carried, into: &Transformation) -> Carried {
        Carried {
            matter: mark.matter.entering(into),
            ..*mark
        }
    }

    fn made(&self, mark: &Carried, asset: SubjectId) -> Carried {
        Carried {
            matter: self.source.made_matter(mark.matter, asset),
            is_said: mark.is_said || (mark.from.is_some() && !self.conformity(asset).is_empty()),
            ..*mark
        }
    }
}
