//! What is drawn of events that are pending: what they make, what that is made of, and what they pack in what.
//!
//! It only adds, and it adds no figure: what is on the ledger stays drawn as it is there, also what a pending event would take
//! apart or use up, and no share is reckoned with what is pending.

use trace::{EventBody, EventKey, TraceEvent};

use crate::graph::{Amount, Arc, Vertex, weight};
use crate::{Lineage, Register};

impl Lineage {
    /// A copy to draw from, with what these events add; they come in order, and stand behind everything that is on the ledger.
    /// `register` has taken them in.
    #[must_use]
    pub fn with_pending(&self, register: &Register, pending: &[TraceEvent]) -> Self {
        let mut drawn = self.clone();
        drawn.pending_from = pending.first().map(|event| event.key);
        for event in pending {
            drawn.add_pending(register, event);
        }
        drawn
    }

    /// Whether an event is drawn though it is pending.
    pub fn is_pending(&self, event: EventKey) -> bool {
        self.pending_from.is_some_and(|first| event >= first)
    }

    fn add_pending(&mut self, register: &Register, event: &TraceEvent) {
        match &event.body {
            EventBody::Commissioned { asset, .. } if register.asset(asset.id()).is_some() => {
                self.place(asset.id());
            }
            EventBody::Transformed { .. } => {
                if let Some(transformation) = register.transformations().get(&event.key) {
                    for output in &transformation.outputs {
                        self.place(*output);
                    }
                    let making = self.transform(transformation, |_, id| weight(register, id));
                    // Without the mass of the whole there are no shares.
                    self.graph[making] = Vertex::Making(event.key, None);
                }
            }
            EventBody::Packed {
                parent, children, ..
            } => {
                for child in children {
                    if let Some((from, to)) = self.ends(child.asset, *parent) {
                        let amount = weight(register, child.asset)
                            .map_or(Amount::default(), |weight| weight.amount(child.micro));
                        self.graph.add_edge(from, to, Arc::Stay(event.key, amount));
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::testing::{Book, id, kg, lot, pallet, pieces, tin};
    use crate::{Lineage, LinkKind, Register, Scope, Trail, TrailEdge, Visible};

    /// Tin, a pallet with ten boards on it; then, pending: solder made of the ingot, five boards more, and all ten taken out.
    fn stock() -> (Book, usize) {
        let mut book = tin();
        book.on(30);
        book.commission("smelter", pieces("boards", 20, Some(200)));
        book.commission("smelter", pallet("pallet"));
        book.pack("smelter", "pallet", &[kg("boards", 10)]);
        let held = book.events.len();
        book.transform("smelter", &[kg("ingot", 260)], &[lot("solder", 250)]);
        book.transform("smelter", &[kg("solder", 50)], &[lot("cream", 50)]);
        book.pack("smelter", "pallet", &[kg("boards", 5)]);
        book.unpack("smelter", "pallet", &[kg("boards", 10)]);
        (book, held)
    }

    /// The lineage of what is held, and that with what is pending and the register that goes with it.
    fn drawn() -> (Lineage, Lineage, Register) {
        let (book, held) = stock();
        let lineage = Lineage::new(&Register::from_events(&book.events[..held]));
        let register = book.register();
        let with = lineage.with_pending(&register, &book.events[held..]);
        (lineage, with, register)
    }

    fn edges<'a>(
        trail: &'a Trail,
        with: &'a Lineage,
        pending: bool,
    ) -> impl Iterator<Item = &'a TrailEdge> {
        (trail.edges.iter()).filter(move |edge| with.is_pending(edge.event) == pending)
    }

    #[test]
    fn what_is_made_is_drawn_with_what_it_is_made_of_and_without_shares() {
        let (lineage, with, _) = drawn();
        let trail = with.up(id("cream"), None).unwrap();
        let nodes: Vec<_> = trail.nodes.iter().map(|node| node.id).collect();
        assert_eq!(nodes, ["cream", "solder", "ingot", "ore", "dross"].map(id));
        let pending: Vec<_> = edges(&trail, &with, true).collect();
        assert_eq!(pending.len(), 2);
        assert!(pending.iter().all(|edge| edge.share_of_mass.is_none()));
        assert!(edges(&trail, &with, false).all(|edge| edge.share_of_mass.is_some()));
        assert!(lineage.up(id("cream"), None).is_none(), "a layer, no more");
        assert!(!lineage.is_pending(trail.edges[0].event));
    }

    #[test]
    fn what_is_on_the_ledger_is_drawn_as_it_is_there() {
        let (lineage, with, _) = drawn();
        let before = lineage.up(id("pallet"), None).unwrap();
        let after = with.up(id("pallet"), None).unwrap();
        let held: Vec<_> = edges(&after, &with, false).cloned().collect();
        assert_eq!(held, before.edges, "no stay ends, and no share changes");
        let more: Vec<_> = edges(&after, &with, true).collect();
        assert_eq!(more.len(), 1);
        assert_eq!(more[0].micro, kg("boards", 5).micro);
        assert_eq!(more[0].share_of_mass, None);
    }

    #[test]
    fn in_a_picture_what_is_pending_is_an_edge_of_its_own() {
        let (_, with, register) = drawn();
        let seen: Visible = with
            .visible(&register, &Scope::around(id("pallet")))
            .unwrap();
        let stays: Vec<_> = (seen.edges.iter())
            .map(|edge| (edge.kind, edge.is_pending, edge.micro))
            .collect();
        let micro = |pieces| kg("boards", pieces).micro;
        assert_eq!(
            stays,
            [
                (LinkKind::Packed, false, micro(10)),
                (LinkKind::Packed, true, micro(5))
            ]
        );
    }

    #[test]
    fn like_siblings_are_one_card_only_if_all_are_pending_or_none() {
        let mut book = tin();
        let ingots = ["one", "two", "three"].map(|name| lot(name, 10));
        book.transform("smelter", &[kg("ingot", 30)], &ingots);
        let held = book.events.len();
        let more = ["four", "five"].map(|name| lot(name, 10));
        book.transform("smelter", &[kg("ingot", 20)], &more);
        let lineage = Lineage::new(&Register::from_events(&book.events[..held]));
        let register = book.register();
        let with = lineage.with_pending(&register, &book.events[held..]);
        let mut scope = Scope::around(id("ingot"));
        (scope.ways, scope.group_from) = (crate::Ways::Down, Some(2));
        let seen = with.visible(&register, &scope).unwrap();
        let mut sizes: Vec<_> = seen.nodes.iter().map(|node| node.members.len()).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 2, 3]);
    }
}
