//! The told events folded, and what can be said of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use lineage::{Attestation, Bounds, Lineage, Register, RollUp};
use rust_decimal::Decimal;
use trace::{Claim, ClaimKind, Epc, EventBody, MICRO, SubjectId};

use super::changes::{changes, wrong};
use super::finding::findings;
use super::names::{called, place, place_of};
use super::telling::Telling;
use super::{
    Act, AssetLine, AttestationLine, Change, Figure, Finding, Footprint, Gravity, Object, Origin,
    PartyLine, Recycled, Scope, Standing,
};
use crate::{Parameters, ReportError};

/// The events folded, and what of them concerns what the report is about: whatever a template says is asked of this.
///
/// The methods below say one thing each, in the report's own words; a template that needs another figure asks `register`,
/// `lineage` or [`View::roll_up`] in its own model.
pub(crate) struct View {
    /// What the report tells: its events in chain order, and their histories.
    pub(crate) telling: Telling,
    /// These events folded.
    pub(crate) register: Register,
    /// Their graph.
    pub(crate) lineage: Lineage,
    /// The subjects and all that they came from.
    pub(crate) assets: BTreeSet<SubjectId>,
    /// The second at which claims and findings are judged: that of the block named.
    pub(crate) second: u64,
}

/// What is wrong, the gravest first, each with the assets that it is a matter of.
pub(crate) struct Found(Vec<(Finding, Vec<SubjectId>)>);

impl Found {
    /// The findings alone.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.0.into_iter().map(|(finding, _)| finding).collect()
    }

    /// The gravest finding about each asset.
    pub(crate) fn gravest(&self) -> BTreeMap<SubjectId, Gravity> {
        let mut gravest: BTreeMap<SubjectId, Gravity> = BTreeMap::new();
        for (finding, concerned) in &self.0 {
            for asset in concerned {
                let known = gravest.entry(*asset).or_insert(finding.gravity);
                *known = finding.gravity.min(*known);
            }
        }
        gravest
    }
}

impl View {
    pub(crate) fn new(telling: Telling, parameters: &Parameters) -> Self {
        let register = Register::from_events(&telling.events);
        let lineage = Lineage::new(&register);
        let assets = (telling.subjects.iter())
            .flat_map(|subject| lineage.ancestry(*subject))
            .collect();
        Self {
            register,
            lineage,
            assets,
            second: parameters.as_of.time,
            telling,
        }
    }

    /// The first, or only, asset that the report is about.
    pub(crate) fn subject(&self) -> SubjectId {
        self.telling.subject
    }

    /// How far the report reaches.
    pub(crate) fn scope(&self, parties: usize) -> Scope {
        Scope {
            assets: self.assets.len(),
            events: self.telling.events.len(),
            parties,
        }
    }

    /// What was taken back of the things told.
    pub(crate) fn changes(&self) -> Vec<Change> {
        changes(&self.telling, &self.register)
    }

    /// The lineage as a figure, with the gravest finding about each asset.
    pub(crate) fn figure(&self, found: &Found) -> Figure {
        let trail = (self.lineage.up(self.subject(), None)).unwrap_or_default();
        super::figure::figure(&self.register, &trail, &found.gravest())
    }

    /// What people call a subject.
    pub(crate) fn called(&self, subject: SubjectId) -> String {
        called(&self.register, subject)
    }

