//! Which attestations bear on an asset on a day, and how each stands then.

use std::collections::BTreeMap;

use trace::SubjectId;

use super::RollUp;
use super::ingredients::Upstream;
use crate::Attestation;

/// An attestation that bears on an asset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing<'a> {
    /// The attestation.
    pub attestation: &'a Attestation,
    /// In which way it bears on the asset.
    pub bearing: Bearing,
    /// How it stands on the day.
    pub status: Status,
    /// Whether it was taken back after the day, as is known by now.
    pub is_revoked_later: bool,
}

/// In which way an attestation bears on an asset.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Bearing {
    /// It is about the asset.
    Asset,
    /// It is about who made the asset.
    Maker,
    /// It is about where the asset was made.
    Place,
    /// It is about something that the asset is made of, who made that, or where.
    Upstream {
        /// The first few of these assets, in the order of their ids.
        assets: Vec<SubjectId>,
        /// How many there are.
        count: usize,
    },
}

/// How an attestation stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    /// It holds.
    InForce,
    /// It was not made yet, or holds from a later day on.
    NotYet,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
}

impl Status {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InForce => "in force",
            Self::NotYet => "not yet",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// How an attestation stands at a second (Unix time). A day in the past is judged as it was: what was taken back later
    /// still held then.
    pub fn at(attestation: &Attestation, second: u64) -> Self {
        let claim = &attestation.claim;
        let revoked = attestation.revocation.as_ref();
        if revoked.is_some_and(|revocation| revocation.step.second() <= second) {
            Self::Revoked
        } else if attestation.made.second() > second
            || claim.valid_from.is_some_and(|from| from > second)
        {
            Self::NotYet
        } else if claim.is_valid_at(second) {
            Self::InForce
        } else {
            Self::Expired
        }
    }
}

/// How many assets an upstream bearing names.
const NAMED: usize = 5;

impl<'a> RollUp<'a> {
    /// The attestations that bear on an asset: about itself, its maker, the place where it was made, and the same of all that
    /// it is made of; in that order, then in chain order. `None` if there is no such asset.
    pub fn standings(&self, asset: SubjectId) -> Option<Vec<Standing<'a>>> {
        let known = self.register.asset(asset)?;
        let near = [
            (Some(asset), Bearing::Asset),
            (Some(known.maker), Bearing::Maker),
            (known.made_at, Bearing::Place),
        ];
        let mut bearings: BTreeMap<SubjectId, Bearing> = BTreeMap::new();
        for (subject, bearing) in near {
            if let Some(subject) = subject {
                bearings.entry(subject).or_insert(bearing);
            }
        }
        for (subject, mut assets) in self.upstream_subjects(asset) {
            let count = assets.len();
            assets.sort_unstable();
            assets.truncate(NAMED);
            let bearing = Bearing::Upstream { assets, count };
            bearings.entry(subject).or_insert(bearing);
        }
        let mut standings: Vec<_> = (bearings.iter())
            .flat_map(|(subject, bearing)| {
                (self.register.attestations_about(*subject))
                    .map(|attestation| self.standing(attestation, bearing.clone()))
            })
            .collect();
        standings
            .sort_by_key(|standing| (rank(&standing.bearing), standing.attestation.made.event));
        Some(standings)
    }

    fn standing(&self, attestation: &'a Attestation, bearing: Bearing) -> Standing<'a> {
        let status = Status::at(attestation, self.second);
        Standing {
            attestation,
            bearing,
            status,
            is_revoked_later: attestation.revocation.is_some() && status != Status::Revoked,
        }
    }

    /// What attestations can be about upstream of an asset, and for which assets: they themselves, their makers, their places.
    fn upstream_subjects(&self, asset: SubjectId) -> BTreeMap<SubjectId, Vec<SubjectId>> {
        let mut subjects: BTreeMap<SubjectId, Vec<SubjectId>> = BTreeMap::new();
        let upstream = Upstream::of(self.register, asset);
        for id in upstream.assets.into_iter().skip(1) {
            let Some(known) = self.register.asset(id) else {
                continue;
            };
            let about = [Some(id), Some(known.maker), known.made_at];
            for subject in about.into_iter().flatten() {
                let has_some = (self.register.attestations_about(subject)).next().is_some();
                if has_some {
                    subjects.entry(subject).or_default().push(id);
                }
            }
        }
        subjects
    }
}

const fn rank(bearing: &Bearing) -> u8 {
    match bearing {
        Bearing::Asset => 0,
        Bearing::Maker => 1,
        Bearing::Place => 2,
        Bearing::Upstream { .. } => 3,
    }
}
