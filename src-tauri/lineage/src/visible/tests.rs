//! What a picture shows, what it hides, and that nothing is lost without a count.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use proptest::prelude::*;
use trace::{AssetDetail, AssetKind, ClaimKind, MICRO, Portion, SubjectId};

use super::*;
use crate::Register;
use crate::testing::{Book, DAY, id, kg, lawless, lot, pallet, pieces, recycled};

fn seen(book: &Book, scope: &Scope<'_>) -> Visible {
    let register = book.register();
    let lineage = Lineage::new(&register);
    lineage.visible(&register, scope).unwrap()
}

fn down(name: &str) -> Scope<'static> {
    Scope {
        ways: Ways::Down,
        ..Scope::around(id(name))
    }
}

fn assets(visible: &Visible) -> Vec<SubjectId> {
    let members = visible.nodes.iter().flat_map(|node| &node.members);
    members.copied().collect()
}

fn node(visible: &Visible, key: NodeKey) -> &VisibleNode {
    visible.nodes.iter().find(|node| node.key == key).unwrap()
}

fn asset<'a>(visible: &'a Visible, name: &str) -> &'a VisibleNode {
    node(visible, NodeKey::Asset(id(name)))
}

/// Edges as pairs of the first members' ids.
fn pairs(visible: &Visible) -> Vec<(SubjectId, SubjectId, usize)> {
    let first = |at: usize| visible.nodes[at].members[0];
    let pair = |edge: &VisibleEdge| (first(edge.from), first(edge.to), edge.through);
    visible.edges.iter().map(pair).collect()
}

/// Ore becomes an ingot, that becomes solder, that goes into a device, and that stands on a pallet.
fn chain() -> Book {
    let mut book = Book::default();
    book.on(DAY);
    book.commission("miner", lot("ore", 100));
    book.transform("smelter", &[kg("ore", 90)], &[lot("ingot", 80)]);
    book.transform("maker", &[kg("ingot", 80)], &[lot("solder", 70)]);
    book.transform(
        "maker",
        &[kg("solder", 10)],
        &[pieces("device", 1, Some(9))],
    );
    book.commission("maker", pallet("pallet"));
    book.pack("maker", "pallet", &[kg("device", 1)]);
    book
}

/// A lot of solder from which so many devices are made: all in one event, or each in its own.
fn devices(count: usize, in_one_event: bool) -> Book {
    let mut book = Book::default();
    book.on(DAY);
    book.commission("maker", lot("solder", 70));
    let device = |at: usize| pieces(&format!("device/{at}"), 2, Some(300));
    let solder = Portion {
        asset: id("solder"),
        micro: 1,
    };
    if in_one_event {
        let devices: Vec<AssetDetail> = (0..count).map(device).collect();
        book.transform("maker", &[solder], &devices);
    } else {
        for at in 0..count {
            book.transform("maker", &[solder], &[device(at)]);
        }
    }
    book
}

#[test]
fn a_scope_reaches_as_far_as_it_says_and_counts_what_is_next() {
    let mut scope = Scope::around(id("solder"));
    scope.depth = Some(1);
    let near = seen(&chain(), &scope);
    assert_eq!(assets(&near), [id("solder"), id("ingot")]);
    assert_eq!(near.nodes[1].step, -1);
    assert_eq!(near.nodes[0].down.beyond, 1, "the device");
    assert_eq!(near.nodes[1].up.beyond, 1, "the ore");
    assert_eq!(near.hidden.beyond, 2);

    scope.ways = Ways::Both;
    scope.depth = None;
    let all = seen(&chain(), &scope);
    assert_eq!((all.nodes.len(), all.edges.len()), (5, 4));
    assert_eq!(all.hidden, Hidden::default());
    assert_eq!(asset(&all, "pallet").step, 2);
}

#[test]
fn a_node_is_expanded_and_collapsed_by_hop() {
    let mut scope = Scope::around(id("solder"));
    scope.depth = Some(1);
    (scope.expanded).insert((id("ingot"), Side::Up), 1);
    (scope.expanded).insert((id("solder"), Side::Down), 2);
    let more = seen(&chain(), &scope);
    assert_eq!(
        more.nodes.len(),
        5,
        "one step to the ore, two to the pallet"
    );

    scope.collapsed.insert((id("device"), Side::Down));
    scope.collapsed.insert((id("solder"), Side::Up));
    let less = seen(&chain(), &scope);
    assert_eq!(assets(&less), [id("solder"), id("device")]);
    assert_eq!(asset(&less, "solder").up.beyond, 1);
}