    /// The roll-ups as of the block named.
    pub(crate) fn roll_up(&self) -> RollUp<'_> {
        RollUp::new(&self.register, self.second)
    }

    /// What is wrong with the assets of the lineage, or recorded wrongly.
    pub(crate) fn found(&self) -> Found {
        let found = lineage::findings(&self.register, &self.lineage, self.second);
        let mut found = findings(
            &self.register,
            &found,
            &self.assets,
            &self.telling.histories,
        );
        found.extend(wrong(&self.telling, &self.register));
        Found(found)
    }

    /// The subject; an error where the events do not make it.
    pub(crate) fn object(&self, parameters: &Parameters) -> Result<Object, ReportError> {
        let asset = self.register.asset(self.subject()).ok_or_else(|| {
            let named = parameters.subject.chars().take(Epc::MAX_LEN).collect();
            ReportError::SubjectUnknown(named)
        })?;
        Ok(Object {
            name: self.called(self.subject()),
            epc: asset.detail.epc.to_string(),
            kind: asset.detail.kind,
            granularity: asset.detail.granularity,
            quantity: asset.detail.quantity.clone(),
            kilograms: self
                .roll_up()
                .origins(self.subject())
                .and_then(|origins| origins.kilograms),
            maker: self.called(asset.maker),
            made: asset.made_on,
        })
    }

    /// Where the subject's mass came from, the greatest share first.
    pub(crate) fn origins(&self) -> Vec<Origin> {
        let Some(origins) = self.roll_up().origins(self.subject()) else {
            return Vec::new();
        };
        // Something that neither went into anything nor has a mass has no origins to speak of.
        if origins.kilograms.is_none()
            && origins
                .shares
                .iter()
                .all(|share| share.root == self.subject())
        {
            return Vec::new();
        }
        let refiners = self.refiners();
        let refiner = |root| refiners.get(root).map(|party| self.called(*party));
        let mut lines: Vec<Origin> = Vec::new();
        let mut alike: HashMap<[String; 3], usize> = HashMap::new();
        for share in &origins.shares {
            let line = Origin {
                material: self.called(share.root),
                place: place_of(&self.register, share.location, share.maker),
                source: share.source,
                refiner: refiner(&share.root).unwrap_or_default(),
                roots: 1,
                kilograms: share.kilograms,
                share: share.share,
            };
            let likeness = [
                format!("{:?} {}", line.source, line.material),
                line.place.clone(),
                line.refiner.clone(),
            ];
            if let Some(known) = alike.get(&likeness) {
                lines[*known].join(&line, origins.kilograms);
            } else {
                alike.insert(likeness, lines.len());
                lines.push(line);
            }
        }
        lines.sort_by_key(|line| std::cmp::Reverse(line.share.proportional));
        // A part in a thousand is what rounding of masses alone leaves over.
        if origins.unrecorded.upper >= Decimal::new(1, 3) {
            lines.push(Origin {
                material: String::new(),
                place: String::new(),
                source: lineage::Source::Unstated,
                refiner: String::new(),
                roots: 0,
                kilograms: origins.kilograms.map(|all| origins.unrecorded.times(all)),
                share: origins.unrecorded,
            });
        }
        lines
    }

    /// Who first made something of each asset on its way to the subject.
    fn refiners(&self) -> BTreeMap<SubjectId, SubjectId> {
        let mut first = BTreeMap::new();
        for step in self.register.transformations().values() {
            if !step.outputs.iter().any(|made| self.assets.contains(made)) {
                continue;
            }
            for input in &step.inputs {
                first.entry(input.asset).or_insert(step.party);
            }
        }
        first
    }

    /// How much of it is recycled.
    pub(crate) fn recycled(&self) -> Option<Recycled> {
        let content = self.roll_up().recycled_content(self.subject())?;
        if content.share.lower.is_zero() && content.share.upper == Decimal::ONE {
            return None;
        }
        let claim = self
            .register
            .claim_in_force(self.subject(), &ClaimKind::RecycledContent, self.second)
            .filter(|attestation| attestation.claim.unit == "P1")
            .map(|attestation| {
                let share = attestation.claim.value() / Decimal::ONE_HUNDRED;
                (share, self.called(attestation.party))
            });
        Some(Recycled {
            share: content.share,
            untraced: content.untraced,
            is_weighed: content.is_weighed,
            claim,
        })
    }

    /// Its carbon footprint.
    pub(crate) fn footprint(&self) -> Option<Footprint> {
        let attestation = self.roll_up().carbon_footprint(self.subject())?;
        if attestation.claim.unit != "KGM" {
            return None;
        }
        let quantity = &self.register.asset(self.subject())?.detail.quantity;
        let is_one_piece = quantity.micro == MICRO && quantity.unit.code() == "H87";
        Some(Footprint {
            kilograms: attestation.claim.value(),
            per: (!is_one_piece).then(|| quantity.unit.clone()),
            by: self.called(attestation.party),
            method: attestation.claim.method.clone(),
            certified: attestation.certified,
        })
    }

    /// What claims are shown about: the assets, and who made them where.
    fn speaks_of(&self) -> BTreeSet<SubjectId> {
        let mut subjects = self.assets.clone();
        for id in &self.assets {
            if let Some(asset) = self.register.asset(*id) {
                subjects.insert(asset.maker);
                subjects.extend(asset.made_at);
            }
        }
        subjects
    }

    /// Who took part, in the order of their first event.
    pub(crate) fn parties(&self) -> Vec<PartyLine> {
        let subjects = self.speaks_of();
        let mut order: Vec<SubjectId> = Vec::new();
        let mut acts: BTreeMap<SubjectId, (BTreeSet<Act>, usize)> = BTreeMap::new();
        for event in &self.telling.events {
            let Some((party, act)) = deed(&event.body) else {
                continue;
            };
            if !event
                .body
                .subjects()
                .iter()
                .any(|subject| subjects.contains(subject))
            {
                continue;
            }
            let known = acts.entry(party).or_insert_with(|| {
                order.push(party);
                (BTreeSet::new(), 0)
            });
            known.0.insert(act);
            known.1 += 1;
        }
        order
            .into_iter()
            .filter_map(|id| Some((self.register.party(id)?, acts.remove(&id)?)))
            .map(|(party, (acts, events))| PartyLine {
                name: party.title.clone(),
                epc: party.epc.to_string(),
                gln: party.gln.clone(),
                place: place(&party.place, &party.country),
                account: party.account,
                acts: acts.into_iter().collect(),
                events,
            })
            .collect()
    }

    /// What took part, materials first.
    pub(crate) fn asset_lines(&self) -> Vec<AssetLine> {
        let mut assets: Vec<_> = (self.assets.iter())
            .filter_map(|id| self.register.asset(*id))
            .collect();
        assets.sort_by_key(|asset| (asset.detail.kind, asset.made_by, asset.detail.id()));
        assets
            .into_iter()
            .map(|asset| AssetLine {
                name: self.called(asset.detail.id()),
                epc: asset.detail.epc.to_string(),
                kind: asset.detail.kind,
                quantity: asset.detail.quantity.clone(),
                maker: self.called(asset.maker),
                place: place_of(&self.register, asset.made_at, asset.maker),
                made: asset.made_on,
                recalled: asset.is_recalled(),
            })
            .collect()
    }

    /// What was claimed, in the order in which it was.
    pub(crate) fn attestation_lines(&self) -> Vec<AttestationLine> {
        let subjects = self.speaks_of();
        let mut known: Vec<_> = (self.register.attestations().values())
            .filter(|attestation| subjects.contains(&attestation.subject))
            .collect();
        known.sort_by_key(|attestation| attestation.made.event);
        self.lines_of(known)
    }

    /// What was claimed of these subjects, in their order.
    pub(crate) fn attestations_about(
        &self,
        subjects: impl IntoIterator<Item = SubjectId>,
    ) -> Vec<AttestationLine> {
        let about = |subject| self.register.attestations_about(subject);
        self.lines_of(subjects.into_iter().flat_map(about))
    }

    /// The town and country of a place; of the party where none is known.
    pub(crate) fn place_of(&self, party: SubjectId, location: Option<SubjectId>) -> String {
        place_of(&self.register, location, party)
    }

    fn lines_of<'a>(
        &self,
        attestations: impl IntoIterator<Item = &'a Attestation>,
    ) -> Vec<AttestationLine> {
        (attestations.into_iter())
            .map(|attestation| AttestationLine {
                subject: self.called(attestation.subject),
                claim: attestation.claim.clone(),
                by: self.called(attestation.party),
                certified: attestation.certified,
                made: attestation.made.time,
                status: match &attestation.revocation {
                    Some(revocation) => Standing::Revoked {
                        on: revocation.step.time,
                        reason: revocation.reason.clone(),
                    },
                    None => standing(&attestation.claim, self.second),
                },
            })
            .collect()
    }
}

