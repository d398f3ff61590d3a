//! The figures of one asset of the sample, reckoned by hand from its story.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use lineage::{
    Country, CustodyModel, Material, Reason, Register, RollUp, Share, Smelting, Stage, Status,
    custody,
};
use trace::{Assurance, ClaimKind, Epc, SubjectId};

const INGOT: &str = "urn:epc:class:lgtin:8991102.030114.PT-2291";
const GATEWAY: &str = "urn:epc:id:sgtin:3770029.010200.000417";

fn id(name: &str) -> SubjectId {
    SubjectId::of(&Epc::parse(name).unwrap())
}

fn register() -> Register {
    Register::from_events(&scenario::replay(&scenario::chips()))
}

fn percent(share: lineage::Bounds) -> [String; 3] {
    let share = share.percent();
    [share.lower, share.proportional, share.upper]
        .map(|share| share.round_dp(2).normalize().to_string())
}

/// A gateway weighs 355 g and was made of a module of 240 g and an enclosure of 120 g: 5 g are lost. A module was made of a
/// board of 215 g, a chip of 1.9 g, three capacitors of 0.15 g and 31 000 g / 1200 = 25.83 g of paste, 243.18 g in all.
#[test]
fn a_gateway_by_country() {
    let register = register();
    let figure = (RollUp::new(&register, register.latest_time()).countries(id(GATEWAY))).unwrap();
    let row = |code: &str| {
        let is_it = |row: &&Share<Country>| row.of == Country::Known(code.to_owned());
        percent(figure.value.rows.iter().find(is_it).unwrap().share)
    };
    // The board, of Gdańsk: 215 − 3.18 = 211.82 g at least of a module's 240 g, 206.82 g of a gateway's 355 g; in proportion
    // 215 / 243.1833 × 240 / 360; 215 g at most.
    assert_eq!(row("PL"), ["58.26", "58.94", "60.56"]);
    // The billet, of Brno: 64 of 164 kg make 1300 enclosures of 156 kg; 43.08 g at least of 120 g, then less 5 g; in proportion
    // 64 / 164 × 120 / 360; at most 64 / 156 × 120 g of 355 g.
    assert_eq!(row("CZ"), ["10.73", "13.01", "13.87"]);
    assert_eq!(figure.value.kilograms.unwrap().to_string(), "0.355");
    let all = figure.basis.weakest(|_| Assurance::Sealed);
    assert_eq!(all, Some(Assurance::Sealed));
    let of_one = figure.basis.events()[3];
    let weakest = |event| {
        if event == of_one {
            Assurance::Reported
        } else {
            Assurance::Sealed
        }
    };
    assert_eq!(figure.basis.weakest(weakest), Some(Assurance::Reported));
}

#[test]
fn a_gateway_by_smelter() {
    let register = register();
    let figure = (RollUp::new(&register, register.latest_time()).smelters(id(GATEWAY))).unwrap();
    let smelters: BTreeSet<_> = (figure.value.rows.iter())
        .filter_map(|row| match row.of {
            Smelting::By(party) => Some(register.party(party).unwrap().title.clone()),
            Smelting::Never | Smelting::Unrecorded => None,
        })
        .collect();
    let expected = [
        "Harzer Tantalwerk GmbH",
        "Main-Edelmetall GmbH",
        "PT Bangka Tin Works",
    ];
    assert_eq!(smelters, expected.map(str::to_owned).into());
}

