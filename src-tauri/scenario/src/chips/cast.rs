//! Who takes part. The company prefixes are made up; the first digits are those of the GS1 organisation of the country.

use ledger::Role::{self, Certifier, Handler, Producer, Recaller};

use crate::teller::Member;

const MAKER: &[Role] = &[Producer, Handler];
const RECALLING_MAKER: &[Role] = &[Producer, Handler, Recaller];
const CENTRAL_EUROPE: [i16; 2] = [60, 120];

#[rustfmt::skip] // A table.
pub(super) const CAST: [Member; 19] = [
    Member { name: "quartz", prefix: "0860013", title: "Blue Ridge Quartz Corp.", place: "Spruce Pine", country: "US",
        site: "Spruce Pine quartz mine", coordinates: (35_915_400, -82_064_600), zone_offsets: [-300, -240], roles: MAKER },
    Member { name: "polysilicon", prefix: "4099021", title: "Salzach Polysilizium GmbH", place: "Burghausen", country: "DE",
        site: "Werk Burghausen", coordinates: (48_169_300, 12_831_400), zone_offsets: CENTRAL_EUROPE, roles: MAKER },
    Member { name: "fab", prefix: "4099034", title: "Elbtal Halbleiter AG", place: "Dresden", country: "DE",
        site: "Fab 2, Dresden", coordinates: (51_124_300, 13_717_500), zone_offsets: CENTRAL_EUROPE, roles: MAKER },
    Member { name: "packaging", prefix: "9559917", title: "Pulau Packaging Sdn Bhd", place: "Penang", country: "MY",
        site: "Bayan Lepas assembly", coordinates: (5_297_100, 100_277_500), zone_offsets: [480, 480], roles: MAKER },
    Member { name: "board-recycler", prefix: "7350088", title: "Skellefte Kretskort Återvinning AB", place: "Rönnskär", country: "SE",
        site: "Rönnskär electronics yard", coordinates: (64_663_900, 21_276_400), zone_offsets: CENTRAL_EUROPE, roles: MAKER },
    Member { name: "gold", prefix: "4099047", title: "Main-Edelmetall GmbH", place: "Hanau", country: "DE",
        site: "Scheideanstalt Hanau", coordinates: (50_132_600, 8_916_900), zone_offsets: CENTRAL_EUROPE, roles: MAKER },
    Member { name: "tantalite", prefix: "6009877", title: "Kivu Coltan Collectif SARL", place: "Rubaya", country: "CD",
        site: "Rubaya buying station", coordinates: (-1_545_000, 28_874_000), zone_offsets: [120, 120], roles: MAKER },
    Member { name: "tantalum", prefix: "4099050", title: "Harzer Tantalwerk GmbH", place: "Goslar", country: "DE",
        site: "Werk Oker", coordinates: (51_906_000, 10_429_000), zone_offsets: CENTRAL_EUROPE, roles: MAKER },
    Member { name: "capacitors", prefix: "5609812", title: "Alentejo Condensadores Lda", place: "Évora", country: "PT",
        site: "Fábrica de Évora", coordinates: (38_571_400, -7_913_500), zone_offsets: [0, 60], roles: RECALLING_MAKER },
    Member { name: "tin-ore", prefix: "8991107", title: "CV Timah Sungailiat", place: "Sungailiat, Bangka", country: "ID",
        site: "Sungailiat washing plant", coordinates: (-1_854_000, 106_119_000), zone_offsets: [420, 420], roles: MAKER },
    Member { name: "metal-recycler", prefix: "5499003", title: "Scheldt Metals Recovery NV", place: "Hoboken", country: "BE",
        site: "Hoboken yard", coordinates: (51_172_000, 4_341_000), zone_offsets: CENTRAL_EUROPE, roles: MAKER },
    Member { name: "smelter", prefix: "8991102", title: "PT Bangka Tin Works", place: "Muntok", country: "ID",
        site: "Muntok smelter", coordinates: (-2_067_000, 105_164_000), zone_offsets: [420, 420], roles: MAKER },
    Member { name: "solder", prefix: "5499016", title: "Solderon NV", place: "Ghent", country: "BE",
        site: "Ghent paste works", coordinates: (51_081_000, 3_728_000), zone_offsets: CENTRAL_EUROPE, roles: MAKER },
    Member { name: "enclosures", prefix: "8595009", title: "Moravské Skříně s.r.o.", place: "Brno", country: "CZ",
        site: "Brno press shop", coordinates: (49_170_000, 16_634_000), zone_offsets: CENTRAL_EUROPE, roles: MAKER },
    Member { name: "modules", prefix: "5909044", title: "Bałtyk Moduły Sp. z o.o.", place: "Gdańsk", country: "PL",
        site: "Gdańsk module line", coordinates: (54_380_000, 18_600_000), zone_offsets: CENTRAL_EUROPE, roles: MAKER },
    Member { name: "devices", prefix: "3770029", title: "Lumière Edge SAS", place: "Lyon", country: "FR",
        site: "Atelier de Lyon", coordinates: (45_731_000, 4_832_000), zone_offsets: CENTRAL_EUROPE, roles: RECALLING_MAKER },
    Member { name: "forwarder", prefix: "4099063", title: "Hansekontor Spedition GmbH", place: "Hamburg", country: "DE",
        site: "Umschlag Waltershof", coordinates: (53_527_000, 9_909_000), zone_offsets: CENTRAL_EUROPE, roles: &[Handler] },
    Member { name: "retailer", prefix: "5790077", title: "Nordhavn Elektronik A/S", place: "Nordhavn", country: "DK",
        site: "Nordhavn store", coordinates: (55_707_000, 12_598_000), zone_offsets: CENTRAL_EUROPE, roles: &[Handler] },
    Member { name: "certifier", prefix: "7649985", title: "Veritrace Assurance AG", place: "Zürich", country: "CH",
        site: "Veritrace, Zürich", coordinates: (47_376_900, 8_541_700), zone_offsets: CENTRAL_EUROPE, roles: &[Certifier] },
];
