//! How a story is written down: people, goods and deeds in few words. It knows no particular story.

use alloy_primitives::B256;
use ledger::Role;
use sha2::{Digest, Sha256};
use trace::{
    AssetDetail, AssetKind, Claim, ClaimKind, Epc, EventTime, Granularity, Location, MICRO, Mass,
    Portion, Quantity, SubjectId, Unit,
};

use crate::hashes::hash_steps;
use crate::story::{Action, Document, Step, Story, StoryLocation, StoryParty};

/// A party and its one site, as a table of the cast has them.
pub(crate) struct Member {
    pub(crate) name: &'static str,
    /// GS1 company prefix of seven digits.
    pub(crate) prefix: &'static str,
    pub(crate) title: &'static str,
    pub(crate) place: &'static str,
    pub(crate) country: &'static str,
    /// What the site is called.
    pub(crate) site: &'static str,
    /// Millionths of a degree, north and east.
    pub(crate) coordinates: (i32, i32),
    /// Minutes east of UTC in winter and in summer.
    pub(crate) zone_offsets: [i16; 2],
    pub(crate) roles: &'static [Role],
}

/// A moment of the year 2026 at the place where something happens: month, day, hour, minute.
pub(crate) type Moment = (u8, u8, u8, u8);

/// Writes a story.
#[derive(Default)]
pub(crate) struct Teller {
    story: Story,
}

impl Teller {
    pub(crate) fn new(cast: &[Member]) -> Self {
        let mut teller = Self::default();
        for member in cast {
            teller.introduce(member);
        }
        teller
    }

    /// The story, its steps in the order of time.
    pub(crate) fn finish(mut self) -> Story {
        self.story.steps.sort_by_key(|step| step.at.unix_millis);
        hash_steps(&mut self.story);
        self.story
    }

    /// The story with its first steps only.
    pub(crate) fn finish_after(mut self, steps: usize) -> Story {
        let by_time = |step: &Step| step.at.unix_millis;
        self.story.steps.sort_by_key(by_time);
        self.story.steps.truncate(steps);
        self.finish()
    }

    fn introduce(&mut self, member: &Member) {
        let party = StoryParty {
            name: member.name,
            epc: epc(&format!("urn:epc:id:pgln:{}.00000", member.prefix)),
            title: member.title,
            place: member.place,
            country: member.country,
            roles: member.roles.to_vec(),
        };
        let site = epc(&format!("urn:epc:id:sgln:{}.00001.0", member.prefix));
        self.story.locations.push(StoryLocation {
            party: member.name,
            zone_offsets: member.zone_offsets,
            entry: Location {
                gln: site.reference().to_owned(),
                epc: site,
                party: party.id(),
                title: member.site.to_owned(),
                place: member.place.to_owned(),
                country: member.country.to_owned(),
                latitude_e6: member.coordinates.0,
                longitude_e6: member.coordinates.1,
            },
        });
        self.story.parties.push(party);
    }

    /// The id of a member of the cast.
    pub(crate) fn id(&self, name: &str) -> SubjectId {
        let party = self.story.party(name);
        party.expect("the cast has everybody who acts").id()
    }

    fn step(&mut self, actor: &str, at: Moment, biz_step: &'static str, action: Action) {
        let site = (self.story.locations.iter()).find(|place| place.party == actor);
        let site = site.expect("the cast has everybody who acts");
        let step = Step {
            actor: actor.to_owned(),
            at: moment(at, site.zone_offsets),
            location: Some(site.entry.id()),
            biz_step,
            event_hash: None,
            action,
        };
        self.story.steps.push(step);
    }

    pub(crate) fn commission(&mut self, actor: &str, at: Moment, asset: &AssetDetail) {
        let action = Action::Commission(asset.clone());
        self.step(actor, at, "commissioning", action);
    }

    pub(crate) fn transform(
        &mut self,
        actor: &str,
        at: Moment,
        inputs: &[Portion],
        outputs: &[AssetDetail],
    ) {
        let (inputs, outputs) = (inputs.to_vec(), outputs.to_vec());
        let action = Action::Transform { inputs, outputs };
        self.step(actor, at, "creating_class_instance", action);
    }

