//! Attestations on a day.

use trace::{Claim, ClaimKind};

use crate::rollup::{Bearing, RollUp, Status};
use crate::testing::{Book, DAY, id, recycled, statement, tin};

fn statuses(book: &Book, asset: &str, day: u64) -> Vec<(String, Status)> {
    let register = book.register();
    let standings = RollUp::new(&register, day * DAY).standings(id(asset));
    (standings.unwrap().into_iter())
        .map(|standing| {
            (
                standing.attestation.claim.statement.clone(),
                standing.status,
            )
        })
        .collect()
}

#[test]
fn they_are_judged_as_of_the_day() {
    let mut book = tin();
    let conformity = Claim {
        valid_from: Some(30 * DAY),
        valid_until: Some(60 * DAY),
        ..statement(ClaimKind::Conformity, "conformant")
    };
    book.on(25);
    let said = book.attest("auditor", "smelter", conformity);
    book.on(50).revoke("auditor", said, "smelter");
    let on = |day| {
        let found = statuses(&book, "ingot", day);
        let of = found.iter().find(|(words, _)| words == "conformant");
        of.unwrap().1
    };
    assert_eq!(on(24), Status::NotYet, "not made yet");
    assert_eq!(on(29), Status::NotYet, "holds later");
    assert_eq!(on(49), Status::InForce, "was taken back only later");
    assert_eq!(on(50), Status::Revoked);
    assert_eq!(on(70), Status::Revoked);
    let register = book.register();
    let standings = RollUp::new(&register, 49 * DAY)
        .standings(id("ingot"))
        .unwrap();
    let revoked_later = standings
        .iter()
        .filter(|standing| standing.is_revoked_later);
    assert_eq!(revoked_later.count(), 1);
}

#[test]
fn time_runs_out() {
    let mut book = tin();
    let short = Claim {
        valid_until: Some(60 * DAY),
        ..statement(ClaimKind::Conformity, "short")
    };
    book.attest("auditor", "muntok", short);
    assert!(statuses(&book, "ingot", 60).contains(&("short".to_owned(), Status::InForce)));
    assert!(statuses(&book, "ingot", 61).contains(&("short".to_owned(), Status::Expired)));
}

#[test]
fn what_bears_on_it_is_near_or_upstream() {
    let mut book = tin();
    book.attest("auditor", "miner", statement(ClaimKind::Conformity, "mine"));
    book.attest(
        "auditor",
        "paste",
        statement(ClaimKind::Conformity, "not of it"),
    );
    book.attest("smelter", "ingot", recycled(40));
    let register = book.register();
    let standings = RollUp::new(&register, 100 * DAY)
        .standings(id("ingot"))
        .unwrap();
    let bearings: Vec<_> = (standings.iter())
        .map(|standing| (&standing.attestation.claim.statement[..], &standing.bearing))
        .collect();
    let upstream = |asset: &str| Bearing::Upstream {
        assets: vec![id(asset)],
        count: 1,
    };
    let (ore, dross) = (upstream("ore"), upstream("dross"));
    assert_eq!(
        bearings,
        [
            ("recycled content", &Bearing::Asset),
            ("recycled content", &Bearing::Asset),
            ("primary", &ore),
            ("post-consumer", &dross),
            ("mine", &ore),
        ]
    );
}
