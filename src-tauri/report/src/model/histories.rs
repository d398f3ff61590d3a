//! Which histories a report speaks of: those that its evidence must hold whole for nothing to be left out.
//!
//! What the events themselves say decides it, never who issues: of everything in the lineage what it is, and where it went only
//! where the report speaks of that. A lot's ten thousand other uses are not needed to tell where one device came from.
//! Whether the evidence does hold them whole is the business of `completeness`.

use std::collections::BTreeSet;

use lineage::{Lineage, Register};
use trace::{Epc, EventBody, Granularity, Strand, SubjectId, TraceEvent};

use crate::templates::Told;
use crate::{Parameters, ReportError};

/// One of a subject's two histories.
pub type History = (SubjectId, Strand);

/// The histories that a report with these parameters speaks of, told from these events (in chain order, up to the block it names),
/// as [`histories_of`] its subjects. An error where the parameters name no template or no subject.
pub fn required_histories(
    events: &[TraceEvent],
    parameters: &Parameters,
) -> Result<BTreeSet<History>, ReportError> {
    let subject = SubjectId::of(&Epc::parse(&parameters.subject)?);
    let told = parameters.template()?.told(events, subject, parameters)?;
    Ok(histories_of(events, &told))
}

/// The histories that a report on these assets speaks of:
///
/// - what every asset of the lineage is, and its maker, and the place where it was made;
/// - where the assets themselves went, and every item and logistic unit of its lineage;
/// - of lots, where those went that something is or was packed in, that are packed whole, or that were recalled: what is in
///   them and whether they were used afterwards is told;
/// - of other assets that the template names, what they are and where they went;
/// - who acted in any of these histories, and the places where: their entries in the directory, and what is attested of them.
pub(super) fn histories_of(events: &[TraceEvent], told: &Told) -> BTreeSet<History> {
    let subjects = &told.subjects;
    let register = Register::from_events(events);
    let lineage = Lineage::new(&register);
    let assets: BTreeSet<SubjectId> = (subjects.iter())
        .flat_map(|subject| lineage.ancestry(*subject))
        .collect();
    let mut histories: BTreeSet<History> = BTreeSet::new();
    for id in &assets {
        histories.insert((*id, Strand::Identity));
        let Some(asset) = register.asset(*id) else {
            continue;
        };
        let places = [Some(asset.maker), asset.made_at].into_iter().flatten();
        histories.extend(places.map(|place| (place, Strand::Identity)));
        if subjects.contains(id)
            || asset.detail.granularity != Granularity::Lot
            || !asset.recalls.is_empty()
        {
            histories.insert((*id, Strand::Journey));
        }
    }
    histories.extend(packed(&register, &assets));
    for id in &told.journeys {
        histories.extend([(*id, Strand::Identity), (*id, Strand::Journey)]);
    }
    let named: Vec<SubjectId> = events
        .iter()
        .filter(|event| is_told(event, &histories))
        .flat_map(|event| named(&event.body))
        .collect();
    histories.extend(named.into_iter().map(|named| (named, Strand::Identity)));
    histories
}

/// Whether an event belongs to one of these histories.
pub(super) fn is_told(event: &TraceEvent, histories: &BTreeSet<History>) -> bool {
    ledger::extends(&event.body)
        .iter()
        .any(|history| histories.contains(history))
}

/// Where those assets went that others are or were packed in, and those that are packed whole. The ledger moves what has
/// contents only as a whole: of what is packed in part, nothing is packed.
fn packed<'a>(
    register: &'a Register,
    assets: &'a BTreeSet<SubjectId>,
) -> impl Iterator<Item = History> + 'a {
    let stays = register
        .packings()
        .iter()
        .filter(|((parent, _), _)| assets.contains(parent));
    stays.flat_map(|((parent, child), stay)| {
        let whole = register
            .asset(*child)
            .is_some_and(|asset| stay.micro >= asset.detail.quantity.micro);
        let child = whole.then_some((*child, Strand::Journey));
        [Some((*parent, Strand::Journey)), child]
            .into_iter()
            .flatten()
    })
}