#[test]
fn fifty_thousand_children_are_one_node() {
    let book = devices(50_000, true);
    let mut scope = down("solder");
    scope.group_from = Some(5);
    let grouped = seen(&book, &scope);
    assert_eq!((grouped.nodes.len(), grouped.edges.len()), (2, 1));
    let group = &grouped.nodes[1];
    assert!(matches!(group.key, NodeKey::Group(_)));
    assert_eq!(group.members.len(), 50_000);
    assert_eq!(group.quantity.micro, 100_000 * MICRO);
    assert_eq!(
        group.mass.unwrap().kilograms().unwrap().to_string(),
        "30000"
    );
    assert_eq!(grouped.edges[0].links, 50_000);
    assert_eq!(grouped.edges[0].micro, 1, "one event used it once");
    assert_eq!(grouped.edges[0].share_of_mass, Some(Decimal::ONE));

    let NodeKey::Group(first) = group.key else {
        unreachable!()
    };
    scope.opened.insert(first, 3);
    let opened = seen(&book, &scope);
    assert_eq!(opened.nodes.len(), 5, "solder, three cards and the rest");
    assert_eq!(node(&opened, group.key).members.len(), 49_997);

    scope.group_from = None;
    scope.most = 100;
    let cut = seen(&book, &scope);
    assert_eq!(cut.nodes.len(), 100);
    assert_eq!(cut.hidden.over_limit, 49_901);
    assert_eq!(cut.nodes[0].down.over_limit, 49_901);
}

#[test]
fn siblings_of_different_events_are_alike_and_their_uses_add_up() {
    let mut scope = down("solder");
    scope.group_from = Some(5);
    let grouped = seen(&devices(20, false), &scope);
    assert_eq!(grouped.nodes.len(), 2);
    assert_eq!(grouped.edges[0].micro, 20, "every event used some");
    assert_eq!(grouped.edges[0].share_of_mass, Some(Decimal::ONE));
}

#[test]
fn what_differs_in_maker_kind_or_company_is_no_sibling() {
    let mut book = devices(4, false);
    book.transform("other", &[kg("solder", 1)], &[pieces("device/4", 2, None)]);
    book.transform("maker", &[kg("solder", 1)], &[lot("device/5", 2)]);
    book.commission("maker", pallet("pallet"));
    book.pack("maker", "pallet", &[kg("device/3", 1)]);
    let mut scope = down("solder");
    scope.group_from = Some(2);
    let grouped = seen(&book, &scope);
    let sizes: Vec<_> = (grouped.nodes.iter())
        .map(|node| node.members.len())
        .collect();
    assert_eq!(sizes, [1, 3, 1, 1, 1, 1], "{:?}", grouped.nodes);

    scope.depth = Some(1);
    let near = seen(&book, &scope);
    assert_eq!(
        near.nodes.len(),
        4,
        "the pallet is not seen to tell them apart"
    );
    let group = near.nodes.iter().find(|node| node.members.len() == 4);
    assert_eq!(group.unwrap().down.beyond, 1);

    (scope.expanded).insert((id("device/0"), Side::Up), 1);
    let pinned = seen(&book, &scope);
    assert_eq!(pinned.nodes.len(), 5, "what was expanded stays a card");
}

#[test]
fn a_filter_says_what_it_hides_and_the_way_through_it_is_drawn() {
    let mut book = chain();
    book.attest("auditor", "ore", recycled(10));
    let mut scope = Scope::around(id("pallet"));
    scope.filter.parties = [id("miner")].into();
    let seen_parties = seen(&book, &scope);
    assert_eq!(assets(&seen_parties), [id("pallet"), id("ore")]);
    assert_eq!(pairs(&seen_parties), [(id("ore"), id("pallet"), 3)]);
    assert_eq!(
        (seen_parties.hidden.filtered, seen_parties.hidden.by_party),
        (3, 3)
    );
    assert_eq!(asset(&seen_parties, "pallet").up.filtered, 1);

    scope.filter = Filter {
        kinds: [AssetKind::Component].into(),
        claims: vec![ClaimKind::RecycledContent],
        ..Filter::default()
    };
    let none = seen(&book, &scope);
    assert_eq!(none.nodes.len(), 1, "only the focus is left");
    let Hidden {
        filtered,
        by_kind,
        by_claim,
        ..
    } = none.hidden;
    assert_eq!((filtered, by_kind, by_claim), (4, 3, 3));

    let judge = |asset: SubjectId| asset != id("solder");
    scope.filter = Filter {
        other: Some(&judge),
        ..Filter::default()
    };
    let judged = seen(&book, &scope);
    assert!(pairs(&judged).contains(&(id("ingot"), id("device"), 1)));
}

