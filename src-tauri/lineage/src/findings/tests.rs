//! All rules together: a record that keeps to the rules gives no finding, and each fault planted in one gives exactly its own.

use std::collections::BTreeMap;

use proptest::prelude::*;
use trace::{Claim, ClaimKind};

use super::*;
use crate::testing::{Book, DAY, id, kg, lot, pallet, pieces, recycled, statement};

const PARTIES: [&str; 3] = ["ada", "bo", "cy"];

/// A record in the making that keeps to the rules: who holds how many kilograms of what.
#[derive(Debug)]
struct Diary {
    book: Book,
    day: u64,
    made: usize,
    held: BTreeMap<(String, &'static str), u64>,
}

impl Diary {
    fn new() -> Self {
        let mut book = Book::default();
        book.on(1);
        for party in PARTIES {
            book.party(party);
        }
        book.party("auditor");
        Self {
            book,
            day: 1,
            made: 0,
            held: BTreeMap::new(),
        }
    }

    fn next_day(&mut self) -> &mut Book {
        self.day += 1;
        self.book.on(self.day)
    }

    fn name(&mut self) -> String {
        self.made += 1;
        format!("lot-{}", self.made)
    }

    fn some(&self, which: usize) -> Option<(String, &'static str, u64)> {
        let held: Vec<_> = self.held.iter().filter(|(_, left)| **left > 0).collect();
        let ((name, party), left) = held.get(which % held.len().max(1))?;
        Some((name.clone(), party, **left))
    }

    fn take(&mut self, name: &str, party: &'static str, amount: u64) {
        *self.held.get_mut(&(name.to_owned(), party)).unwrap() -= amount;
    }

    fn put(&mut self, name: String, party: &'static str, amount: u64) {
        *self.held.entry((name, party)).or_default() += amount;
    }

    fn step(&mut self, what: usize, which: usize, part: u64) {
        let party = PARTIES[which % 3];
        if what == 0 {
            let (name, amount) = (self.name(), 10 + part);
            self.next_day().commission(party, lot(&name, amount));
            self.book.origin(party, &name, "primary");
            self.put(name, party, amount);
            return;
        }
        let Some((name, holder, left)) = self.some(which) else {
            return;
        };
        let amount = 1 + part % left;
        match what {
            1 => {
                let goods = [kg(&name, amount)];
                let way = self.next_day().ship(holder, party, &goods);
                self.next_day().receive(way, (holder, party), &goods);
                self.take(&name, holder, amount);
                self.put(name, party, amount);
            }
            2 => {
                let (output, yielded) = (self.name(), amount - amount / 10);
                let made = [lot(&output, yielded)];
                self.next_day()
                    .transform(holder, &[kg(&name, amount)], &made);
                self.take(&name, holder, amount);
                self.put(output, holder, yielded);
            }
            3 => {
                let pallet_name = self.name();
                self.next_day().commission(holder, pallet(&pallet_name));
                self.book.pack(holder, &pallet_name, &[kg(&name, amount)]);
                let way = self.next_day().ship(holder, party, &[kg(&pallet_name, 1)]);
                self.next_day()
                    .receive(way, (holder, party), &[kg(&pallet_name, 1)]);
                self.book.unpack(party, &pallet_name, &[kg(&name, amount)]);
                self.take(&name, holder, amount);
                self.put(name, party, amount);
            }
            4 => {
                let goods = [kg(&name, amount)];
                let way = self.next_day().ship(holder, party, &goods);
                self.next_day().reject(way, (holder, party), &goods);
            }
            5 => {
                let (from, until) = (Some(self.day * DAY), Some((self.day + 900) * DAY));
                let claim = Claim {
                    valid_from: from,
                    valid_until: until,
                    ..statement(ClaimKind::Conformity, "audited")
                };
                self.next_day().attest("auditor", party, claim);
            }
            _ => {
                self.next_day().observe(holder, &[kg(&name, amount)]);
            }
        }
    }

    fn codes(&self) -> Vec<&'static str> {
        let register = self.book.register();
        let lineage = Lineage::new(&register);
        let found = findings(&register, &lineage, (self.day + 30) * DAY);
        for finding in &found {
            assert!(!finding.message(&register).is_empty());
            assert!(!finding.advice(&register).is_empty());
            assert!(!finding.assets.is_empty());
            let told = |event: &EventKey| {
                let mut about = finding.assets.iter().chain([&finding.subject]);
                about.any(|subject| {
                    let mut steps = register.history(*subject).iter();
                    steps.any(|step| step.event == *event)
                })
            };
            assert!(finding.events.iter().all(told), "{finding:?}");
        }
        found.iter().map(|finding| finding.figures.code()).collect()
    }
}