    /// Like [`Self::transform`], for what is put together from parts.
    pub(crate) fn assemble(
        &mut self,
        actor: &str,
        at: Moment,
        inputs: &[Portion],
        outputs: &[AssetDetail],
    ) {
        let (inputs, outputs) = (inputs.to_vec(), outputs.to_vec());
        let action = Action::Transform { inputs, outputs };
        self.step(actor, at, "assembling", action);
    }

    pub(crate) fn pack(&mut self, actor: &str, at: Moment, parent: &AssetDetail, of: &[Portion]) {
        let (parent, children) = (parent.id(), of.to_vec());
        self.step(actor, at, "packing", Action::Pack { parent, children });
    }

    pub(crate) fn unpack(&mut self, actor: &str, at: Moment, parent: &AssetDetail, of: &[Portion]) {
        let (parent, children) = (parent.id(), of.to_vec());
        self.step(actor, at, "unpacking", Action::Unpack { parent, children });
    }

    /// Goods leave and arrive.
    pub(crate) fn deliver(
        &mut self,
        (from, to): (&str, &str),
        [left, arrived]: [Moment; 2],
        items: &[Portion],
    ) {
        let shipment = self.send((from, to), left, items);
        self.step(to, arrived, "receiving", Action::Receive { shipment });
    }

    /// Goods leave; returns the label of the shipment.
    pub(crate) fn send(
        &mut self,
        (from, to): (&str, &str),
        at: Moment,
        items: &[Portion],
    ) -> String {
        let label = format!(
            "{from} to {to}, {:02}-{:02} {:02}:{:02}",
            at.0, at.1, at.2, at.3
        );
        let action = Action::Ship {
            label: label.clone(),
            items: items.to_vec(),
            to: self.id(to),
        };
        self.step(from, at, "shipping", action);
        label
    }

    /// Someone makes a claim; returns the label of the attestation.
    pub(crate) fn attest(
        &mut self,
        actor: &str,
        at: Moment,
        subject: SubjectId,
        claim: Claim,
    ) -> String {
        let label = format!("{} on {subject} by {actor}", claim.kind.word());
        let action = Action::Attest {
            label: label.clone(),
            subject,
            claim,
        };
        self.step(actor, at, "inspecting", action);
        label
    }

    pub(crate) fn revoke(&mut self, actor: &str, at: Moment, attestation: String, reason: &str) {
        let reason = reason.to_owned();
        let action = Action::Revoke {
            attestation,
            reason,
        };
        self.step(actor, at, "inspecting", action);
    }

    pub(crate) fn recall(&mut self, actor: &str, at: Moment, asset: &AssetDetail, reason: &str) {
        let (asset, reason) = (asset.id(), reason.to_owned());
        self.step(actor, at, "holding", Action::Recall { asset, reason });
    }

    /// Files a document and gives its hash.
    pub(crate) fn document(&mut self, name: &str, text: &str) -> B256 {
        let sha256 = B256::from_slice(&Sha256::digest(text.as_bytes()));
        self.story.documents.push(Document {
            name: name.to_owned(),
            text: text.to_owned(),
            sha256,
        });
        sha256
    }
}

/// A name that a story writes itself.
fn epc(text: &str) -> Epc {
    Epc::parse(text).expect("a story spells its names right")
}

/// The instant of a moment. Clocks are on summer time from 29 March to 24 October, as in Europe.
fn moment((month, day, hour, minute): Moment, zone_offsets: [i16; 2]) -> EventTime {
    const NEW_YEAR_2026: i64 = 1_767_225_600;
    const DAYS_BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let is_summer = ((3, 29)..=(10, 24)).contains(&(month, day));
    let offset = zone_offsets[usize::from(is_summer)];
    let days = DAYS_BEFORE[usize::from(month) - 1] + i64::from(day) - 1;
    let minutes = (days * 24 + i64::from(hour)) * 60 + i64::from(minute) - i64::from(offset);
    EventTime {
        unix_millis: (NEW_YEAR_2026 + minutes * 60).unsigned_abs() * 1000,
        zone_offset_minutes: offset,
    }
}

