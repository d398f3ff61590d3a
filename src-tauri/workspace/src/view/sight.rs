//! What of a lineage is asked for, in the words of `lineage`; and what it can be filtered by.

use std::collections::BTreeMap;

use lineage::{Filter, Lineage, NodeKey, Register, Scope, Side, Unseen, Visible, Ways};
use protocol::{ChipKind, Direction, HiddenCount, Hop, LineageChoices, LineageQuery, NamedCount};
use trace::{ClaimKind, Epc, SubjectId};

use super::trail::not_yet;
use super::words;
use crate::{Failure, FailureKind, Workspace};

/// More cards than this are no picture any more; the rest is counted.
const MOST_CARDS: usize = 5_000;
/// So many like siblings are drawn as one card.
const GROUP_FROM: usize = 5;
/// The claims that can be filtered by.
const CLAIMS: [(ChipKind, ClaimKind); 4] = [
    (ChipKind::Recycled, ClaimKind::RecycledContent),
    (ChipKind::Carbon, ClaimKind::CarbonFootprint),
    (ChipKind::Origin, ClaimKind::Origin),
    (ChipKind::Conformity, ClaimKind::Conformity),
];

/// What is shown of a lineage, and what the whole of it could be filtered by.
pub(super) struct Sight {
    pub(super) seen: Visible,
    pub(super) choices: LineageChoices,
}

impl Workspace {
    /// What a query shows.
    pub(super) fn sight(
        &self,
        query: &LineageQuery,
        register: &Register,
        lineage: &Lineage,
    ) -> Result<Sight, Failure> {
        let focus = self.shown_id(&query.epc)?;
        let wanted = &query.filter.assurances;
        let judge = |id: SubjectId| {
            let asset = register.asset(id);
            asset.is_some_and(|asset| {
                wanted.contains(&words::assurance(self.assurance(asset.made_by)))
            })
        };
        let mut scope = scope(focus, query)?;
        let open = scope.clone();
        scope.filter = Filter {
            kinds: query.filter.kinds.iter().copied().map(kind).collect(),
            parties: ids(&query.filter.parties).collect(),
            places: ids(&query.filter.places).collect(),
            claims: claims(&query.filter.claims),
            other: (!wanted.is_empty()).then_some(&judge),
        };
        let look = |scope: &Scope<'_>| {
            (lineage.visible(register, scope)).map_err(|unseen| refused(query, unseen))
        };
        let seen = look(&scope)?;
        let choices = if scope.filter.is_open() {
            self.choices(register, &seen)
        } else {
            self.choices(register, &look(&open)?)
        };
        Ok(Sight { seen, choices })
    }

    /// What occurs in a lineage, and how often.
    fn choices(&self, register: &Register, seen: &Visible) -> LineageChoices {
        let mut kinds = BTreeMap::new();
        let mut assurances = BTreeMap::new();
        let mut parties: BTreeMap<SubjectId, u32> = BTreeMap::new();
        let mut places: BTreeMap<SubjectId, u32> = BTreeMap::new();
        let mut claims = BTreeMap::new();
        let second = register.latest_time();
        let members = seen.nodes.iter().flat_map(|node| &node.members);
        for (id, asset) in members.filter_map(|id| Some((*id, register.asset(*id)?))) {
            *kinds.entry(words::kind(asset.detail.kind)).or_insert(0) += 1;
            let assurance = words::assurance(self.assurance(asset.made_by));
            *assurances.entry(assurance).or_insert(0) += 1;
            *parties.entry(asset.maker).or_default() += 1;
            if let Some(place) = asset.made_at {
                *places.entry(place).or_default() += 1;
            }
            for (chip, claim) in &CLAIMS {
                if register.claim_in_force(id, claim, second).is_some() {
                    *claims.entry(*chip).or_insert(0) += 1;
                }
            }
        }
        LineageChoices {
            kinds: kinds.into_iter().collect(),
            parties: named(register, parties, words::party_name),
            places: named(register, places, |register, place| {
                words::place(register, Some(place))
            }),
            claims: claims.into_iter().collect(),
            assurances: assurances.into_iter().collect(),
        }
    }
}

