//! Which rows of a long list are on the screen, and which pages of it must be fetched for that.

use std::ops::Range;

/// The rows to draw: those seen, and a few more on either side so that scrolling shows no gap.
pub(crate) fn rows(scrolled: f64, height: f64, row: f64, total: u32) -> Range<u32> {
    const MORE: u32 = 8;
    let first = whole(scrolled / row).saturating_sub(MORE);
    let last = whole((scrolled + height) / row).saturating_add(1 + MORE);
    first.min(total)..last.min(total)
}

/// The pages that hold these rows.
pub(crate) fn pages(rows: &Range<u32>, page: u32) -> Range<u32> {
    if rows.is_empty() {
        return 0..0;
    }
    rows.start / page..(rows.end - 1) / page + 1
}

/// Where to scroll so that a row is seen; `None` when it is.
pub(crate) fn reveal(index: u32, scrolled: f64, height: f64, row: f64) -> Option<f64> {
    let top = f64::from(index) * row;
    if top < scrolled {
        return Some(top);
    }
    let bottom = top + row;
    (bottom > scrolled + height).then_some(bottom - height)
}

/// The number without its fraction, within what a row index can be.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped, and `as` maps NaN to 0
fn whole(value: f64) -> u32 {
    value.clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_the_screen_is_drawn() {
        assert_eq!(rows(0.0, 320.0, 32.0, 1000), 0..19);
        assert_eq!(rows(3200.0, 320.0, 32.0, 1000), 92..119);
        assert_eq!(rows(31_900.0, 320.0, 32.0, 1000), 988..1000);
        assert_eq!(rows(0.0, 320.0, 32.0, 3), 0..3);
        assert_eq!(rows(-50.0, 0.0, 32.0, 0), 0..0);
    }

    #[test]
    fn pages_cover_the_rows() {
        assert_eq!(pages(&(0..19), 100), 0..1);
        assert_eq!(pages(&(92..119), 100), 0..2);
        assert_eq!(pages(&(100..200), 100), 1..2);
        assert_eq!(pages(&(5..5), 100), 0..0);
    }

    #[test]
    fn scrolling_goes_no_farther_than_it_must() {
        assert_eq!(reveal(3, 0.0, 320.0, 32.0), None);
        assert_eq!(reveal(10, 0.0, 320.0, 32.0), Some(32.0));
        assert_eq!(reveal(2, 320.0, 320.0, 32.0), Some(64.0));
    }
}
