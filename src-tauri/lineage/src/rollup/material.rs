//! Which material matter is, as the record tells materials apart.
//!
//! The ledger has no list of materials. A claim of the kind `material` about an asset names it (`tin`, `cobalt`); a name
//! stays with the matter into all that is made of it, until another claim names it anew. Matter without a name goes by the
//! class (GTIN without lot) of the last asset of kind *material* on its way, or of the part that it came onto the ledger as.

use std::collections::BTreeMap;

use trace::{AssetKind, ClaimKind, Epc, SubjectId};

use super::bounds::Bounds;
use super::matter::{BySource, Matter};
use super::mixture::{Counts, Marking, Mixture};
use super::recycled::RecycledByKind;
use crate::{Register, Transformation};

/// A material in an asset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MaterialContent {
    /// The material.
    pub material: Material,
    /// Its share of the asset's mass.
    pub share: Bounds,
    /// The same in kilograms of the whole asset, where the mass of that is known.
    pub kilograms: Option<Bounds>,
    /// How much of the material is recycled: shares of the material, not of the asset.
    pub recycled: RecycledByKind,
}

/// What names a material.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Material {
    /// A claim, in small letters, at most 64 characters; hostile text.
    Named(String),
    /// The class of an asset.
    Class {
        /// The class: its name without lot or serial number.
        class: String,
        /// An asset of the class, whose description says what people call it.
        example: SubjectId,
    },
    /// From nothing recorded.
    Unrecorded,
}

/// The mark of matter by material.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Stuff {
    Named(String),
    Class(String),
    Unrecorded,
}

/// Marks matter by material and source.
#[derive(Clone, Copy, Debug)]
pub(super) struct ByMaterial<'a>(pub(super) BySource<'a>);

impl ByMaterial<'_> {
    fn register(&self) -> &Register {
        self.0.register
    }

    /// The name that a claim in force gives the material of an asset, and the event that says so.
    pub(super) fn name(&self, asset: SubjectId) -> Option<(String, trace::EventKey)> {
        let kind = ClaimKind::Other("material".to_owned());
        let claim = (self.register()).claim_in_force(asset, &kind, self.0.second)?;
        let name = claim.claim.statement.trim().to_lowercase();
        let name: String = name.chars().take(64).collect();
        (!name.is_empty()).then_some((name, claim.made.event))
    }
}

/// The class of an asset: its name without lot or serial number.
fn class(name: &Epc) -> String {
    let name = name.as_str();
    let cut = ["/10/", "/21/"].iter().find_map(|part| name.find(part));
    name.get(..cut.unwrap_or(name.len()))
        .unwrap_or(name)
        .to_owned()
}

impl Marking for ByMaterial<'_> {
    type Mark = (Stuff, Matter);

    fn nowhere(&self) -> Self::Mark {
        (Stuff::Unrecorded, Matter::Nowhere)
    }

    fn root(&self, asset: SubjectId) -> Self::Mark {
        let class = (self.register().asset(asset)).map_or(Stuff::Unrecorded, |known| {
            Stuff::Class(class(&known.detail.epc))
        });
        let stuff = self
            .name(asset)
            .map_or(class, |(name, _)| Stuff::Named(name));
        (stuff, self.0.root_matter(asset))
    }

    fn entering(&self, (stuff, matter): &Self::Mark, into: &Transformation) -> Self::Mark {
        (stuff.clone(), matter.entering(into))
    }

    fn made(&self, (stuff, matter): &Self::Mark, id: SubjectId) -> Self::Mark {
        let asset = self.register().asset(id);
        let stuff = match (self.name(id), asset, stuff) {
            (Some((name, _)), ..) => Stuff::Named(name),
            (None, _, Stuff::Named(name)) => Stuff::Named(name.clone()),
            (None, Some(asset), _) if asset.detail.kind == AssetKind::Material => {
                Stuff::Class(class(&asset.detail.epc))
            }
            (None, _, stuff) => stuff.clone(),
        };
        (stuff, self.0.made_matter(*matter, id))
    }
}

/// The materials of a mixture, the greatest share first; `upstream` are the assets that may serve as examples.
pub(super) fn contents(
    mixture: &Mixture<(Stuff, Matter)>,
    register: &Register,
    upstream: &[SubjectId],
) -> Vec<MaterialContent> {
    let mut examples: BTreeMap<String, SubjectId> = BTreeMap::new();
    for id in upstream {
        if let Some(asset) = register.asset(*id) {
            let example = examples.entry(class(&asset.detail.epc)).or_insert(*id);
            *example = (*id).min(*example);
        }
    }
    let mut stuffs: Vec<&Stuff> = mixture.shares.keys().map(|(stuff, _)| stuff).collect();
    stuffs.dedup();
    let mut contents: Vec<_> = (stuffs.into_iter())
        .map(|stuff| content(mixture, stuff, &examples))
        .collect();
    contents.sort_by(|left, right| {
        (right.share.proportional.cmp(&left.share.proportional))
            .then_with(|| left.material.cmp(&right.material))
    });
    contents
}

fn content(
    mixture: &Mixture<(Stuff, Matter)>,
    wanted: &Stuff,
    examples: &BTreeMap<String, SubjectId>,
) -> MaterialContent {
    let material = match wanted {
        Stuff::Named(name) => Material::Named(name.clone()),
        Stuff::Class(class) => (examples.get(class)).map_or(Material::Unrecorded, |example| {
            let (class, example) = (class.clone(), *example);
            Material::Class { class, example }
        }),
        Stuff::Unrecorded => Material::Unrecorded,
    };
    let share = mixture.share(|(stuff, _)| match stuff {
        stuff if stuff == wanted => Counts::Yes,
        Stuff::Unrecorded => Counts::Perhaps,
        _ => Counts::No,
    });
    MaterialContent {
        material,
        share,
        kilograms: None,
        recycled: RecycledByKind::within(mixture, |(stuff, matter)| {
            (stuff == wanted).then_some(*matter)
        }),
    }
}