/// The parties and places that an event names beside what it is about. What else an event names, such as the other things
/// that were made in one go or travelled along, is not spoken of.
fn named(body: &EventBody) -> Vec<SubjectId> {
    let mut named = match body {
        // An entry of the directory is about the party itself.
        EventBody::PartyRegistered(_) => Vec::new(),
        _ => vec![body.actor()],
    };
    match body {
        EventBody::Shipped { to_party, .. } => named.push(*to_party),
        EventBody::Received { from_party, .. } | EventBody::Rejected { from_party, .. } => {
            named.push(*from_party);
        }
        _ => {}
    }
    named.extend(body.record().and_then(|record| record.location));
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{GATEWAY, chips, id};

    const INGOT: &str = "https://id.gs1.org/01/08991102301145/10/PT-2291";
    const REEL: &str = "https://id.gs1.org/01/05609812104910/10/7";
    const PALLET: &str = "https://id.gs1.org/00/037700290000004170";
    const LOST_PALLET: &str = "https://id.gs1.org/00/037700290000004095";
    const LOST_GATEWAY: &str = "https://id.gs1.org/01/03770029102005/21/000412";

    fn of(events: &[TraceEvent], subject: &str) -> BTreeSet<History> {
        histories_of(events, &Told::of(id(subject)))
    }

    #[test]
    fn a_lot_is_needed_as_what_it_is_and_not_as_where_the_rest_of_it_went() {
        let histories = of(&chips(), GATEWAY);
        assert!(histories.contains(&(id(INGOT), Strand::Identity)));
        assert!(!histories.contains(&(id(INGOT), Strand::Journey)));
        assert!(histories.contains(&(id(GATEWAY), Strand::Journey)));
        let of_lot = of(&chips(), INGOT);
        assert!(of_lot.contains(&(id(INGOT), Strand::Journey)));
        assert!(!of_lot.contains(&(id(GATEWAY), Strand::Identity)));
    }

    #[test]
    fn a_recalled_lot_is_followed_and_so_is_what_is_packed() {
        let events = chips();
        let register = Register::from_events(&events);
        let lineage = Lineage::new(&register);
        let made_of_it = lineage.down(id(REEL), None).unwrap_or_default();
        let product = (made_of_it.nodes.iter())
            .map(|node| node.id)
            .find(|made| *made != id(REEL));
        let histories = histories_of(
            &events,
            &Told::of(product.expect("something was made of it")),
        );
        assert!(histories.contains(&(id(REEL), Strand::Journey)));
        let pallet = of(&events, LOST_PALLET);
        assert!(pallet.contains(&(id(LOST_PALLET), Strand::Journey)));
        assert!(
            pallet.contains(&(id(LOST_GATEWAY), Strand::Journey)),
            "it is packed in it"
        );
    }

    #[test]
    fn whoever_acted_is_needed_and_whoever_did_not_is_not() {
        let events = chips();
        let histories = of(&events, GATEWAY);
        let told: Vec<_> = events
            .iter()
            .filter(|event| is_told(event, &histories))
            .collect();
        for party in told.iter().flat_map(|event| named(&event.body)) {
            assert!(histories.contains(&(party, Strand::Identity)), "{party}");
        }
        let register = Register::from_events(&events);
        let all = register.assets().len();
        let needed = histories
            .iter()
            .filter(|(subject, _)| register.asset(*subject).is_some());
        assert!(needed.count() < all, "other devices are not needed");
    }

    #[test]
    fn the_events_told_need_the_same_histories_again() {
        let events = chips();
        for subject in [GATEWAY, PALLET, INGOT] {
            let histories = of(&events, subject);
            let told: Vec<TraceEvent> = (events.iter())
                .filter(|event| is_told(event, &histories))
                .cloned()
                .collect();
            assert!(told.len() < events.len());
            assert_eq!(of(&told, subject), histories, "{subject}");
        }
    }

    #[test]
    fn a_packing_brought_along_asks_for_the_rest_of_where_it_went() {
        let mut events = chips();
        let packed = EventBody::Packed {
            party: id("https://example.org/anyone"),
            parent: id(INGOT),
            children: vec![trace::Portion {
                asset: id(PALLET),
                micro: 1_000_000,
            }],
            record: crate::testing::record(),
        };
        let last = events.last().expect("a story").clone();
        events.push(TraceEvent {
            key: trace::EventKey {
                block: last.key.block + 1,
                log_index: 0,
            },
            body: packed,
            ..last
        });
        assert!(of(&events, GATEWAY).contains(&(id(INGOT), Strand::Journey)));
    }
}
