//! Small lineages judged by hand.

use proptest::prelude::*;
use trace::{ClaimKind, EventBody};

use super::{Custody, CustodyModel, Reason, custody, custody_for};
use crate::testing::{Book, id, kg, lawless, lot, recycled, statement, tin};

fn judged(book: &Book, asset: &str) -> Custody {
    custody(&book.register(), id(asset), &ClaimKind::RecycledContent, 0).unwrap()
}

fn reasons(custody: &Custody) -> [Option<Reason>; 5] {
    let reason = |verdict: &super::Verdict| verdict.downgrade.as_ref().map(|step| step.reason);
    custody.verdicts.each_ref().map(reason)
}

/// Makes the last attestation a certifier's.
fn certify_last(book: &mut Book) {
    if let Some(EventBody::Attested { certified, .. }) =
        book.events.last_mut().map(|event| &mut event.body)
    {
        *certified = true;
    }
}

fn scrap(party: &str, names: &[&str]) -> Book {
    let mut book = Book::default();
    book.party(party);
    for name in names {
        book.commission(party, lot(name, 100));
        book.origin(party, name, "post-consumer");
    }
    book
}

#[test]
fn what_comes_of_one_source_keeps_its_identity() {
    let mut book = scrap("recycler", &["one", "two"]);
    book.transform(
        "smelter",
        &[kg("one", 50), kg("two", 50)],
        &[lot("bar", 90)],
    );
    let custody = judged(&book, "bar");
    assert_eq!(custody.best, None, "the smelter never received it");
    assert_eq!(reasons(&custody)[0], Some(Reason::NotHeld));

    let mut book = scrap("recycler", &["one", "two"]);
    book.transform(
        "recycler",
        &[kg("one", 50), kg("two", 50)],
        &[lot("bar", 90)],
    );
    let custody = judged(&book, "bar");
    assert_eq!(custody.best, Some(CustodyModel::IdentityPreserved));
    assert_eq!(reasons(&custody), [None; 5]);
}

#[test]
fn sources_of_the_same_sort_are_segregated() {
    let mut book = scrap("recycler", &["one"]);
    book.commission("collector", lot("two", 100));
    book.origin("collector", "two", "post-consumer");
    let way = book.ship("collector", "recycler", &[kg("two", 100)]);
    book.receive(way, ("collector", "recycler"), &[kg("two", 100)]);
    let mixing = book.transform(
        "recycler",
        &[kg("one", 50), kg("two", 50)],
        &[lot("bar", 90)],
    );
    let custody = judged(&book, "bar");
    assert_eq!(custody.best, Some(CustodyModel::Segregated));
    let step = custody.verdicts[0].downgrade.as_ref().unwrap();
    assert_eq!((step.reason, step.event), (Reason::SeveralSources, mixing));
    assert_eq!(step.assets, [id("bar"), id("one"), id("two")]);
}

#[test]
fn a_known_proportion_is_controlled_blending() {
    let mut book = scrap("smelter", &["dross"]);
    book.commission("smelter", lot("ore", 300));
    book.origin("smelter", "ore", "primary");
    let inputs = [kg("dross", 100), kg("ore", 300)];
    book.transform("smelter", &inputs, &[lot("bar", 400)]);
    book.attest("smelter", "bar", recycled(25));
    let custody = judged(&book, "bar");
    assert_eq!(custody.best, Some(CustodyModel::ControlledBlending));
    assert_eq!(reasons(&custody)[1], Some(Reason::MixedWithOther));
    book.attest("smelter", "bar", recycled(26));
    let custody = judged(&book, "bar");
    assert_eq!(custody.best, None);
    assert_eq!(reasons(&custody)[2], Some(Reason::ClaimTooHigh));
}

#[test]
fn a_loss_leaves_mass_balance() {
    let mut book = tin();
    book.attest("smelter", "ingot", recycled(40));
    let custody = judged(&book, "ingot");
    assert_eq!(custody.best, Some(CustodyModel::MassBalance));
    assert_eq!(
        reasons(&custody),
        [
            Some(Reason::SeveralSources),
            Some(Reason::MixedWithOther),
            Some(Reason::LossUnattributed),
            None,
            None,
        ]
    );
}

