//! From ore and dross to capacitors and solder paste.

use trace::AssetDetail;

use crate::teller::{Teller, all, bulk, footprint, grams, origin, parts, recycled, some, whole};

/// Returns the reels of capacitors 6, 7 and 8, in Gdańsk.
pub(super) fn tantalum(teller: &mut Teller) -> [AssetDetail; 3] {
    let ore = |lot, kilograms| {
        bulk(
            "6009877.010017",
            lot,
            &format!("Tantalite, lot {lot}"),
            whole(kilograms),
        )
    };
    let ores = [ore("K-017", 310), ore("K-018", 280)];
    let trips = [
        (12, [(3, 2, 6, 0), (4, 20, 13, 30)]),
        (20, [(3, 6, 6, 0), (4, 27, 9, 45)]),
    ];
    for (ore, (day, trip)) in ores.iter().zip(trips) {
        teller.commission("tantalite", (2, day, 10, 0), ore);
        teller.deliver(("tantalite", "tantalum"), trip, &[all(ore)]);
    }
    // Of the first lot nobody says where it was won.
    let claim = origin("primary, Rubaya, tagged");
    teller.attest("tantalite", (2, 20, 10, 30), ores[1].id(), claim);

    let powder = |lot, kilograms| {
        bulk(
            "4099050.010040",
            lot,
            &format!("Tantalum powder {lot}"),
            whole(kilograms),
        )
    };
    let powders = [powder("T-40", 118), powder("T-41", 102)];
    for ((powder, ore), day) in powders.iter().zip(&ores).zip([4, 11]) {
        let made = std::slice::from_ref(powder);
        teller.transform("tantalum", (5, day, 12, 0), &[all(ore)], made);
        teller.attest("tantalum", (5, day, 12, 30), powder.id(), recycled(0));
    }
    let sold = [some(whole(20), &powders[0]), some(whole(10), &powders[1])];
    let trip = [(5, 13, 8, 0), (5, 18, 17, 20)];
    teller.deliver(("tantalum", "capacitors"), trip, &sold);

    let reel = |lot| {
        parts(
            "5609812.010491",
            lot,
            &format!("Capacitor T491, reel {lot}"),
            (4000, 150),
        )
    };
    let reels = [reel("6"), reel("7"), reel("8")];
    let used = [some(grams(1300), &powders[0])];
    teller.transform("capacitors", (5, 27, 15, 0), &used, &reels[..2]);
    let used = [some(grams(660), &powders[1])];
    teller.transform("capacitors", (5, 28, 15, 0), &used, &reels[2..]);
    for (reel, minute) in reels.iter().zip([0, 5, 10]) {
        teller.attest("capacitors", (5, 28, 16, minute), reel.id(), footprint(20));
    }
    let trip = [(6, 10, 9, 0), (6, 17, 8, 30)];
    teller.deliver(("capacitors", "modules"), trip, &reels.each_ref().map(all));
    let reason = "Cracked terminations found in samples of reel 7. Do not use.";
    teller.recall("capacitors", (9, 20, 11, 0), &reels[1], reason);
    reels
}

/// Returns the batches of solder paste 77 and 78, in Gdańsk.
pub(super) fn tin(teller: &mut Teller) -> [AssetDetail; 2] {
    let [recycling, primary] = ingots(teller);
    let flux = bulk("5499016.010009", "F-9", "Flux, drum F-9", whole(60));
    teller.commission("solder", (7, 1, 10, 0), &flux);
    let claim = origin("primary, rosin");
    teller.attest("solder", (7, 1, 10, 10), flux.id(), claim);

    let paste = |lot, kilograms| {
        bulk(
            "5499016.020305",
            lot,
            &format!("Solder paste, batch {lot}"),
            whole(kilograms),
        )
    };
    let batches = [
        (
            paste("77", 260),
            some(whole(250), &recycling),
            14,
            (9, 4),
            [(9, 7, 7, 0), (9, 10, 9, 0)],
        ),
        (
            paste("78", 208),
            some(whole(200), &primary),
            12,
            (8, 13),
            [(8, 17, 7, 0), (8, 20, 9, 0)],
        ),
    ];
    batches.map(|(paste, tin, flux_kilograms, (month, day), trip)| {
        let used = [tin, some(whole(flux_kilograms), &flux)];
        let made = std::slice::from_ref(&paste);
        teller.transform("solder", (month, day, 13, 0), &used, made);
        teller.attest("solder", (month, day, 13, 30), paste.id(), footprint(7900));
        teller.deliver(("solder", "modules"), trip, &[all(&paste)]);
        paste
    })
}

/// Tin ingots that were made with dross and without, as far as they came to Ghent.
fn ingots(teller: &mut Teller) -> [AssetDetail; 2] {
    let ore = |lot, kilograms| {
        bulk(
            "8991107.010055",
            lot,
            &format!("Cassiterite, lot {lot}"),
            whole(kilograms),
        )
    };
    let ores = [ore("5512", 900), ore("5513", 1100)];
    for (ore, day) in ores.iter().zip([9, 12]) {
        teller.commission("tin-ore", (6, day, 9, 0), ore);
        let claim = origin("primary, Bangka");
        teller.attest("tin-ore", (6, day, 9, 30), ore.id(), claim);
        let trip = [(6, day + 10, 6, 0), (6, day + 11, 10, 0)];
        teller.deliver(("tin-ore", "smelter"), trip, &[all(ore)]);
    }
    let dross = bulk("5499003.010031", "31", "Solder dross, bale 31", whole(420));
    teller.commission("metal-recycler", (6, 1, 14, 0), &dross);
    let claim = origin("post-consumer, dross from collected electronics");
    teller.attest("metal-recycler", (6, 1, 14, 30), dross.id(), claim);
    let trip = [(6, 5, 8, 0), (7, 21, 9, 10)];
    teller.deliver(("metal-recycler", "smelter"), trip, &[all(&dross)]);

    let ingot = |lot, kilograms| {
        bulk(
            "8991102.030114",
            lot,
            &format!("Tin ingot, lot {lot}"),
            whole(kilograms),
        )
    };
    let [recycling, primary] = [ingot("PT-2291", 1050), ingot("PT-2292", 860)];
    let made = std::slice::from_ref(&primary);
    teller.transform("smelter", (7, 10, 16, 0), &[all(&ores[1])], made);
    let trip = [(7, 16, 8, 0), (8, 10, 15, 0)];
    teller.deliver(("smelter", "solder"), trip, &[some(whole(300), &primary)]);

    let used = [all(&ores[0]), all(&dross)];
    teller.transform(
        "smelter",
        (8, 1, 9, 40),
        &used,
        std::slice::from_ref(&recycling),
    );
    // 420 kg of dross in 1050 kg of ingot can carry at most 40 %.
    teller.attest("smelter", (8, 4, 10, 5), recycling.id(), recycled(62));
    teller.attest("certifier", (8, 5, 15, 0), recycling.id(), footprint(6400));
    let trip = [(8, 9, 7, 20), (9, 2, 11, 0)];
    teller.deliver(("smelter", "solder"), trip, &[some(whole(790), &recycling)]);
    [recycling, primary]
}
