//! A story as long as one likes, for measuring: round after round, a lot of tin is cast, attested, shipped and received,
//! becomes solder paste with copper, which is attested, shipped, received and becomes boards. There is nothing to find in
//! it, and rounds do not touch each other.

use ledger::Role;
use trace::{AssetDetail, AssetKind};

use crate::story::Story;
use crate::teller::{Member, Moment, Teller, all, bulk, footprint, parts, recycled, whole};

/// The most events that the story has; more rounds than minutes in its year would share their labels.
pub const LONGEST_LOAD: u64 = 4_000_000;

/// Events of a round.
const ROUND: u64 = 10;

/// Minutes over which rounds begin: 347 days of 2026.
const MINUTES: u64 = 500_000;

const SINGAPORE: [i16; 2] = [480, 480];

#[rustfmt::skip] // A table.
const CAST: [Member; 4] = [
    Member { name: SMELTER, prefix: "8881001", title: "Tuas Tin Pte Ltd", place: "Tuas", country: "SG",
        site: "Tuas smelter", coordinates: (1_294_000, 103_631_000), zone_offsets: SINGAPORE, roles: &[Role::Producer, Role::Handler] },
    Member { name: SOLDER, prefix: "8881002", title: "Jurong Solder Pte Ltd", place: "Jurong", country: "SG",
        site: "Jurong paste works", coordinates: (1_312_000, 103_709_000), zone_offsets: SINGAPORE, roles: &[Role::Producer, Role::Handler] },
    Member { name: BOARDS, prefix: "8881003", title: "Woodlands Boards Pte Ltd", place: "Woodlands", country: "SG",
        site: "Woodlands board line", coordinates: (1_446_000, 103_785_000), zone_offsets: SINGAPORE, roles: &[Role::Producer, Role::Handler] },
    Member { name: CERTIFIER, prefix: "8881004", title: "Changi Assurance Pte Ltd", place: "Changi", country: "SG",
        site: "Changi office", coordinates: (1_352_000, 103_988_000), zone_offsets: SINGAPORE, roles: &[Role::Certifier] },
];

const SMELTER: &str = "load-smelter";
const SOLDER: &str = "load-solder";
const BOARDS: &str = "load-boards";
const CERTIFIER: &str = "load-certifier";

/// The story with this many events, those apart that enter its parties and places into the directory; at most
/// [`LONGEST_LOAD`].
pub fn load(events: u64) -> Story {
    let events = events.min(LONGEST_LOAD);
    let rounds = events.div_ceil(ROUND);
    let mut teller = Teller::new(&CAST);
    for round in 0..rounds {
        tell(&mut teller, round, round * MINUTES / rounds);
    }
    // What came first in time can stand without what came later.
    teller.finish_after(usize::try_from(events).unwrap_or(usize::MAX))
}

fn tell(teller: &mut Teller, round: u64, minute: u64) {
    let lot = format!("L{round:08}");
    let at = |step: u64| moment(minute + step);
    let tin = bulk("8881001.030114", &lot, "Tin ingots 99.9 %", whole(1000));
    let copper = bulk("8881002.030121", &lot, "Copper powder", whole(500));
    let paste = parts(
        "8881002.030138",
        &lot,
        "Solder paste, cartridges",
        (15_000, 100_000),
    );
    let boards = AssetDetail {
        kind: AssetKind::Product,
        ..parts("8881003.010145", &lot, "Controller boards", (3000, 500_000))
    };
    teller.commission(SMELTER, at(0), &tin);
    teller.attest(CERTIFIER, at(1), tin.id(), recycled(1));
    teller.deliver((SMELTER, SOLDER), [at(2), at(3)], &[all(&tin)]);
    teller.commission(SOLDER, at(4), &copper);
    teller.transform(
        SOLDER,
        at(5),
        &[all(&tin), all(&copper)],
        std::slice::from_ref(&paste),
    );
    teller.attest(CERTIFIER, at(6), paste.id(), footprint(2000));
    teller.deliver((SOLDER, BOARDS), [at(7), at(8)], &[all(&paste)]);
    teller.assemble(BOARDS, at(9), &[all(&paste)], &[boards]);
}

/// A minute of the year 2026, which is no leap year.
fn moment(minute: u64) -> Moment {
    const DAYS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut month, mut day) = (1, minute / (24 * 60));
    for days in DAYS {
        if day < days {
            break;
        }
        day -= days;
        month += 1;
    }
    let small = |number: u64| u8::try_from(number).unwrap_or(u8::MAX);
    (
        month,
        small(day + 1),
        small(minute / 60 % 24),
        small(minute % 60),
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use lineage::{Lineage, Register, findings};
    use trace::EventBody;

    use super::*;
    use crate::replay;

    #[test]
    fn it_fits_together_wherever_it_stops() {
        for count in [1, 9, 10, 137] {
            let story = load(count);
            assert_eq!(story.steps.len() as u64, count);
            let events = replay(&story);
            assert_eq!(
                events.len(),
                story.steps.len() + 2 * CAST.len(),
                "every step happened"
            );
            let register = Register::from_events(&events);
            assert_eq!(register.unresolved(), []);
        }
    }

    #[test]
    fn there_is_no_trouble_in_it() {
        let events = replay(&load(200));
        let register = Register::from_events(&events);
        let lineage = Lineage::new(&register);
        let last = events
            .iter()
            .filter_map(|event| event.body.record())
            .next_back();
        let found = findings(&register, &lineage, last.unwrap().time.unix_seconds());
        assert!(found.is_empty(), "{found:?}");
        let made = |event: &&trace::TraceEvent| matches!(event.body, EventBody::Transformed { .. });
        assert_eq!(events.iter().filter(made).count(), 40);
    }

    #[test]
    fn minutes_are_counted_through_the_year() {
        assert_eq!(moment(0), (1, 1, 0, 0));
        assert_eq!(moment(31 * 24 * 60), (2, 1, 0, 0));
        assert_eq!(moment(MINUTES + 9), (12, 14, 5, 29));
    }
}
