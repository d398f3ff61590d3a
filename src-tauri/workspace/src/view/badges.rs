//! What the badges of assets say: claims and figures in short, and what is wrong, all as known at one block. Not how well an
//! asset is proven: proof is of what is held, whatever block one looks back to.

use lineage::{RecycledContent, Register, RollUp};
use protocol::{Chip, ChipKind, FindingMark, Tone};
use rust_decimal::Decimal;
use trace::{ClaimKind, SubjectId};

use super::findings::Marks;
/// The badges of assets as known at a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Badges<'a> {
    register: &'a Register,
    /// When claims are judged, seconds since 1970.
    second: u64,
    marks: &'a Marks,
}

impl<'a> Badges<'a> {
    /// As this register has it, judged at the last thing that it says happened.
    pub(super) fn of(register: &'a Register, marks: &'a Marks) -> Self {
        Self {
            register,
            second: register.last_happened(),
            marks,
        }
    }

    /// The recycled content of each, in the order of `assets`.
    pub(super) fn recycled(
        &self,
        assets: impl Iterator<Item = SubjectId>,
    ) -> Vec<(SubjectId, Option<RecycledContent>)> {
        self.roll_up().recycled_contents(assets)
    }

    /// What is wrong with these assets: all of it counted, and the worst of it.
    pub(super) fn mark(&self, assets: &[SubjectId]) -> Option<FindingMark> {
        let marks = assets.iter().filter_map(|asset| self.marks.on(*asset));
        marks.reduce(|all, mark| FindingMark {
            count: all.count.saturating_add(mark.count),
            worst: all.worst.max(mark.worst),
        })
    }

    /// The claims and figures in short that belong on a card or row.
    pub(super) fn chips(&self, id: SubjectId, recycled: Option<&RecycledContent>) -> Vec<Chip> {
        let mut chips = Vec::new();
        if self.register.making(id).is_none() {
            chips.extend(self.origin(id));
        } else if let Some(content) = recycled.filter(|content| content.share.upper > Decimal::ZERO)
        {
            chips.push(Chip {
                kind: ChipKind::Recycled,
                text: range(&content.share),
                tone: if self.marks.over_claimed(id) {
                    Tone::Bad
                } else {
                    Tone::Neutral
                },
            });
        }
        if let Some(footprint) = self.roll_up().carbon_footprint(id) {
            chips.push(Chip {
                kind: ChipKind::Carbon,
                text: format!("{}\u{202f}kg CO₂e", footprint.claim.value()),
                tone: Tone::Neutral,
            });
        }
        chips
    }

    fn roll_up(&self) -> RollUp<'a> {
        RollUp::new(self.register, self.second)
    }

    fn origin(&self, id: SubjectId) -> Option<Chip> {
        let claim = (self.register).claim_in_force(id, &ClaimKind::Origin, self.second)?;
        let source = lineage::Source::from_statement(&claim.claim.statement);
        Some(Chip {
            kind: ChipKind::Origin,
            text: source.word().to_owned(),
            tone: Tone::Neutral,
        })
    }
}

/// Bounds in whole per cent, such as `14–40 %`.
fn range(bounds: &lineage::Bounds) -> String {
    let percent = bounds.percent();
    let (lower, upper) = (percent.lower.round(), percent.upper.round());
    if lower == upper {
        format!("{lower}\u{202f}%")
    } else {
        format!("{lower}–{upper}\u{202f}%")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use protocol::{Direction, LineageNode, LineageQuery};

    use super::*;
    use crate::{Access, Workspace, demo};

    const TIN_INGOT: &str = "https://id.gs1.org/01/08991102301145/10/PT-2291";

    fn ingot_at(workspace: &Workspace, block: Option<u64>) -> LineageNode {
        let query = LineageQuery {
            epc: TIN_INGOT.into(),
            direction: Direction::Up,
            as_of: block,
            depth: None,
            expanded: Vec::new(),
            collapsed: Vec::new(),
            grouped: false,
            opened: Vec::new(),
            filter: protocol::LineageFilter::default(),
            path: None,
            before: Vec::new(),
        };
        let drawn = workspace.drawing(&query).unwrap();
        let mut nodes = drawn.nodes.into_iter();
        nodes.find(|node| node.epc == drawn.focus).unwrap()
    }

    #[test]
    fn a_card_of_the_past_shows_what_was_known_then() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample");
        demo(&path, 1_790_000_000).unwrap();
        let workspace = Workspace::open(&path, Access::Read).unwrap();
        // Made in block 191, over-claimed in 193, its smelter's attestation taken back in 250.
        let [made, claimed, now] =
            [Some(192), Some(249), None].map(|block| ingot_at(&workspace, block));
        let recycled = |node: &LineageNode| {
            let mut chips = node.chips.iter();
            chips
                .find(|chip| chip.kind == ChipKind::Recycled)
                .map(|chip| chip.tone)
        };
        let marks = |node: &LineageNode| node.findings.map_or(0, |mark| mark.count);
        assert_eq!((recycled(&made), marks(&made)), (Some(Tone::Neutral), 0));
        assert_eq!((recycled(&claimed), marks(&claimed)), (Some(Tone::Bad), 1));
        assert_eq!((recycled(&now), marks(&now)), (Some(Tone::Bad), 2));
        assert_eq!(
            ingot_at(&workspace, Some(192)),
            made,
            "and so again, after looking at now"
        );
    }
}