/// One gateway is claimed to weigh 6.2 kg: 3.9 kg of them are a module's and 0.48 kg an enclosure's. In a module are 2.4 kg of a
/// chip, 3 × 0.02 kg of capacitors and 25.83 g of paste at 7.9 kg; in a chip 9800 / 9610 dies of 2.1 kg; in a die a 9800th part of
/// 4 kg of polysilicon at 38 kg. Only the tin is certified: 250 kg at 6.4 kg in 260 kg of paste.
#[test]
fn a_gateway_by_stage() {
    let register = register();
    let figure = (RollUp::new(&register, register.latest_time()).footprint(id(GATEWAY))).unwrap();
    let footprint = figure.value;
    assert_eq!(footprint.kilograms.to_string(), "6.2");
    assert!(!footprint.is_open && footprint.understated.is_none());
    let stages: Vec<_> = (footprint.stages.iter())
        .map(|share| (share.stage, share.kilograms.round_dp(6).to_string()))
        .collect();
    let of = |stage, kilograms: &str| (stage, kilograms.to_owned());
    assert_eq!(
        stages,
        [
            // Paste 0.204083, polysilicon 152 / 9800 × 9800 / 9610 = 0.015817.
            of(Stage::MaterialAcquisition, "0.219900"),
            // Assembly 6.2 − 3.9 − 0.48 = 1.82, dies 2.1 × 9800 / 9610 − 0.015817 = 2.125702.
            of(Stage::Production, "3.945702"),
            // Enclosure 0.48, capacitors 0.06, chip 2.4 − 2.141519 and module 3.9 − 2.664083, whose boards and wires nobody claims.
            of(Stage::Undivided, "2.034397"),
        ]
    );
    // 250 × 6.4 / 260 × 0.025833.
    assert_eq!(footprint.verified.round_dp(6).to_string(), "0.158974");
    assert_eq!(footprint.verified + footprint.declared, footprint.kilograms);
}

#[test]
fn a_gateway_by_material() {
    let register = register();
    let rollup = RollUp::new(&register, register.latest_time());
    let materials = rollup.recycled_by_material(id(GATEWAY)).unwrap().value;
    let of = |description: &str| {
        let is_it = |content: &&lineage::MaterialContent| match &content.material {
            Material::Class { example, .. } => {
                let asset = register.asset(*example).unwrap();
                asset.detail.description.starts_with(description)
            }
            _ => false,
        };
        materials.iter().find(is_it).unwrap()
    };
    let wire = of("Gold wire");
    assert_eq!(wire.recycled.post_consumer.proportional, 1.into());
    // Nobody says where the tantalite of lot K-017 was won.
    let tantalum = of("Tantalum powder");
    assert_eq!(percent(tantalum.recycled.total), ["0", "0", "100"]);
    assert_eq!(tantalum.recycled.untraced, 1.into());
    // 420 of 1320 kg of ore and dross, 250 of 264 kg of paste.
    let paste = of("Solder paste");
    assert_eq!(percent(paste.recycled.total)[1], "30.13");
}

#[test]
fn the_ingot_and_its_smelter() {
    let register = register();
    let now = register.latest_time();
    let standings = RollUp::new(&register, now).standings(id(INGOT)).unwrap();
    let revoked: Vec<_> = (standings.iter())
        .filter(|standing| standing.status == Status::Revoked)
        .map(|standing| &standing.attestation.claim.statement[..])
        .collect();
    assert_eq!(revoked, ["RMAP conformant smelter"]);
    let september = 1_788_220_800;
    let then = RollUp::new(&register, september)
        .standings(id(INGOT))
        .unwrap();
    assert!(then.iter().any(|standing| standing.is_revoked_later));

    let custody = custody(&register, id(INGOT), &ClaimKind::RecycledContent, now).unwrap();
    assert_eq!(
        custody.best, None,
        "62 % where 40 % can be, and no certificate"
    );
    let reasons = (custody.verdicts.each_ref()).map(|verdict| {
        let step = verdict.downgrade.as_ref().unwrap();
        (verdict.model, step.reason)
    });
    assert_eq!(
        reasons,
        [
            (CustodyModel::IdentityPreserved, Reason::SeveralSources),
            (CustodyModel::Segregated, Reason::MixedWithOther),
            (CustodyModel::ControlledBlending, Reason::LossUnattributed),
            (CustodyModel::MassBalance, Reason::ClaimTooHigh),
            (CustodyModel::BookAndClaim, Reason::NotCertified),
        ]
    );
}