fn clean() -> impl Strategy<Value = Diary> {
    let step = (0..7_usize, 0..50_usize, 0..500_u64);
    prop::collection::vec(step, 0..24).prop_map(|steps| {
        let mut diary = Diary::new();
        for (what, which, part) in steps {
            diary.step(what, which, part);
        }
        diary
    })
}

/// A fault by its code, and what plants it. Each finds 50 kg of `bar` and 100 pieces of `part` with ada.
type Fault = (&'static [&'static str], fn(&mut Diary));

const FAULTS: &[Fault] = &[
    (&["over-claim"], |diary| {
        let used = [kg("bar", 10)];
        (diary.next_day()).transform("ada", &used, &[lot("cast", 10)]);
        diary.book.attest("ada", "bar", recycled(0));
        diary.book.origin("ada", "bar", "primary");
        diary.book.attest("ada", "cast", recycled(30));
    }),
    (&["impossible-claim"], |diary| {
        (diary.next_day()).attest("ada", "bar", recycled(140));
    }),
    (&["revoked-attestation"], |diary| {
        let claim = statement(ClaimKind::Conformity, "conflict-free");
        let made = diary.next_day().attest("auditor", "ada", claim);
        diary.next_day().revoke("auditor", made, "ada");
    }),
    (&["expired-attestation"], |diary| {
        let claim = Claim {
            valid_until: Some((diary.day + 2) * DAY),
            ..statement(ClaimKind::Conformity, "conflict-free")
        };
        diary.next_day().attest("auditor", "ada", claim);
        diary.day += 5;
        diary
            .next_day()
            .transform("ada", &[kg("bar", 10)], &[lot("cast", 10)]);
    }),
    (&["missing-receive"], |diary| {
        diary.next_day().ship("ada", "bo", &[kg("bar", 10)]);
    }),
    (&["received-before-sent"], |diary| {
        let goods = [kg("bar", 10)];
        diary.day += 9;
        let way = diary.next_day().ship("ada", "bo", &goods);
        diary.day -= 4;
        diary.book.on(diary.day).receive(way, ("ada", "bo"), &goods);
    }),
    (&["received-more"], |diary| {
        let way = diary.next_day().ship("ada", "bo", &[kg("bar", 10)]);
        (diary.next_day()).receive(way, ("ada", "bo"), &[kg("bar", 12)]);
    }),
    (&["received-less"], |diary| {
        let way = diary.next_day().ship("ada", "bo", &[kg("bar", 10)]);
        (diary.next_day()).receive(way, ("ada", "bo"), &[kg("bar", 8)]);
    }),
    (&["received-twice"], |diary| {
        let goods = [kg("bar", 10)];
        let way = diary.next_day().ship("ada", "bo", &goods);
        diary.next_day().receive(way, ("ada", "bo"), &goods);
        diary.next_day().receive(way, ("ada", "bo"), &goods);
    }),
    (&["received-unsent"], |diary| {
        let way = trace::ShipmentId(alloy_primitives::B256::repeat_byte(9));
        (diary.next_day()).receive(way, ("ada", "bo"), &[kg("bar", 10)]);
    }),
    (&["recalled"], |diary| {
        diary.next_day().recall("ada", "bar");
    }),
    (&["recalled", "used-after-recall"], |diary| {
        diary.next_day().recall("ada", "bar");
        (diary.next_day()).transform("ada", &[kg("bar", 10)], &[lot("cast", 10)]);
    }),
    (&["output-exceeds-input"], |diary| {
        (diary.next_day()).transform("ada", &[kg("bar", 10)], &[lot("cast", 12)]);
    }),
    (&["impossible-yield"], |diary| {
        let made = [pieces("parts/b", 6, None)];
        (diary.next_day()).transform("ada", &[kg("parts/a", 5)], &made);
    }),
    (&["double-use"], |diary| {
        (diary.next_day()).transform("ada", &[kg("bar", 40)], &[lot("cast", 40)]);
        (diary.next_day()).transform("ada", &[kg("bar", 40)], &[lot("again", 40)]);
    }),
    (&["packed-twice"], |diary| {
        for name in ["left", "right"] {
            diary.next_day().commission("ada", pallet(name));
            diary.next_day().pack("ada", name, &[kg("bar", 50)]);
        }
    }),
    (&["moved-without-having"], |diary| {
        (diary.next_day()).transform("bo", &[kg("bar", 10)], &[lot("cast", 10)]);
    }),
    (&["used-before-made"], |diary| {
        let late = diary.day + 4;
        diary.book.on(late).commission("ada", lot("late", 10));
        diary
            .next_day()
            .transform("ada", &[kg("late", 10)], &[lot("cast", 10)]);
        diary.day = late;
    }),
    (&["used-before-made"], |diary| {
        (diary.next_day()).transform("ada", &[kg("late", 10)], &[lot("cast", 10)]);
        diary.next_day().commission("ada", lot("late", 10));
    }),
    (&["never-made"], |diary| {
        (diary.next_day()).transform("ada", &[kg("nothing", 10)], &[lot("cast", 10)]);
    }),
    (&["made-twice"], |diary| {
        diary.next_day().commission("bo", lot("bar", 50));
    }),
    (&["unknown-reference"], |diary| {
        let none = EventKey {
            block: 9_999,
            log_index: 0,
        };
        diary.next_day().correct("ada", none, "bar");
    }),
    (&["loop"], |diary| {
        for name in ["left", "right"] {
            diary.next_day().commission("ada", pallet(name));
        }
        diary.next_day().pack("ada", "left", &[kg("right", 1)]);
        diary.next_day().pack("ada", "right", &[kg("left", 1)]);
    }),
    (&["unknown-unit"], |diary| {
        let mut odd = lot("odd", 5);
        odd.quantity.unit = trace::Unit::new("ZZ9").unwrap();
        diary.next_day().commission("ada", odd);
    }),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_clean_record_has_no_findings(diary in clean()) {
        prop_assert_eq!(diary.codes(), Vec::<&str>::new());
    }

    #[test]
    fn a_planted_fault_gives_exactly_its_finding(
        mut diary in clean(),
        fault in 0..FAULTS.len(),
        after in prop::collection::vec((0..7_usize, 0..50_usize, 0..500_u64), 0..4),
    ) {
        diary.next_day().commission("ada", lot("bar", 50));
        diary.next_day().commission("ada", pieces("parts/a", 100, None));
        let (codes, plant) = FAULTS[fault];
        plant(&mut diary);
        for (what, which, part) in after {
            diary.step(what, which, part);
        }
        prop_assert_eq!(diary.codes(), codes.to_vec());
    }
}