/// So many whole kilograms or pieces.
pub(crate) const fn whole(count: u64) -> u64 {
    count * MICRO
}

/// So many grams, of what is counted in kilograms.
pub(crate) const fn grams(count: u64) -> u64 {
    count * 1000
}

/// Some of an asset.
pub(crate) fn some(micro: u64, asset: &AssetDetail) -> Portion {
    let asset = asset.id();
    Portion { asset, micro }
}

/// All of an asset.
pub(crate) fn all(asset: &AssetDetail) -> Portion {
    some(asset.quantity.micro, asset)
}

/// A lot that is weighed; `class` is company prefix and item reference, such as `8991102.030114`.
pub(crate) fn bulk(class: &str, lot: &str, description: &str, kilograms_micro: u64) -> AssetDetail {
    AssetDetail {
        epc: epc(&format!("urn:epc:class:lgtin:{class}.{lot}")),
        kind: AssetKind::Material,
        granularity: Granularity::Lot,
        description: description.to_owned(),
        quantity: Quantity {
            micro: kilograms_micro,
            unit: Unit::kilogram(),
        },
        unit_mass: None,
    }
}

/// A lot of parts that are counted, each of this mass.
pub(crate) fn parts(
    class: &str,
    lot: &str,
    description: &str,
    (count, milligrams): (u64, u64),
) -> AssetDetail {
    AssetDetail {
        kind: AssetKind::Component,
        quantity: pieces(count),
        unit_mass: Some(Mass::from_milligrams(milligrams)),
        ..bulk(class, lot, description, 0)
    }
}

/// One serialised product.
pub(crate) fn item(class: &str, serial: &str, description: &str, milligrams: u64) -> AssetDetail {
    AssetDetail {
        epc: epc(&format!("urn:epc:id:sgtin:{class}.{serial}")),
        kind: AssetKind::Product,
        granularity: Granularity::Item,
        ..parts(class, serial, description, (1, milligrams))
    }
}

/// One pallet; `code` is company prefix and serial reference of its SSCC.
pub(crate) fn pallet(code: &str, description: &str, milligrams: u64) -> AssetDetail {
    AssetDetail {
        epc: epc(&format!("urn:epc:id:sscc:{code}")),
        kind: AssetKind::LogisticUnit,
        granularity: Granularity::LogisticUnit,
        description: description.to_owned(),
        quantity: pieces(1),
        unit_mass: Some(Mass::from_milligrams(milligrams)),
    }
}

fn pieces(count: u64) -> Quantity {
    Quantity {
        micro: whole(count),
        unit: Unit::piece(),
    }
}

/// Where a material was won.
pub(crate) fn origin(statement: &str) -> Claim {
    claim(ClaimKind::Origin, 0, "", statement, "")
}

/// Greenhouse gases from cradle to gate, in grams of CO₂ equivalent per kilogram or piece.
pub(crate) fn footprint(grams: i64) -> Claim {
    let method = "ISO 14067:2018";
    claim(ClaimKind::CarbonFootprint, grams * 1000, "KGM", "", method)
}

/// A share of recycled material in per cent by mass.
pub(crate) fn recycled(percent: i64) -> Claim {
    let method = "ISO 14021:2016, mass balance";
    claim(
        ClaimKind::RecycledContent,
        percent * 1_000_000,
        "P1",
        "",
        method,
    )
}

/// A site or smelter meets a programme's rules.
pub(crate) fn conformity(statement: &str, method: &str, document: B256) -> Claim {
    let conformity = claim(ClaimKind::Conformity, 0, "", statement, method);
    Claim {
        document_hash: Some(document),
        ..conformity
    }
}

fn claim(kind: ClaimKind, value_micro: i64, unit: &str, statement: &str, method: &str) -> Claim {
    Claim {
        kind,
        value_micro,
        unit: unit.to_owned(),
        statement: statement.to_owned(),
        method: method.to_owned(),
        valid_from: None,
        valid_until: None,
        document_hash: None,
    }
}
