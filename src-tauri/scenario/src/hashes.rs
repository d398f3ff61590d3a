//! The event hashes of a story's steps: each recorder hashes the EPCIS event that it captured (CBV 2.0, section 8.9) and
//! records the hash with it.

use std::collections::BTreeMap;

use interchange::Names;
use trace::{AssetDetail, SubjectId};

use crate::replay::Play;
use crate::story::{Action, Story};

/// What the things and parties of a story are called.
#[derive(Default)]
pub(crate) struct Spelling(BTreeMap<SubjectId, (String, Option<String>)>);

impl Spelling {
    pub(crate) fn of(story: &Story) -> Self {
        let mut spelling = Self::default();
        for party in &story.parties {
            spelling.0.insert(party.id(), (party.epc.to_string(), None));
        }
        for place in &story.locations {
            let entry = (place.entry.epc.to_string(), None);
            spelling.0.insert(place.entry.id(), entry);
        }
        for step in &story.steps {
            let made = match &step.action {
                Action::Commission(asset) => std::slice::from_ref(asset),
                Action::Transform { outputs, .. } => outputs,
                _ => &[],
            };
            for asset in made {
                spelling.enter(asset);
            }
        }
        spelling
    }

    fn enter(&mut self, asset: &AssetDetail) {
        let unit = asset.quantity.unit.code().to_owned();
        self.0
            .insert(asset.id(), (asset.epc.to_string(), Some(unit)));
    }
}

impl Names for Spelling {
    fn epc(&self, subject: SubjectId) -> Option<String> {
        self.0.get(&subject).map(|(epc, _)| epc.clone())
    }

    fn unit(&self, subject: SubjectId) -> Option<String> {
        self.0.get(&subject).and_then(|(_, unit)| unit.clone())
    }
}

/// Gives every step the hash of its event. The steps must be in their order: an arrival tells what had left.
pub(crate) fn hash_steps(story: &mut Story) {
    let spelling = Spelling::of(story);
    let mut play = Play::default();
    let hashes: Vec<_> = (story.steps.iter())
        .map(|step| interchange::capture_hash(&play.body(story, step)?, &spelling))
        .collect();
    for (step, hash) in story.steps.iter_mut().zip(hashes) {
        step.event_hash = hash;
    }
}