/// A query's scope without its filter.
fn scope<'a>(focus: SubjectId, query: &LineageQuery) -> Result<Scope<'a>, Failure> {
    let mut scope = Scope::around(focus);
    scope.ways = match query.direction {
        Direction::Up => Ways::Up,
        Direction::Down => Ways::Down,
        Direction::Both => Ways::Both,
    };
    scope.depth = query.depth;
    scope.most = MOST_CARDS;
    scope.group_from = query.grouped.then_some(GROUP_FROM);
    if let Some(path) = &query.path {
        let end = |epc: &str| Ok::<_, Failure>(SubjectId::of(&Epc::parse(epc)?));
        scope.between = Some((end(&path.from)?, end(&path.to)?));
    }
    scope.expanded = hops(&query.expanded).map(|hop| (hop, 1)).collect();
    scope.collapsed = hops(&query.collapsed).collect();
    scope.opened = (query.opened.iter())
        .filter_map(|(key, count)| {
            let count = usize::try_from(*count).unwrap_or(usize::MAX);
            Some((id(key)?, count))
        })
        .collect();
    Ok(scope)
}

/// What is not drawn, counted.
pub(super) fn hidden(seen: &Visible, query: &LineageQuery) -> HiddenCount {
    // What lies in the direction that is not looked is no part of this lineage.
    let looks_up = query.direction != Direction::Down;
    let looks_down = query.direction != Direction::Up;
    let beyond = (seen.nodes.iter())
        .map(|node| {
            let up = (looks_up && node.step <= 0).then_some(node.up.beyond);
            let down = (looks_down && node.step >= 0).then_some(node.down.beyond);
            up.unwrap_or(0).saturating_add(down.unwrap_or(0))
        })
        .fold(0, usize::saturating_add);
    let grouped = (seen.nodes.iter())
        .filter(|node| matches!(node.key, NodeKey::Group(_)))
        .map(|node| node.members.len())
        .sum();
    HiddenCount {
        beyond: if query.path.is_some() {
            0
        } else {
            count(beyond)
        },
        grouped: count(grouped),
        filtered: count(seen.hidden.filtered),
        too_many: count(seen.hidden.over_limit),
    }
}

pub(super) fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A name that cannot be read names nothing that could be drawn.
pub(super) fn id(epc: &str) -> Option<SubjectId> {
    Epc::parse(epc).ok().map(|epc| SubjectId::of(&epc))
}

fn ids(epcs: &[String]) -> impl Iterator<Item = SubjectId> + '_ {
    epcs.iter().filter_map(|epc| id(epc))
}

fn hops(hops: &[Hop]) -> impl Iterator<Item = (SubjectId, Side)> + '_ {
    hops.iter().filter_map(|hop| {
        let side = if hop.up { Side::Up } else { Side::Down };
        Some((id(&hop.epc)?, side))
    })
}

fn kind(kind: protocol::AssetKind) -> trace::AssetKind {
    match kind {
        protocol::AssetKind::Material => trace::AssetKind::Material,
        protocol::AssetKind::Component => trace::AssetKind::Component,
        protocol::AssetKind::Product => trace::AssetKind::Product,
        protocol::AssetKind::LogisticUnit => trace::AssetKind::LogisticUnit,
    }
}

fn claims(chips: &[ChipKind]) -> Vec<ClaimKind> {
    (CLAIMS.iter())
        .filter(|(chip, _)| chips.contains(chip))
        .map(|(_, claim)| claim.clone())
        .collect()
}

/// The most frequent first.
fn named(
    register: &Register,
    counts: BTreeMap<SubjectId, u32>,
    name: impl Fn(&Register, SubjectId) -> String,
) -> Vec<NamedCount> {
    let mut all: Vec<_> = counts
        .into_iter()
        .map(|(id, count)| NamedCount {
            epc: words::subject_epc(register, id),
            name: name(register, id),
            count,
        })
        .collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    all
}

fn refused(query: &LineageQuery, unseen: Unseen) -> Failure {
    match unseen {
        Unseen::NoSuchAsset => not_yet(&query.epc, query.as_of),
        Unseen::NoWay => Failure::new(
            FailureKind::Usage,
            "no way leads from the one asset to the other".to_owned(),
            "Nothing on record was made from the one and went into the other. Choose two assets of one lineage.",
        ),
    }
}
