//! What matter carries along of the characteristic that a claim speaks of. Whether that is enough for a model is for `rules`.

use std::collections::{BTreeMap, BTreeSet};

use trace::{ClaimKind, EventKey, SubjectId};

use crate::rollup::{BySource, Counts, Marking, Matter, Upstream};
use crate::{Attestation, Register, Source, Transformation};

/// A party, and a place where it made something.
type Site = (SubjectId, Option<SubjectId>);

/// The mark of matter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Carried {
    /// Whether anything is recorded of it.
    is_recorded: bool,
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
    /// It was made by a party, or at a place, that is attested in these words.
    Conformity(String),
}

/// Marks matter by a characteristic.
#[derive(Clone, Debug)]
pub(super) struct ByCharacteristic<'a> {
    source: BySource<'a>,
    characteristic: Characteristic,
    /// Who conforms where, and the events that say so; for other claims empty.
    conforming: BTreeMap<Site, Vec<EventKey>>,
}

impl<'a> ByCharacteristic<'a> {
    /// For a lineage and a claim, or for any claim of a kind; `None` if it is not of a kind that matter carries along.
    pub(super) fn of(
        register: &'a Register,
        upstream: &Upstream,
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
            ClaimKind::Conformity => Characteristic::Conformity(words?),
            ClaimKind::CarbonFootprint | ClaimKind::Other(_) => return None,
        };
        let mut marking = Self {
            source: BySource { register, second },
            characteristic,
            conforming: BTreeMap::new(),
        };
        let sites: BTreeSet<Site> = (upstream.assets.iter())
            .filter_map(|asset| site(register, *asset))
            .collect();
        marking.conforming = (sites.into_iter())
            .map(|site| (site, marking.said_of(site)))
            .filter(|(_, said)| !said.is_empty())
            .collect();
        Some(marking)
    }

    /// Whether matter has the characteristic.
    pub(super) fn has_it(&self, carried: &Carried) -> Counts {
        if !carried.is_recorded {
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

    /// The events that say that parties or places conform; none for other claims.
    pub(super) fn said_by(&self) -> impl Iterator<Item = EventKey> {
        self.conforming.values().flatten().copied()
    }

    fn said_of(&self, (party, place): Site) -> Vec<EventKey> {
        let Characteristic::Conformity(words) = &self.characteristic else {
            return Vec::new();
        };
        ([Some(party), place].into_iter().flatten())
            .flat_map(|subject| self.source.register.attestations_about(subject))
            .filter(|known| {
                known.claim.kind == ClaimKind::Conformity && known.in_force_at(self.source.second)
            })
            .filter(|known| plain(&known.claim.statement) == *words)
            .map(|known| known.made.event)
            .collect()
    }

    /// Whether who made an asset conforms, or the place where it was made.
    fn conforms(&self, asset: SubjectId) -> bool {
        let site = site(self.source.register, asset);
        site.is_some_and(|site| self.conforming.contains_key(&site))
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
            Characteristic::Conformity(_) => self.conforms(root),
            Characteristic::Recycled | Characteristic::Source(_) => false,
        }
    }
}

/// Who made an asset, and where.
fn site(register: &Register, asset: SubjectId) -> Option<Site> {
    let known = register.asset(asset)?;
    Some((known.maker, known.made_at))
}

/// Words as they are compared.
fn plain(text: &str) -> String {
    text.trim().to_lowercase()
}

impl Marking for ByCharacteristic<'_> {
    type Mark = Carried;

    fn nowhere(&self) -> Carried {
        Carried {
            is_recorded: false,
            matter: Matter::Nowhere,
            is_said: false,
        }
    }

    fn root(&self, asset: SubjectId) -> Carried {
        Carried {
            is_recorded: true,
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
            is_said: mark.is_said || (mark.is_recorded && self.conforms(asset)),
            ..*mark
        }
    }
}
