//! The block or the day that somebody wrote into a field. Knows no chain: whether there is such a block is for others to say.

use super::{calendar::day_number, format::month_named};

/// What was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Asked {
    /// A block, by its number.
    Block(u64),
    /// A day, in days since 1970.
    Day(i64),
}

/// Reads a number (`19 310`), a day as ISO 8601 has it (`2026-10-12`), with dots (`12.10.2026`) or with its month as a word of
/// any of the window's languages (`12 Oct 2026`). A day with slashes has two meanings and is none.
pub(crate) fn read(text: &str) -> Option<Asked> {
    let text = text.trim().trim_start_matches('#');
    if let Some(block) = number(text) {
        return Some(Asked::Block(block));
    }
    let small = |part: &str| part.parse::<u8>().ok();
    let day = if let [year, month, day] = parts(text, '-')[..] {
        day_number(year.parse().ok()?, small(month)?, small(day)?)
    } else if let [day, month, year] = parts(text, '.')[..]
        && let Some(month) = small(month.trim())
    {
        day_number(year.trim().parse().ok()?, month, small(day.trim())?)
    } else {
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || c == '.' || c == ',')
            .filter(|word| !word.is_empty())
            .collect();
        let [day, month, year] = words[..] else {
            return None;
        };
        day_number(year.parse().ok()?, month_named(month)?, small(day)?)
    };
    day.map(Asked::Day)
}

/// Digits, with whatever people put between thousands.
fn number(text: &str) -> Option<u64> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '\'' | '’' | ',');
    let digits: String = text.chars().filter(|c| !is_between(*c)).collect();
    let is_plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    is_plain.then(|| digits.parse().ok()).flatten()
}

fn parts(text: &str, between: char) -> Vec<&str> {
    text.split(between).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn day(text: &str, year: i64, month: u8, of_month: u8) {
        let expect = day_number(year, month, of_month).unwrap();
        assert_eq!(read(text), Some(Asked::Day(expect)), "{text}");
    }

    #[test]
    fn numbers_are_blocks_however_their_thousands_are_parted() {
        for text in [
            "19310",
            " 19 310 ",
            "19\u{202f}310",
            "19,310",
            "19’310",
            "#19310",
        ] {
            assert_eq!(read(text), Some(Asked::Block(19_310)), "{text}");
        }
        assert_eq!(read("99999999999999999999999"), None);
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        day("2026-10-12", 2026, 10, 12);
        day("12.10.2026", 2026, 10, 12);
        day("12. 10. 2026", 2026, 10, 12);
        day("12 Oct 2026", 2026, 10, 12);
        day("12 October 2026", 2026, 10, 12);
        day("3. März 2026", 2026, 3, 3);
        day("1 août 2026", 2026, 8, 1);
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "  ",
            "soon",
            "10/12/2026",
            "2026-02-30",
            "31.4.2026",
            "2026-1",
            "-5",
            "1e9",
            "12 X 2026",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
