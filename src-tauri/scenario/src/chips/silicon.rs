//! From quartz and scrapped boards to packaged chips.

use trace::AssetDetail;

use crate::teller::{Teller, all, bulk, footprint, grams, origin, parts, recycled, some, whole};

/// Returns the two lots of packaged chips, in Gdańsk.
pub(super) fn tell(teller: &mut Teller) -> [AssetDetail; 2] {
    let wires = gold(teller);
    let dies = dies(teller);
    packaging(teller, &wires, &dies)
}

fn gold(teller: &mut Teller) -> [AssetDetail; 2] {
    let scrap = |lot, kilograms| {
        bulk(
            "7350088.010012",
            lot,
            &format!("Board scrap, bale {lot}"),
            kilograms,
        )
    };
    let bales = [scrap("12", whole(1050)), scrap("13", whole(800))];
    for (bale, day) in bales.iter().zip([5, 6]) {
        teller.commission("board-recycler", (2, day, 9, 0), bale);
        let claim = origin("post-consumer, collected in Västerbotten");
        teller.attest("board-recycler", (2, day, 9, 20), bale.id(), claim);
    }
    let trip = [(2, 16, 7, 30), (2, 20, 13, 0)];
    teller.deliver(("board-recycler", "gold"), trip, &bales.each_ref().map(all));

    let wire = |spool, micro| {
        bulk(
            "4099047.020007",
            spool,
            &format!("Gold wire, spool {spool}"),
            micro,
        )
    };
    let wires = [wire("7", grams(2100)), wire("8", grams(1600))];
    for ((wire, bale), day) in wires.iter().zip(&bales).zip([18, 25]) {
        teller.transform(
            "gold",
            (3, day, 16, 0),
            &[all(bale)],
            std::slice::from_ref(wire),
        );
        teller.attest("gold", (3, day, 16, 30), wire.id(), recycled(100));
    }
    let trip = [(4, 2, 8, 0), (4, 9, 15, 40)];
    teller.deliver(("gold", "packaging"), trip, &wires.each_ref().map(all));
    wires
}

fn dies(teller: &mut Teller) -> [AssetDetail; 2] {
    let quartz = bulk("0860013.010088", "88-4", "Quartz, lot 88-4", whole(2400));
    teller.commission("quartz", (2, 3, 8, 15), &quartz);
    let claim = origin("primary, Spruce Pine district");
    teller.attest("quartz", (2, 3, 8, 40), quartz.id(), claim);
    let trip = [(2, 9, 6, 50), (3, 4, 10, 20)];
    teller.deliver(("quartz", "polysilicon"), trip, &[all(&quartz)]);

    let silicon = bulk(
        "4099021.010009",
        "PS-9",
        "Polysilicon, lot PS-9",
        whole(640),
    );
    let made = std::slice::from_ref(&silicon);
    teller.transform("polysilicon", (3, 16, 14, 0), &[all(&quartz)], made);
    teller.attest("polysilicon", (3, 16, 15, 0), silicon.id(), recycled(0));
    teller.attest(
        "polysilicon",
        (3, 16, 15, 5),
        silicon.id(),
        footprint(38_000),
    );
    let trip = [(3, 20, 9, 0), (3, 24, 11, 30)];
    teller.deliver(("polysilicon", "fab"), trip, &[some(whole(60), &silicon)]);

    let lots = [
        ("3", 8, 9800, (5, 12), 18, 25),
        ("4", 9, 9650, (6, 2), 8, 15),
    ];
    lots.map(|(lot, april, count, (month, day), left, arrived)| {
        let wafers = format!("Silicon wafers 200 mm, lot {lot}");
        let wafers = parts("4099034.010200", lot, &wafers, (25, 125_000));
        let used = [some(whole(4), &silicon)];
        teller.transform(
            "fab",
            (4, april, 18, 0),
            &used,
            std::slice::from_ref(&wafers),
        );
        let die = format!("Die A14, wafer lot {lot}");
        let die = parts("4099034.010014", lot, &die, (count, 300));
        let made = std::slice::from_ref(&die);
        teller.transform("fab", (month, day, 20, 0), &[all(&wafers)], made);
        teller.attest("fab", (month, day, 20, 30), die.id(), footprint(2100));
        let trip = [(month, left, 7, 0), (month, arrived, 16, 0)];
        teller.deliver(("fab", "packaging"), trip, &[all(&die)]);
        die
    })
}

fn packaging(
    teller: &mut Teller,
    wires: &[AssetDetail; 2],
    dies: &[AssetDetail; 2],
) -> [AssetDetail; 2] {
    let compound = bulk(
        "9559917.010002",
        "MC-2",
        "Mould compound, lot MC-2",
        whole(120),
    );
    teller.commission("packaging", (5, 4, 9, 0), &compound);
    let claim = origin("primary, epoxy and fused silica");
    teller.attest("packaging", (5, 4, 9, 10), compound.id(), claim);

    let lots = [
        (
            "21",
            9610,
            16_000,
            (6, 10),
            [(6, 18, 9, 0), (7, 14, 14, 10)],
        ),
        ("22", 9480, 15_500, (7, 1), [(7, 8, 9, 0), (8, 3, 10, 45)]),
    ];
    let mut sources = wires.iter().zip(dies);
    lots.map(|(lot, count, compound_grams, (month, day), trip)| {
        let chip = format!("Packaged A14, lot {lot}");
        let chip = parts("9559917.020014", lot, &chip, (count, 1900));
        let mut inputs = vec![some(grams(compound_grams), &compound)];
        if let Some((wire, die)) = sources.next() {
            inputs.extend([all(die), some(grams(900), wire)]);
        }
        let made = std::slice::from_ref(&chip);
        teller.assemble("packaging", (month, day, 17, 0), &inputs, made);
        teller.attest(
            "packaging",
            (month, day, 17, 30),
            chip.id(),
            footprint(2400),
        );
        teller.deliver(("packaging", "modules"), trip, &[all(&chip)]);
        chip
    })
}