#[test]
fn a_path_is_all_ways_between_two_assets_whichever_comes_first() {
    let mut book = chain();
    book.transform("maker", &[kg("ingot", 1)], &[lot("wire", 1)]);
    book.transform("maker", &[kg("ore", 1)], &[lot("slag", 1)]);
    let mut scope = Scope::around(id("ingot"));
    scope.between = Some((id("device"), id("ore")));
    let path = seen(&book, &scope);
    assert_eq!(assets(&path), ["device", "solder", "ingot", "ore"].map(id));
    assert_eq!(asset(&path, "ingot").down.beyond, 1, "the wire");
    (scope.expanded).insert((id("ingot"), Side::Down), 1);
    assert_eq!(seen(&book, &scope).nodes.len(), 5);

    let register = book.register();
    let lineage = Lineage::new(&register);
    scope.between = Some((id("wire"), id("solder")));
    assert_eq!(lineage.visible(&register, &scope), Err(Unseen::NoWay));
    scope.between = Some((id("wire"), id("nothing")));
    assert_eq!(lineage.visible(&register, &scope), Err(Unseen::NoSuchAsset));
}

/// What is shown, as one would say it without any cleverness.
fn check(register: &Register, lineage: &Lineage, scope: &Scope<'_>) {
    let visible = lineage.visible(register, scope).unwrap();
    let mut shown_by = BTreeMap::new();
    for (at, node) in visible.nodes.iter().enumerate() {
        assert!(matches!(node.key, NodeKey::Group(_)) == (node.members.len() > 1));
        for member in &node.members {
            assert_eq!(shown_by.insert(*member, at), None, "shown once");
        }
    }
    for (at, node) in visible.nodes.iter().enumerate() {
        for (side, stub) in [(Side::Up, node.up), (Side::Down, node.down)] {
            let next: BTreeSet<SubjectId> = (node.members.iter())
                .flat_map(|member| lineage.links(lineage.find(*member).unwrap(), side.way()))
                .map(|(other, _)| lineage.id(other))
                .collect();
            let hidden = next.iter().filter(|id| !shown_by.contains_key(id)).count();
            assert_eq!(stub.beyond + stub.filtered + stub.over_limit, hidden);
        }
        let into: BTreeSet<(usize, LinkKind)> = (node.members.iter())
            .flat_map(|member| lineage.links(lineage.find(*member).unwrap(), Direction::Incoming))
            .filter_map(|(other, link)| Some((*shown_by.get(&lineage.id(other))?, link.kind)))
            .filter(|(from, _)| *from != at)
            .collect();
        let drawn: BTreeSet<(usize, LinkKind)> = (visible.edges.iter())
            .filter(|edge| edge.to == at && edge.through == 0)
            .map(|edge| (edge.from, edge.kind))
            .collect();
        assert_eq!(drawn, into);
    }
    assert!(visible.nodes.len() <= scope.most);
}

proptest! {
    #[test]
    fn what_is_shown_is_the_trail_and_nothing_is_lost(
        book in lawless(),
        grouped in any::<bool>(),
        most in 1..5_usize,
        depth in prop::option::of(0..3_u32),
        kinds in any::<bool>(),
    ) {
        let register = book.register();
        let lineage = Lineage::new(&register);
        for focus in register.assets().keys() {
            let mut scope = Scope::around(*focus);
            scope.ways = Ways::Both;
            scope.depth = depth;
            let visible = lineage.visible(&register, &scope).unwrap();
            let trail = lineage.both(*focus, depth).unwrap();
            let mut on_trail: Vec<_> = trail.nodes.iter().map(|node| node.id).collect();
            let mut shown = assets(&visible);
            on_trail.sort_unstable();
            shown.sort_unstable();
            prop_assert_eq!(on_trail, shown);
            check(&register, &lineage, &scope);
            scope.group_from = grouped.then_some(2);
            scope.most = most;
            let judge = |asset: SubjectId| asset.0[31].is_multiple_of(2);
            if kinds {
                scope.filter.other = Some(&judge);
            }
            check(&register, &lineage, &scope);
        }
    }
}
