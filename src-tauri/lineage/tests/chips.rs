//! The story of a chip, read as a traceability officer would: the trouble that is in it is found, and nothing else.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use lineage::{
    Bounds, Figures, Finding, Lineage, Register, RollUp, Severity, Source, Spacing, dot, findings,
    layout,
};
use trace::{Epc, SubjectId};

const INGOT: &str = "urn:epc:class:lgtin:8991102.030114.PT-2291";
const GATEWAY: &str = "urn:epc:id:sgtin:3770029.010200.000417";

fn id(name: &str) -> SubjectId {
    SubjectId::of(&Epc::parse(name).unwrap())
}

fn called(register: &Register, description: &str) -> SubjectId {
    let mut assets = register.assets().iter();
    *assets
        .find(|(_, asset)| asset.detail.description == description)
        .unwrap()
        .0
}

fn register() -> Register {
    Register::from_events(&scenario::replay(&scenario::chips()))
}

fn found(register: &Register) -> Vec<Finding> {
    findings(register, &Lineage::new(register), register.latest_time())
}

fn percent(bounds: Bounds) -> [String; 3] {
    let bounds = bounds.percent();
    [bounds.lower, bounds.proportional, bounds.upper]
        .map(|share| share.round_dp(1).normalize().to_string())
}

#[test]
fn its_trouble_is_found_and_nothing_else() {
    let register = register();
    let found = found(&register);
    let codes: Vec<_> = found
        .iter()
        .map(|finding| (finding.severity, finding.figures.code()))
        .collect();
    assert_eq!(
        codes,
        [
            (Severity::Error, "over-claim"),
            (Severity::Error, "recalled"),
            (Severity::Error, "used-after-recall"),
            (Severity::Error, "revoked-attestation"),
            (Severity::Warning, "missing-receive"),
        ]
    );
    let [over_claim, recalled, used_after, revoked, missing] = &found[..] else {
        unreachable!("counted above");
    };
    assert_eq!(over_claim.subject, id(INGOT));
    assert!(revoked.assets.contains(&id(INGOT)));
    assert_eq!(recalled.figures, Figures::Recalled { used_after: true });
    let modules = called(&register, "Radio module RM-4, lot 2");
    assert_eq!(used_after.assets[1..], [modules], "made four days later");
    let lost = called(&register, "Pallet, EG-200 000409 to 000416");
    assert_eq!(missing.subject, lost);
    assert_eq!(missing.assets.len(), 9, "the pallet and eight gateways");
    for finding in &found {
        assert!(!finding.message(&register).is_empty());
        assert!(!finding.advice(&register).is_empty());
        for event in &finding.events {
            let told = (finding.assets.iter().chain([&finding.subject])).any(|subject| {
                register
                    .history(*subject)
                    .iter()
                    .any(|step| step.event == *event)
            });
            assert!(told, "{event:?} is in the history of something it is about");
        }
    }
}

#[test]
fn the_ingot_carries_at_most_40_per_cent() {
    let register = register();
    let rollup = RollUp::new(&register, register.latest_time());
    let content = rollup.recycled_content(id(INGOT)).unwrap();
    assert_eq!(percent(content.share), ["14.3", "31.8", "40"]);
    assert!(content.is_weighed && content.untraced.is_zero());
}

#[test]
fn before_the_revocation_there_was_none_to_find() {
    let events = scenario::replay(&scenario::chips());
    let is_revocation =
        |event: &&trace::TraceEvent| !matches!(event.body.event_type(), trace::EventType::Revoked);
    let earlier = Register::from_events(events.iter().take_while(is_revocation));
    let codes: BTreeSet<_> = (found(&earlier).iter())
        .map(|finding| finding.figures.code())
        .collect();
    assert!(!codes.contains("revoked-attestation"));
    assert!(codes.contains("over-claim"));
}

#[test]
fn a_gateway_leads_back_to_its_mines() {
    let register = register();
    let lineage = Lineage::new(&register);
    let trail = lineage.up(id(GATEWAY), None).unwrap();
    let on_it: BTreeSet<_> = trail.nodes.iter().map(|node| node.id).collect();
    for description in [
        "Quartz, lot 88-4",
        "Board scrap, bale 12",
        "Tantalite, lot K-017",
        "Cassiterite, lot 5512",
        "Solder dross, bale 31",
        "Enclosure, lot E-5",
    ] {
        assert!(
            on_it.contains(&called(&register, description)),
            "{description}"
        );
    }
    assert!(on_it.contains(&id(INGOT)));
    assert!(
        !on_it.contains(&called(&register, "Pallet, EG-200 000417 to 000424")),
        "what it stood on is not what it came from"
    );

    let origins = (RollUp::new(&register, register.latest_time()).origins(id(GATEWAY))).unwrap();
    assert!(
        origins
            .shares
            .iter()
            .all(|share| on_it.contains(&share.root))
    );
    assert!(origins.is_weighed && origins.unrecorded == Bounds::ZERO);
    let tantalite = called(&register, "Tantalite, lot K-017");
    let tantalite = origins.shares.iter().find(|share| share.root == tantalite);
    assert_eq!(tantalite.unwrap().source, Source::Unstated);
}

#[test]
fn its_picture_and_its_text_are_whole() {
    let register = register();
    let lineage = Lineage::new(&register);
    let trail = lineage.up(id(GATEWAY), None).unwrap();
    let place = |asset| {
        trail
            .nodes
            .iter()
            .position(|node| node.id == asset)
            .unwrap()
    };
    let boxes: Vec<_> = (trail.nodes.iter())
        .map(|node| lineage::Box {
            id: node.id,
            width: 172.0,
            height: 66.0,
        })
        .collect();
    let edges: Vec<_> = (trail.edges.iter())
        .map(|edge| (place(edge.from), place(edge.to)))
        .collect();
    let spacing = Spacing {
        between_layers: 72.0,
        between_boxes: 18.0,
        beside_edges: 10.0,
    };
    let drawing = layout(&boxes, &edges, spacing, &|| false).unwrap();
    assert!(drawing.edges.iter().all(|route| route.len() >= 2));
    let rightmost = drawing.boxes.iter().map(|placed| placed.layer).max();
    assert_eq!(
        Some(drawing.boxes[0].layer),
        rightmost,
        "the gateway stands right"
    );
    let crossings = crossings(&drawing.edges);
    assert_eq!(crossings, 0, "a tree can be drawn without crossings");

    let text = dot(&trail, &register, &lineage);
    assert_eq!(text.matches(" -> ").count(), trail.edges.len());
}

/// How many pairs of straight pieces cross.
fn crossings(routes: &[Vec<(f64, f64)>]) -> usize {
    let pieces: Vec<_> = routes.iter().flat_map(|route| route.windows(2)).collect();
    let crosses = |one: &[(f64, f64)], other: &[(f64, f64)]| {
        let side = |line: &[(f64, f64)], point: (f64, f64)| {
            let (from, to) = (line[0], line[1]);
            (to.0 - from.0) * (point.1 - from.1) - (to.1 - from.1) * (point.0 - from.0)
        };
        side(one, other[0]) * side(one, other[1]) < -1e-6
            && side(other, one[0]) * side(other, one[1]) < -1e-6
    };
    (pieces.iter().enumerate())
        .map(|(at, one)| {
            pieces[at + 1..]
                .iter()
                .filter(|other| crosses(one, other))
                .count()
        })
        .sum()
}
