//! That the story of a chip is one that the ledger takes and that fits together, and that its trouble is in it.

use std::collections::BTreeSet;

use ledger::{Role, decode, encode, limits};
use lineage::{Register, RollUp, Whereabouts};
use rust_decimal::Decimal;
use trace::{ClaimKind, Epc, EventBody, Granularity, MICRO, Portion, SubjectId};

use crate::hashes::Spelling;
use crate::story::{Action, Resolved};
use crate::{chips, replay};

const GATEWAY: &str = "urn:epc:id:sgtin:3770029.010200.000417";
const INGOT: &str = "urn:epc:class:lgtin:8991102.030114.PT-2291";

fn id(name: &str) -> SubjectId {
    SubjectId::of(&Epc::parse(name).unwrap())
}

fn asset(description: &str, register: &Register) -> SubjectId {
    let found =
        (register.assets().iter()).find(|(_, asset)| asset.detail.description == description);
    *found.unwrap().0
}

#[test]
fn it_fits_together() {
    let story = chips();
    let events = replay(&story);
    assert_eq!(
        events.len(),
        story.parties.len() + story.locations.len() + story.steps.len(),
        "every step happened"
    );
    let register = Register::from_events(&events);
    assert_eq!(
        register.unresolved(),
        [],
        "nobody used what he did not hold"
    );
    assert_eq!(register.assets().len(), 61);
    assert!((190..=220).contains(&events.len()), "{}", events.len());
    assert_eq!(register.parties().len(), 19);
    for making in register.transformations().values() {
        let mass = |id: SubjectId, micro| {
            let asset = register.asset(id).unwrap();
            asset.detail.mass_of(micro).unwrap().micrograms()
        };
        let used: u128 = making
            .inputs
            .iter()
            .map(|input| mass(input.asset, input.micro))
            .sum();
        let made: u128 = (making.outputs.iter())
            .map(|output| {
                mass(
                    *output,
                    register.asset(*output).unwrap().detail.quantity.micro,
                )
            })
            .sum();
        assert!(
            made <= used,
            "{:?} makes {made} from {used}",
            making.time.utc_text()
        );
    }
}

#[test]
fn time_goes_forward() {
    let story = chips();
    assert!(story.steps.is_sorted_by_key(|step| step.at.unix_millis));
    let events = replay(&story);
    assert!(events.is_sorted_by_key(|event| event.block_time));
    assert!(
        events
            .iter()
            .zip(&events[1..])
            .all(|(one, next)| one.key < next.key)
    );
    assert_eq!(replay(&chips()), events, "it is the same story every time");
    assert_eq!(story.steps[0].at.local_date(), "3 Feb 2026");
    assert_eq!(
        story.steps.last().unwrap().at.utc_text(),
        "2026-10-12T12:02:00.000Z"
    );
}

#[test]
fn the_contract_takes_it() {
    let story = chips();
    let mut holders = BTreeSet::new();
    for party in &story.parties {
        assert!(
            holders.insert(party.account([7; 32].into())),
            "one account each"
        );
        let entry = party.party(party.account([7; 32].into()));
        assert_eq!(
            (entry.gln.len(), entry.country.len()),
            (limits::GLN, limits::COUNTRY)
        );
    }
    let roles: usize = story.parties.iter().map(|party| party.roles.len()).sum();
    let setup = story.setup([7; 32].into());
    assert_eq!(
        setup.len(),
        story.parties.len() + roles + story.locations.len()
    );

    let mut labels = BTreeSet::new();
    let has_no_twins = |portions: &[Portion]| {
        let assets: BTreeSet<_> = portions.iter().map(|portion| portion.asset).collect();
        assets.len() == portions.len() && (1..=limits::LIST).contains(&assets.len())
    };
    for step in &story.steps {
        let may = |role| story.party(&step.actor).unwrap().roles.contains(&role);
        match &step.action {
            Action::Commission(asset) => {
                assert!(may(Role::Producer));
                let one = asset.quantity.micro == MICRO && asset.quantity.unit.code() == "H87";
                assert!(one || asset.granularity == Granularity::Lot);
            }
            Action::Transform { inputs, outputs } => {
                assert!(may(Role::Producer) && has_no_twins(inputs));
                assert!((1..=limits::LIST).contains(&outputs.len()));
                assert!(
                    outputs
                        .iter()
                        .all(|output| output.description.len() <= limits::TEXT)
                );
            }
            Action::Pack { children, .. } => assert!(may(Role::Handler) && has_no_twins(children)),
            Action::Unpack { children, .. } => assert!(has_no_twins(children)),
            Action::Ship { items, label, .. } => {
                assert!(may(Role::Handler) && has_no_twins(items));
                assert!(labels.insert(label.clone()), "{label} is said twice");
            }
            Action::Attest { claim, label, .. } => {
                assert!(claim.statement.len() <= limits::STATEMENT);
                assert!(labels.insert(label.clone()), "{label} is said twice");
            }
            Action::Recall { reason, .. } => {
                assert!(may(Role::Recaller) && reason.len() <= limits::REASON);
            }
            Action::Receive { .. } | Action::Revoke { .. } => {}
        }
    }
}