impl Origin {
    /// Adds another root's share. The sum of bounds is a bound, if not always the closest; none is more than everything.
    fn join(&mut self, other: &Self, all: Option<Decimal>) {
        let sum = |one: Bounds, two: Bounds, most: Decimal| Bounds {
            lower: one.lower.saturating_add(two.lower).min(most),
            proportional: one.proportional.saturating_add(two.proportional).min(most),
            upper: one.upper.saturating_add(two.upper).min(most),
        };
        self.roots += other.roots;
        self.share = sum(self.share, other.share, Decimal::ONE);
        self.kilograms = match (self.kilograms, other.kilograms, all) {
            (Some(one), Some(two), Some(all)) => Some(sum(one, two, all)),
            _ => None,
        };
    }
}

fn standing(claim: &Claim, second: u64) -> Standing {
    if claim.is_valid_at(second) {
        Standing::InForce
    } else if claim.valid_from.is_some_and(|from| second < from) {
        Standing::NotYet
    } else {
        Standing::Expired
    }
}

/// Who did what to goods or said of them; what only puts the record in order is no deed.
fn deed(body: &EventBody) -> Option<(SubjectId, Act)> {
    Some(match body {
        EventBody::PartyRegistered(_)
        | EventBody::LocationRegistered(_)
        | EventBody::Observed { .. }
        | EventBody::Lifted { .. }
        | EventBody::Corrected { .. }
        | EventBody::Anchored { .. }
        | EventBody::Delegated { .. }
        | EventBody::DelegationWithdrawn { .. } => return None,
        EventBody::Commissioned { party, .. } => (*party, Act::Sourced),
        EventBody::Transformed { party, .. } => (*party, Act::Made),
        EventBody::Packed { party, .. } | EventBody::Unpacked { party, .. } => {
            (*party, Act::Packed)
        }
        EventBody::Shipped { party, .. }
        | EventBody::Received { party, .. }
        | EventBody::Rejected { party, .. } => (*party, Act::Moved),
        EventBody::Attested {
            party, certified, ..
        } => {
            let act = if *certified {
                Act::Certified
            } else {
                Act::Declared
            };
            (*party, act)
        }
        EventBody::Revoked { party, .. } => (*party, Act::Revoked),
        EventBody::Recalled { party, .. } => (*party, Act::Recalled),
    })
}
