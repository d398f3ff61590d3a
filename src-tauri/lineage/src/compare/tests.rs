//! What later events do to what was known, on the worked example.

use trace::{Claim, ClaimKind};

use super::*;
use crate::testing::{Book, DAY, id, kg, lot, recycled, statement, tin};

fn since(book: &Book, block: u64) -> Vec<Change> {
    let later = book.events.iter().filter(|event| event.key.block > block);
    changes(&book.register(), later)
}

fn sorts(changes: &[Change]) -> Vec<Sort> {
    changes.iter().map(|change| change.sort).collect()
}

fn last_block(book: &Book) -> u64 {
    book.events.last().unwrap().key.block
}

fn on_ingot(book: &Book) -> BTreeSet<SubjectId> {
    let register = book.register();
    rests_on(&register, &Lineage::new(&register), id("ingot"))
}

#[test]
fn what_goes_back_on_something_names_it() {
    let mut book = tin();
    let claim = book.on(25).attest("auditor", "muntok", recycled(0));
    let attested = last_block(&book);
    let seen = book.on(26).observe("smelter", &[kg("ingot", 50)]);
    let then = last_block(&book);
    book.on(30).revoke("auditor", claim, "muntok");
    book.correct("smelter", seen, "ingot");
    let recall = book.recall("auditor", "ingot");
    book.on(33).lift("auditor", "ingot", recall);
    let found = since(&book, then);
    assert_eq!(
        sorts(&found),
        [Sort::Revoked, Sort::Corrected, Sort::Recalled, Sort::Lifted]
    );
    let undone: Vec<u64> = (found.iter())
        .flat_map(|change| change.undoes.iter().map(|event| event.block))
        .collect();
    assert_eq!(undone, [attested, seen.block, recall.block]);
    let said = (then, 26 * DAY);
    let against = undermining(&found, &on_ingot(&book), said);
    assert_eq!(
        against.len(),
        3,
        "that a recall is over goes back on a recall only"
    );
    let after = (last_block(&book), 33 * DAY);
    assert!(undermining(&found, &on_ingot(&book), after).is_empty());
}

#[test]
fn what_happens_to_others_undermines_nothing() {
    let mut book = tin();
    let then = last_block(&book);
    book.on(30)
        .transform("smelter", &[kg("ingot", 10)], &[lot("solder", 10)]);
    book.recall("auditor", "solder");
    let found = since(&book, then);
    assert_eq!(sorts(&found), [Sort::Made, Sort::Recalled]);
    let against = undermining(&found, &on_ingot(&book), (then, 20 * DAY));
    assert!(against.is_empty(), "what was made of it says nothing of it");
}

#[test]
fn an_attestation_that_runs_out_and_is_not_said_again_is_a_change() {
    let mut book = tin();
    let audited = |from: u64, until: u64| Claim {
        valid_from: Some(from * DAY),
        valid_until: Some(until * DAY),
        ..statement(ClaimKind::Conformity, "audited")
    };
    book.on(21).attest("auditor", "smelter", audited(0, 40));
    let then = (last_block(&book), 21 * DAY);
    let ran_out =
        |book: &Book, from: u64, to: u64| expiries(&book.register(), from * DAY, to * DAY).len();
    assert_eq!(ran_out(&book, 21, 39), 0);
    assert_eq!(ran_out(&book, 21, 50), 1);
    assert_eq!(ran_out(&book, 41, 50), 0, "it had run out before");
    let found = expiries(&book.register(), 21 * DAY, 50 * DAY);
    assert_eq!(undermining(&found, &on_ingot(&book), then).len(), 1);
    let before_it = (then.0 - 1, 20 * DAY);
    let against = undermining(&found, &on_ingot(&book), before_it);
    assert!(against.is_empty(), "nobody had relied on it yet");
    book.on(45).attest("auditor", "smelter", audited(40, 90));
    assert_eq!(ran_out(&book, 21, 50), 0, "renewed");
}