#[test]
fn who_claims_something_may() {
    let story = chips();
    let events = replay(&story);
    for (count, event) in events.iter().enumerate() {
        let EventBody::Attested {
            subject,
            party,
            certified,
            ..
        } = &event.body
        else {
            continue;
        };
        let register = Register::from_events(&events[..count]);
        let asset = register.asset(*subject);
        let is_own =
            asset.is_some_and(|asset| asset.maker == *party || asset.held.contains_key(party));
        assert!(*certified || is_own, "{:?}", event.key);
    }
}

#[test]
fn every_step_becomes_a_call_once_the_ledger_has_numbered_what_came_before() {
    let story = chips();
    let steps_begin = story.parties.len() + story.locations.len();
    let mut resolved = Resolved::default();
    for (step, event) in story.steps.iter().zip(&replay(&story)[steps_begin..]) {
        let call = step.calldata(&resolved).unwrap();
        assert!(
            call.len() > 4 && call.len() % 32 == 4,
            "a selector and words"
        );
        let log = alloy_primitives::Log {
            address: alloy_primitives::Address::ZERO,
            data: encode(&event.body),
        };
        let read = decode(&log).unwrap().unwrap();
        assert_eq!(read, event.body, "and the ledger's log says the same");
        resolved.learn(step, &read);
    }
    let received = story
        .steps
        .iter()
        .find(|step| matches!(step.action, Action::Receive { .. }));
    assert!(received.unwrap().calldata(&Resolved::default()).is_err());
}

#[test]
fn the_trouble_is_in_it() {
    let events = replay(&chips());
    let register = Register::from_events(&events);
    let now = register.latest_time();

    let claim = register
        .claim_in_force(id(INGOT), &ClaimKind::RecycledContent, now)
        .unwrap();
    let rollup = RollUp::new(&register, now);
    let share = rollup.recycled_content(id(INGOT)).unwrap().share;
    assert_eq!(claim.claim.value(), Decimal::from(62));
    assert_eq!(share.upper, Decimal::new(4, 1), "62 % is more than can be");

    let smelter = register.asset(id(INGOT)).unwrap().maker;
    let certificate = register.attestations_about(smelter).next().unwrap();
    let revoked = certificate.revocation.as_ref().unwrap();
    assert_eq!(revoked.step.time.local_date(), "3 Oct 2026");

    let lost: Vec<_> = (register.shipments().values())
        .filter(|shipment| shipment.received.is_none())
        .collect();
    assert_eq!(lost.len(), 1);

    let reel = register
        .asset(asset("Capacitor T491, reel 7", &register))
        .unwrap();
    assert_eq!(reel.recalls.len(), 1);

    let untraced: Vec<_> = (register.assets().iter())
        .filter(|(id, asset)| {
            register.making(**id).is_none() && asset.detail.granularity == Granularity::Lot
        })
        .filter(|(id, _)| {
            register
                .claim_in_force(**id, &ClaimKind::Origin, now)
                .is_none()
        })
        .map(|(_, asset)| asset.detail.epc.reference())
        .collect();
    assert_eq!(untraced, ["K-017"]);
}

#[test]
fn the_device_is_in_the_shop_and_a_fifth_of_it_is_recycled() {
    let events = replay(&chips());
    let register = Register::from_events(&events);
    let device = register.asset(id(GATEWAY)).unwrap();
    let shop = (register.parties().values()).find(|party| party.place == "Nordhavn");
    assert_eq!(device.whereabouts(), Whereabouts::Held(shop.unwrap().id()));

    let rollup = RollUp::new(&register, register.latest_time());
    let content = rollup.recycled_content(id(GATEWAY)).unwrap();
    assert!(content.is_weighed);
    let percent = |share: Decimal| (share * Decimal::ONE_HUNDRED).round();
    let bounds = [
        content.share.lower,
        content.share.proportional,
        content.share.upper,
    ];
    assert_eq!(bounds.map(percent), [19, 22, 25].map(Decimal::from));
}

#[test]
fn every_step_carries_the_hash_of_its_event() {
    let story = chips();
    let hashes: BTreeSet<_> = story.steps.iter().map(|step| step.event_hash).collect();
    assert!(!hashes.contains(&None));
    assert_eq!(
        hashes.len(),
        story.steps.len(),
        "no two events are the same"
    );

    let document = interchange::document(&replay(&story), &Spelling::of(&story));
    let events = document["epcisBody"]["eventList"].as_array().unwrap();
    assert_eq!(events.len(), story.steps.len());
    for event in events {
        let hash = interchange::event_hash(event, Some(&document["@context"])).unwrap();
        assert_eq!(event["eventID"], interchange::event_id(hash));
    }
}