#[test]
fn every_rule_has_a_planted_fault() {
    let planted: std::collections::BTreeSet<&str> = FAULTS
        .iter()
        .flat_map(|(codes, _)| *codes)
        .copied()
        .collect();
    let own_tests = ["unlikely-yield", "recorded-twice"];
    assert!(own_tests.iter().all(|code| !planted.contains(code)));
    assert_eq!(planted.len() + own_tests.len(), 25);
}

#[test]
fn every_fault_is_found_in_a_bare_record() {
    for (codes, plant) in FAULTS {
        let mut diary = Diary::new();
        diary.next_day().commission("ada", lot("bar", 50));
        diary
            .next_day()
            .commission("ada", pieces("parts/a", 100, None));
        assert_eq!(diary.codes(), Vec::<&str>::new());
        plant(&mut diary);
        assert_eq!(diary.codes(), codes.to_vec());
    }
}

#[test]
fn who_is_wronged_twice_is_told_once() {
    let mut diary = Diary::new();
    diary.next_day().commission("ada", lot("bar", 50));
    for number in 0..60 {
        let made = [lot(&format!("cast-{number}"), 10)];
        (diary.next_day()).transform("ada", &[kg("bar", 10)], &made);
    }
    let register = diary.book.register();
    let found = findings(&register, &Lineage::new(&register), 0);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].assets.len(),
        56,
        "the lot and what was made of nothing"
    );
    assert_eq!(found[0].events.len(), MAX_EVENTS);
    assert_eq!(
        found[0].message(&register),
        "600 kg of bar was used, but only 50 kg was ever made."
    );
    assert!(found[0].assets.contains(&id("cast-59")));
}

proptest! {
    #[test]
    fn no_events_stop_it(book in crate::testing::lawless()) {
        let register = book.register();
        for finding in findings(&register, &Lineage::new(&register), 0) {
            prop_assert!(!finding.assets.is_empty());
            finding.message(&register);
            finding.advice(&register);
        }
    }
}
