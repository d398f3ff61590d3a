//! Texts cut to a width in pixels. The width of a text is asked for, because only who draws it knows.

use std::borrow::Cow;

/// Longer texts than these are not measured whole: no card shows as many characters.
const MEASURED: usize = 400;

/// As much of the text as fits into the width, with `…` where it was cut. Cut between characters, and never before a
/// mark that belongs to the character before it.
pub(crate) fn cut<'a>(text: &'a str, width: f64, measure: &dyn Fn(&str) -> f64) -> Cow<'a, str> {
    let ends: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .skip(1)
        .take(MEASURED)
        .collect();
    let is_short = ends.len() < MEASURED;
    if is_short && measure(text) <= width {
        return Cow::Borrowed(text);
    }
    let shown = |end: usize| format!("{}…", text[..end].trim_end());
    let fitting = ends.partition_point(|end| measure(&shown(*end)) <= width);
    let mut at = fitting;
    while at > 0 && text[ends[at - 1]..].starts_with(joins_the_one_before) {
        at -= 1;
    }
    match at.checked_sub(1) {
        Some(last) => Cow::Owned(shown(ends[last])),
        None => Cow::Borrowed("…"),
    }
}

/// Combining marks, joiners and variation selectors, by their common blocks.
fn joins_the_one_before(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{200c}'..='\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[allow(clippy::cast_precision_loss)]
    fn ten_each(text: &str) -> f64 {
        text.chars().count() as f64 * 10.0
    }

    #[test]
    fn what_fits_stays_and_what_does_not_ends_in_dots() {
        assert_eq!(cut("Tin ingot", 90.0, &ten_each), "Tin ingot");
        assert_eq!(cut("Tin ingot", 80.0, &ten_each), "Tin ing…");
        assert_eq!(
            cut("Tin ingot", 55.0, &ten_each),
            "Tin…",
            "no blank before the dots"
        );
        assert_eq!(cut("Tin ingot", 5.0, &ten_each), "…");
        assert_eq!(cut("", 5.0, &ten_each), "");
    }

    #[test]
    fn a_mark_stays_with_its_letter() {
        assert_eq!(cut("ae\u{301}o", 30.0, &ten_each), "a…");
        assert_eq!(cut("ae\u{301}oo", 40.0, &ten_each), "ae\u{301}…");
    }

    #[test]
    fn a_name_of_ten_kilobytes_is_cut_without_measuring_it_whole() {
        let name = "א".repeat(5_000);
        let measured = std::cell::Cell::new(0);
        let measure = |text: &str| {
            measured.set(measured.get() + text.len());
            ten_each(text)
        };
        assert_eq!(cut(&name, 60.0, &measure).chars().count(), 6);
        assert!(measured.get() < 10_000, "{}", measured.get());
    }
}
