//! What is packed in what while events go by. It knows amounts, and neither hands nor places.

use std::collections::{BTreeMap, BTreeSet};

use trace::{EventBody, Portion, SubjectId};

/// What is packed in what, after some events.
#[derive(Default)]
pub(super) struct Stowage {
    contents: BTreeMap<SubjectId, BTreeMap<SubjectId, u64>>,
    parents: BTreeMap<SubjectId, BTreeSet<SubjectId>>,
}

/// Some of an asset, in the thing that travels or by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stowed {
    pub(super) asset: SubjectId,
    /// Millionths of its unit.
    pub(super) micro: u64,
    /// What it is packed in; `None` if it travels by itself.
    pub(super) within: Option<SubjectId>,
}

impl Stowage {
    /// Takes in the next event.
    pub(super) fn apply(&mut self, body: &EventBody) {
        match body {
            EventBody::Packed {
                parent, children, ..
            } => {
                for child in children {
                    let stay = self.contents.entry(*parent).or_default();
                    let amount = stay.entry(child.asset).or_default();
                    *amount = amount.saturating_add(child.micro);
                    self.parents.entry(child.asset).or_default().insert(*parent);
                }
            }
            EventBody::Unpacked {
                parent, children, ..
            } => {
                for child in children {
                    self.take_out(*parent, child);
                }
            }
            _ => {}
        }
    }

    fn take_out(&mut self, parent: SubjectId, child: &Portion) {
        let Some(stay) = self.contents.get_mut(&parent) else {
            return;
        };
        let left = (stay.get(&child.asset)).map_or(0, |held| held.saturating_sub(child.micro));
        if left > 0 {
            stay.insert(child.asset, left);
            return;
        }
        stay.remove(&child.asset);
        if let Some(parents) = self.parents.get_mut(&child.asset) {
            parents.remove(&parent);
        }
    }

    /// All that an asset is packed in now, boxes around boxes included, each once.
    pub(super) fn around(&self, asset: SubjectId) -> BTreeSet<SubjectId> {
        reach(asset, &self.parents)
    }

    /// What travels where these portions do: they themselves, and all that is packed in them, boxes in boxes included. What goes
    /// in a circle is told once.
    pub(super) fn with_contents(&self, portions: &[Portion]) -> Vec<Stowed> {
        let mut stowed: Vec<Stowed> = portions
            .iter()
            .map(|portion| Stowed {
                asset: portion.asset,
                micro: portion.micro,
                within: None,
            })
            .collect();
        let mut opened: BTreeSet<SubjectId> = BTreeSet::new();
        let mut next = 0;
        while let Some(Stowed { asset, .. }) = stowed.get(next).copied() {
            next += 1;
            if !opened.insert(asset) {
                continue;
            }
            let inside = self.contents.get(&asset).into_iter().flatten();
            stowed.extend(inside.map(|(child, micro)| Stowed {
                asset: *child,
                micro: *micro,
                within: Some(asset),
            }));
        }
        stowed
    }
}

/// All that is reached from an asset by these steps, itself left out.
pub(super) fn reach(
    asset: SubjectId,
    steps: &BTreeMap<SubjectId, BTreeSet<SubjectId>>,
) -> BTreeSet<SubjectId> {
    let mut reached: BTreeSet<SubjectId> = BTreeSet::new();
    let mut open = vec![asset];
    while let Some(at) = open.pop() {
        let further = steps.get(&at).into_iter().flatten();
        open.extend(further.filter(|next| reached.insert(**next)).copied());
    }
    reached.remove(&asset);
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, record};

    fn name(word: &str) -> SubjectId {
        id(&format!("https://example.org/{word}"))
    }

    fn moved(parent: &str, child: &str, micro: u64, is_in: bool) -> EventBody {
        let (party, parent, record) = (name("party"), name(parent), record());
        let children = vec![Portion {
            asset: name(child),
            micro,
        }];
        if is_in {
            EventBody::Packed {
                party,
                parent,
                children,
                record,
            }
        } else {
            EventBody::Unpacked {
                party,
                parent,
                children,
                record,
            }
        }
    }

    #[test]
    fn boxes_in_boxes_travel_along_and_what_was_taken_out_does_not() {
        let mut stowage = Stowage::default();
        stowage.apply(&moved("crate", "part", 5, true));
        stowage.apply(&moved("pallet", "crate", 1, true));
        stowage.apply(&moved("crate", "part", 2, false));
        assert_eq!(
            stowage.around(name("part")),
            BTreeSet::from([name("crate"), name("pallet")])
        );
        let pallet = Portion {
            asset: name("pallet"),
            micro: 1,
        };
        let told: Vec<_> = (stowage.with_contents(&[pallet]).iter())
            .map(|stowed| (stowed.asset, stowed.micro, stowed.within))
            .collect();
        assert_eq!(
            told,
            [
                (name("pallet"), 1, None),
                (name("crate"), 1, Some(name("pallet"))),
                (name("part"), 3, Some(name("crate"))),
            ]
        );
        stowage.apply(&moved("crate", "part", 9, false));
        assert!(stowage.around(name("part")).is_empty());
    }

    #[test]
    fn a_circle_of_boxes_ends() {
        let mut stowage = Stowage::default();
        stowage.apply(&moved("one", "two", 1, true));
        stowage.apply(&moved("two", "one", 1, true));
        assert_eq!(stowage.around(name("one")), BTreeSet::from([name("two")]));
        let one = Portion {
            asset: name("one"),
            micro: 1,
        };
        assert_eq!(stowage.with_contents(&[one]).len(), 3);
    }
}