#[test]
fn a_claim_that_nothing_carries_needs_a_certificate() {
    let custody = judged(&tin(), "ingot");
    assert_eq!(custody.best, None, "62 % of what can be 40 % at most");
    assert_eq!(reasons(&custody)[3], Some(Reason::ClaimTooHigh));
    assert_eq!(reasons(&custody)[4], Some(Reason::NotCertified));

    let mut book = tin();
    book.attest("auditor", "ingot", recycled(50));
    certify_last(&mut book);
    assert_eq!(
        judged(&book, "ingot").best,
        Some(CustodyModel::BookAndClaim)
    );
}

#[test]
fn what_nobody_traces_is_never_segregated() {
    let mut book = scrap("smelter", &["dross"]);
    book.commission("smelter", lot("flux", 100));
    let inputs = [kg("dross", 100), kg("flux", 100)];
    book.transform("smelter", &inputs, &[lot("bar", 200)]);
    let custody = judged(&book, "bar");
    assert_eq!(reasons(&custody)[1], Some(Reason::MixedWithUntraced));
    assert_eq!(reasons(&custody)[2], Some(Reason::MixedWithUntraced));
    assert_eq!(custody.best, Some(CustodyModel::MassBalance));
    assert_eq!(
        reasons(&judged(&book, "flux"))[0],
        Some(Reason::NothingSpecified)
    );
}

#[test]
fn only_what_matter_carries_has_custody() {
    let register = tin().register();
    let of = |kind: &ClaimKind| custody(&register, id("ingot"), kind, 0);
    assert!(of(&ClaimKind::CarbonFootprint).is_none());
    assert!(of(&ClaimKind::Origin).is_some());
    assert!(custody(&register, id("nothing"), &ClaimKind::Origin, 0).is_none());
}

#[test]
fn a_smelters_conformity_is_carried_by_what_it_made() {
    let mut book = tin();
    let said = book.attest(
        "auditor",
        "smelter",
        statement(ClaimKind::Conformity, "RMAP"),
    );
    certify_last(&mut book);
    book.commission("paste", lot("flux", 14));
    let inputs = [kg("ingot", 250), kg("flux", 14)];
    let mixing = book.transform("smelter", &inputs, &[lot("own", 264)]);
    book.transform("smelter", &[kg("ingot", 100)], &[lot("bar", 100)]);
    let way = book.ship("smelter", "paste", &[kg("ingot", 250)]);
    book.receive(way, ("smelter", "paste"), &[kg("ingot", 250)]);
    let blend = book.transform("paste", &inputs, &[lot("solder", 264)]);
    let register = book.register();
    let said = &register.attestations().get(&said).unwrap();
    let of = |asset: &str| custody_for(&register, id(asset), said, 0).unwrap();
    assert_eq!(reasons(&of("bar"))[1], None, "all of it passed the smelter");
    assert_eq!(
        reasons(&of("own"))[1],
        Some(Reason::NotHeld),
        "the flux was not theirs"
    );
    let step = of("own").verdicts[0].downgrade.clone().unwrap();
    assert!(step.event < mixing, "ore and dross are of two sources");
    let step = of("solder").verdicts[1].downgrade.clone().unwrap();
    assert_eq!((step.reason, step.event), (Reason::MixedWithOther, blend));
}

proptest! {
    #[test]
    fn a_model_that_holds_makes_the_weaker_hold(book in lawless()) {
        let register = book.register();
        for name in ["a", "b", "c", "d"] {
            for kind in [ClaimKind::RecycledContent, ClaimKind::Origin, ClaimKind::Conformity] {
                let Some(custody) = custody(&register, id(name), &kind, u64::MAX) else {
                    continue;
                };
                let held: Vec<_> = reasons(&custody).iter().map(Option::is_none).collect();
                prop_assert!(held.is_sorted(), "{custody:?}");
                for verdict in &custody.verdicts {
                    let event = verdict.downgrade.as_ref().map(|step| step.event);
                    prop_assert!(event.is_none_or(|event| custody.basis.events().contains(&event)));
                }
            }
        }
    }
}
