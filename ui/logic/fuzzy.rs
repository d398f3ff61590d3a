//! How well a typed word fits a name in the palette.

/// How well; larger is better, `None` when the letters do not occur in order. Letters at the starts of words and letters
/// in a row count more.
pub(crate) fn score(typed: &str, name: &str) -> Option<u32> {
    let mut wanted = typed.chars().flat_map(char::to_lowercase).peekable();
    let (mut total, mut run) = (0, 0);
    let mut before = ' ';
    for letter in name.chars().flat_map(char::to_lowercase) {
        let Some(want) = wanted.peek() else { break };
        if letter == *want {
            run += 1;
            total += run + if before.is_alphanumeric() { 0 } else { 3 };
            wanted.next();
        } else {
            run = 0;
        }
        before = letter;
    }
    wanted.peek().is_none().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_must_occur_in_order() {
        assert!(score("vr", "Verify report").is_some());
        assert_eq!(score("rv", "Lineage"), None);
        assert_eq!(score("", "anything"), Some(0));
    }

    #[test]
    fn starts_of_words_win() {
        assert!(score("iss", "Issue report…") > score("iss", "Dismiss notice"));
        assert!(score("as", "Assets") > score("as", "Basis"));
    }
}
