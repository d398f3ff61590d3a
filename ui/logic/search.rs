//! Finding cards by words.

use protocol::{LineageNode, LineageView};

/// The cards that hold every one of the words in name, canonical name, place or maker, from left to right. No words find
/// nothing.
pub(crate) fn found(view: &LineageView, wanted: &str) -> Vec<usize> {
    let words: Vec<String> = wanted.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<usize> = view
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| holds(node, &words))
        .map(|(index, _)| index)
        .collect();
    found.sort_by(|a, b| {
        let at = |index: usize| (view.nodes[index].x, view.nodes[index].y);
        let ((ax, ay), (bx, by)) = (at(*a), at(*b));
        ax.total_cmp(&bx).then(ay.total_cmp(&by))
    });
    found
}

/// Whether a text holds every one of the words; no words are in every text.
pub(crate) fn holds_words(text: &str, wanted: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = wanted.split_whitespace().map(str::to_lowercase);
    words.all(|word| text.contains(&word))
}

fn holds(node: &LineageNode, words: &[String]) -> bool {
    let texts = [&node.name, &node.epc, &node.place, &node.maker].map(|text| text.to_lowercase());
    words
        .iter()
        .all(|word| texts.iter().any(|text| text.contains(word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::samples::view;

    #[test]
    fn words_are_looked_for_in_any_order() {
        assert!(holds_words("WM-2026-000007 Tin ingot", "ingot wm-2026"));
        assert!(holds_words("anything", "  "));
        assert!(!holds_words("WM-2026-000007 Tin ingot", "tin cobalt"));
    }

    #[test]
    fn every_word_must_be_somewhere_on_the_card() {
        let mut drawn = view(&[(400.0, 0.0), (0.0, 50.0), (0.0, 0.0)], &[]);
        for (node, name) in drawn
            .nodes
            .iter_mut()
            .zip(["Tin paste", "Tin ingot", "Dross"])
        {
            node.name = name.into();
        }
        drawn.nodes[2].maker = "Bangka Tin Works".into();
        assert_eq!(found(&drawn, "tin"), [2, 1, 0], "from left to right");
        assert_eq!(found(&drawn, "TIN ing"), [1]);
        assert_eq!(found(&drawn, "urn:x:2"), [2]);
        assert_eq!(found(&drawn, "   "), [0_usize; 0]);
        assert_eq!(found(&drawn, "gold"), [0_usize; 0]);
    }
}
