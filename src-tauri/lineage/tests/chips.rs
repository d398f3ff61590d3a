//! probe
#![allow(clippy::unwrap_used, missing_docs)]
use lineage::*;
use trace::*;
#[test]
fn probe() {
    let story = scenario::chips();
    let events = scenario::replay(&story);
    println!("{} events", events.len());
    let register = Register::from_events(&events);
    println!("unresolved {:?}", register.unresolved());
    let graph = Lineage::new(&register);
    let now = register.latest_time();
    for f in findings(&register, &graph, now) {
        println!(
            "{:?} {} {} | {} | {} | {} events {} assets",
            f.severity,
            f.figures.code(),
            f.title(),
            f.message(&register),
            f.advice(&register),
            f.events.len(),
            f.assets.len()
        );
    }
    let roll = RollUp::new(&register, now);
    for (id, asset) in register.assets() {
        let c = roll.recycled_content(*id).unwrap();
        println!(
            "{} {} | {} | {:?} {} | rec {} {} {} untraced {} weighed {}",
            asset.detail.epc.reference(),
            asset.detail.description,
            asset.detail.quantity,
            asset.mass().and_then(Mass::kilograms),
            asset.detail.kind.word(),
            c.share.lower.round_dp(4),
            c.share.proportional.round_dp(4),
            c.share.upper.round_dp(4),
            c.untraced.round_dp(4),
            c.is_weighed
        );
    }
    let id = *register
        .assets()
        .iter()
        .find(|(_, a)| a.detail.epc.as_str().ends_with("000417"))
        .unwrap()
        .0;
    let o = roll.origins(id).unwrap();
    for s in &o.shares {
        println!(
            "{} {:?} {} {} {}",
            s.description,
            s.source,
            s.share.lower.round_dp(4),
            s.share.proportional.round_dp(4),
            s.share.upper.round_dp(4)
        );
    }
    println!(
        "unrecorded {:?} weighed {} kg {:?}",
        o.unrecorded, o.is_weighed, o.kilograms
    );
    let t = graph.up(id, None).unwrap();
    println!("{} nodes {} edges", t.nodes.len(), t.edges.len());
    std::fs::write("/tmp/trail.dot", dot(&t, &register)).unwrap();
}
#[test]
fn probe2() {
    let events = scenario::replay(&scenario::chips());
    let register = Register::from_events(&events);
    for s in register
        .shipments()
        .values()
        .filter(|s| s.received.is_none())
    {
        println!(
            "ship {} days {}",
            s.shipped.time.utc_text(),
            (register.latest_time() - s.shipped.second()) / 86400
        );
    }
    for (id, a) in register.assets() {
        for r in &a.recalls {
            println!("recalled {}", r.time.utc_text());
            for s in register.history(*id) {
                println!("   {:?} {}", s.event_type, s.time.utc_text());
            }
        }
    }
}
