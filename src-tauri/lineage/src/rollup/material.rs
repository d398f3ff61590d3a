//! Which material matter is, as the record tells materials apart.
//!
//! The ledger has no list of materials. A claim of the kind `material` about an asset names it (`tin`, `cobalt`); a name
//! stays with the matter into all that is made of it, until another claim names it anew. Matter without a name goes by the
//! class (GTIN without lot) of the last asset of kind *material* on its way, or of the part that it came onto the ledger as.

use std::collections::{BTreeMap, BTreeSet};

use trace::{AssetKind, ClaimKind, Epc, SubjectId};

use super::bounds::Bounds;
use super::ingredients::Upstream;
use super::matter::{BySource, Matter};
use super::mixture::{Counts, Marking, Mixture};
use super::recycled::RecycledByKind;
use super::weights::{greatest, tracked};
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
    /// All the small ones that are not tracked one by one, in a lineage of very many assets and materials.
    Others,
    /// From nothing recorded.
    Unrecorded,
}

/// The mark of matter by material.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Stuff {
    Named(String),
    Class(String),
    Others,
    Unrecorded,
}

/// Marks matter by material and source.
#[derive(Clone, Debug)]
pub(super) struct ByMaterial<'a> {
    source: BySource<'a>,
    /// The materials that are tracked; all if there are none.
    tracked: BTreeSet<Stuff>,
}

/// How many sources matter has, at a guess, for each of which a material is tracked apart.
const SOURCES: usize = 4;

impl<'a> ByMaterial<'a> {
    /// For the lineage of an asset: of very many materials, the greatest are tracked.
    pub(super) fn along(source: BySource<'a>, asset: SubjectId, upstream: &Upstream) -> Self {
        let mut marking = Self {
            source,
            tracked: BTreeSet::new(),
        };
        let stuffs: Vec<_> = (upstream.assets.iter())
            .filter_map(|id| Some((*id, marking.own(*id)?)))
            .collect();
        let most = (tracked(upstream.assets.len()) / SOURCES).max(1);
        marking.tracked = greatest(source.register, asset, &stuffs, most);
        marking
    }

    fn register(&self) -> &Register {
        self.source.register
    }

    /// What an asset's matter goes by from then on: its name, or its class if it is a material or was not made from anything.
    fn own(&self, id: SubjectId) -> Option<Stuff> {
        if let Some((name, _)) = self.name(id) {
            return Some(Stuff::Named(name));
        }
        let asset = self.register().asset(id)?;
        let has_class =
            asset.detail.kind == AssetKind::Material || self.register().making(id).is_none();
        has_class.then(|| Stuff::Class(class(&asset.detail.epc)))
    }

    fn if_tracked(&self, stuff: Stuff) -> Stuff {
        if self.tracked.is_empty() || self.tracked.contains(&stuff) {
            stuff
        } else {
            Stuff::Others
        }
    }

    /// The name that a claim in force gives the material of an asset, and the event that says so.
    pub(super) fn name(&self, asset: SubjectId) -> Option<(String, trace::EventKey)> {
        let kind = ClaimKind::Other("material".to_owned());
        let claim = (self.register()).claim_in_force(asset, &kind, self.source.second)?;
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
        let stuff = self.own(asset);
        let stuff = stuff.map_or(Stuff::Unrecorded, |stuff| self.if_tracked(stuff));
        (stuff, self.source.root_matter(asset))
    }

    fn entering(&self, (stuff, matter): &Self::Mark, into: &Transformation) -> Self::Mark {
        (stuff.clone(), matter.entering(into))
    }

    fn made(&self, (stuff, matter): &Self::Mark, id: SubjectId) -> Self::Mark {
        let stuff = match (self.own(id), stuff) {
            (Some(Stuff::Class(_)), named @ Stuff::Named(_)) => named.clone(),
            (Some(own), _) => self.if_tracked(own),
            (None, before) => before.clone(),
        };
        (stuff, self.source.made_matter(*matter, id))
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
        Stuff::Others => Material::Others,
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
