//! From modules and enclosures to gateways, and on pallets to the shop.

use trace::{AssetDetail, Portion};

use crate::teller::{
    Moment, Teller, all, bulk, footprint, grams, item, origin, pallet, parts, recycled, some, whole,
};

const GATEWAYS_ON_A_PALLET: u16 = 8;

pub(super) fn tell(
    teller: &mut Teller,
    chips: &[AssetDetail; 2],
    reels: &[AssetDetail; 3],
    pastes: &[AssetDetail; 2],
) {
    let module = modules(teller, chips, reels, pastes);
    let enclosure = enclosures(teller);
    let days = [(401, 21), (409, 22), (417, 23)];
    let pallets = days.map(|(first, day)| {
        let gateways = gateways(teller, first, day, &module, &enclosure);
        palletise(teller, first, &gateways)
    });
    distribute(teller, &pallets);
}

/// Returns the lot of modules that the gateways are made with.
fn modules(
    teller: &mut Teller,
    chips: &[AssetDetail; 2],
    reels: &[AssetDetail; 3],
    pastes: &[AssetDetail; 2],
) -> AssetDetail {
    let board = parts(
        "5909044.010004",
        "RB-4",
        "Bare board, lot RB-4",
        (2100, 215_000),
    );
    teller.commission("modules", (7, 20, 8, 0), &board);
    let claim = origin("primary, glass fibre and copper");
    teller.attest("modules", (7, 20, 8, 10), board.id(), claim);

    let mut make = |lot: usize, count, paste_grams, at: Moment, trip| {
        let module = format!("Radio module RM-4, lot {}", lot + 1);
        let serial = format!("{}", lot + 1);
        let module = parts("5909044.020004", &serial, &module, (count, 240_000));
        let inputs = [
            some(whole(count), &board),
            some(whole(count), &chips[lot]),
            some(whole(3 * count), &reels[lot]),
            some(grams(paste_grams), &pastes[lot]),
        ];
        let made = std::slice::from_ref(&module);
        teller.assemble("modules", at, &inputs, made);
        let (month, day, hour, _) = at;
        teller.attest(
            "modules",
            (month, day, hour, 30),
            module.id(),
            footprint(3900),
        );
        teller.deliver(("modules", "devices"), trip, &[all(&module)]);
        module
    };
    let module = make(
        0,
        1200,
        31_000,
        (9, 14, 17, 0),
        [(9, 16, 6, 0), (9, 18, 12, 0)],
    );
    // Four days after reel 7 was recalled.
    make(
        1,
        800,
        20_700,
        (9, 24, 17, 0),
        [(9, 28, 6, 0), (9, 30, 12, 0)],
    );
    module
}

fn enclosures(teller: &mut Teller) -> AssetDetail {
    let scrap = bulk(
        "5499003.010044",
        "44",
        "Aluminium scrap, bale 44",
        whole(100),
    );
    teller.commission("metal-recycler", (6, 15, 9, 0), &scrap);
    let claim = origin("pre-consumer, offcuts of window frames");
    teller.attest("metal-recycler", (6, 15, 9, 10), scrap.id(), claim);
    let trip = [(6, 22, 8, 0), (6, 25, 10, 0)];
    teller.deliver(("metal-recycler", "enclosures"), trip, &[all(&scrap)]);
    let billet = bulk("8595009.010007", "7", "Aluminium billet, heat 7", whole(64));
    teller.commission("enclosures", (6, 29, 7, 0), &billet);
    let claim = origin("primary, smelted with hydropower");
    teller.attest("enclosures", (6, 29, 7, 10), billet.id(), claim);

    let enclosure = parts(
        "8595009.020005",
        "E-5",
        "Enclosure, lot E-5",
        (1300, 120_000),
    );
    let used = [all(&scrap), all(&billet)];
    teller.transform(
        "enclosures",
        (7, 6, 15, 0),
        &used,
        std::slice::from_ref(&enclosure),
    );
    teller.attest("enclosures", (7, 8, 9, 0), enclosure.id(), recycled(62));
    teller.attest("enclosures", (7, 8, 9, 5), enclosure.id(), footprint(480));
    let trip = [(7, 20, 7, 0), (7, 23, 16, 0)];
    teller.deliver(("enclosures", "devices"), trip, &[all(&enclosure)]);
    enclosure
}

/// A day's gateways, by their first serial number.
fn gateways(
    teller: &mut Teller,
    first: u16,
    day: u8,
    module: &AssetDetail,
    enclosure: &AssetDetail,
) -> Vec<AssetDetail> {
    let serials = first..first + GATEWAYS_ON_A_PALLET;
    let gateways: Vec<_> = serials
        .map(|serial| {
            item(
                "3770029.010200",
                &format!("{serial:06}"),
                "Edge gateway EG-200",
                355_000,
            )
        })
        .collect();
    let each = whole(GATEWAYS_ON_A_PALLET.into());
    let used = [some(each, module), some(each, enclosure)];
    teller.assemble("devices", (9, day, 14, 0), &used, &gateways);
    for (gateway, minute) in gateways.iter().zip(1..) {
        teller.attest(
            "devices",
            (9, day, 15, minute),
            gateway.id(),
            footprint(6200),
        );
    }
    gateways
}

/// A pallet and what is on it.
type Load = (AssetDetail, Vec<Portion>);

fn palletise(teller: &mut Teller, first: u16, gateways: &[AssetDetail]) -> Load {
    let last = first + GATEWAYS_ON_A_PALLET - 1;
    let description = format!("Pallet, EG-200 {first:06} to {last:06}");
    let pallet = pallet(&format!("3770029.0{first:09}"), &description, 22_000_000);
    let portions: Vec<_> = gateways.iter().map(all).collect();
    let minute = u8::try_from(first % 60).unwrap_or(0);
    teller.commission("devices", (9, 25, 8, minute), &pallet);
    teller.pack("devices", (9, 25, 9, minute), &pallet, &portions);
    (pallet, portions)
}

fn distribute(teller: &mut Teller, loads: &[Load; 3]) {
    let [first, second, third] = loads.each_ref().map(|(pallet, _)| pallet);
    let trip = [(9, 28, 13, 0), (10, 1, 7, 30)];
    let goods = [all(first), all(second), all(third)];
    teller.deliver(("devices", "forwarder"), trip, &goods);
    let way = ("forwarder", "retailer");
    teller.deliver(way, [(10, 5, 6, 0), (10, 6, 9, 0)], &[all(first)]);
    // Sent, and never seen again.
    teller.send(way, (10, 6, 6, 0), &[all(second)]);
    teller.deliver(way, [(10, 7, 6, 0), (10, 8, 9, 20)], &[all(third)]);
    teller.unpack("retailer", (10, 9, 10, 0), third, &loads[2].1);
    teller.unpack("retailer", (10, 12, 14, 2), first, &loads[0].1);
}
