//! The outbox against a model of it that is nothing but a list: whatever is done, in whatever order, opened anew in between.

use std::collections::BTreeMap;

use alloy_primitives::keccak256;
use field::{Happening, State, next};
use proptest::prelude::*;
use proptest::sample::select;

use super::sign;
use crate::Outbox;

#[derive(Clone, Debug)]
enum Deed {
    Save { id: usize, text: u8, ready: bool },
    Sign { id: usize },
    Happen { id: usize, happening: Happening },
    Discard { id: usize },
    Reopen,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let happenings = vec![
        Happening::Taken,
        Happening::Refused,
        Happening::Moved,
        Happening::Cleared,
        Happening::InBlock,
        Happening::Sealed,
        Happening::Reorganised,
        Happening::CalledOff,
        Happening::RanOut,
    ];
    let id = 0..4_usize;
    let deed = prop_oneof![
        4 => (id.clone(), any::<u8>(), any::<bool>()).prop_map(|(id, text, ready)| Deed::Save { id, text, ready }),
        3 => id.clone().prop_map(|id| Deed::Sign { id }),
        6 => (id.clone(), select(happenings)).prop_map(|(id, happening)| Deed::Happen { id, happening }),
        1 => id.prop_map(|id| Deed::Discard { id }),
        1 => Just(Deed::Reopen),
    ];
    prop::collection::vec(deed, 1..40)
}

#[derive(Clone, PartialEq, Debug)]
struct Model {
    state: State,
    form: String,
    signed: Option<String>,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn it_is_what_the_list_is(deeds in deeds()) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("outbox.db");
        let mut outbox = Outbox::open(&path).unwrap();
        let mut model: BTreeMap<String, Model> = BTreeMap::new();
        for deed in deeds {
            match deed {
                Deed::Save { id, text, ready } => save(&mut outbox, &mut model, id, text, ready),
                Deed::Sign { id } => {
                    let id = format!("r{id}");
                    let form = model.get(&id).map_or(String::new(), |known| known.form.clone());
                    let done = sign(&mut outbox, &id, &form, keccak256(&id)).is_ok();
                    let may = model.get(&id).is_some_and(|known| known.state == State::Ready);
                    prop_assert_eq!(done, may);
                    if let Some(known) = model.get_mut(&id).filter(|_| may) {
                        known.state = State::Signed;
                        known.signed = Some(known.form.clone());
                    }
                }
                Deed::Happen { id, happening } => {
                    let id = format!("r{id}");
                    let done = outbox.change(&id, 5, |_| Some(happening)).ok();
                    let after = model.get(&id).and_then(|known| next(known.state, known.signed.is_some(), happening).ok());
                    prop_assert_eq!(done, after);
                    if let (Some(known), Some(after)) = (model.get_mut(&id), after) {
                        known.state = after;
                    }
                }
                Deed::Discard { id } => {
                    let id = format!("r{id}");
                    let done = outbox.discard(&id, 6).ok();
                    let after = model.get(&id).and_then(|known| next(known.state, known.signed.is_some(), Happening::Discarded).ok());
                    prop_assert_eq!(done, after);
                    if let (Some(known), Some(after)) = (model.get_mut(&id), after) {
                        known.state = after;
                    }
                }
                Deed::Reopen => {
                    drop(outbox);
                    outbox = Outbox::open(&path).unwrap();
                }
            }
        }
        outbox.check().unwrap();
        for record in outbox.records().unwrap() {
            let known = &model[&record.id];
            prop_assert_eq!((record.state, &record.form), (known.state, &known.form));
            let signed = outbox.signed(&record.id).unwrap();
            prop_assert_eq!(signed.is_some(), known.signed.is_some());
        }
        prop_assert_eq!(outbox.records().unwrap().len(), model.len());
    }
}

fn save(
    outbox: &mut Outbox,
    model: &mut BTreeMap<String, Model>,
    id: usize,
    text: u8,
    ready: bool,
) {
    let (id, form) = (format!("r{id}"), format!("{{\"remarks\":\"{text}\"}}"));
    let done = outbox.save_draft(&id, "", &form, ready, 4).is_ok();
    let known = model.get(&id).map_or(State::Draft, |known| known.state);
    let may = matches!(known, State::Draft | State::Ready);
    assert_eq!(done, may, "{known:?}");
    if may {
        let state = if ready { State::Ready } else { State::Draft };
        let signed = None;
        model.insert(
            id,
            Model {
                state,
                form,
                signed,
            },
        );
    }
}
