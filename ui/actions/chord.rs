//! Key combinations: how they are written down, matched and shown.

/// A key with what is held beside it. `Mod` is Ctrl, and the command key on Apple's systems.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Chord {
    /// Ctrl or command.
    pub(crate) main: bool,
    /// Shift.
    pub(crate) shift: bool,
    /// Alt.
    pub(crate) alt: bool,
    /// The key's name as browsers give it, letters in upper case.
    pub(crate) key: String,
}

impl Chord {
    /// Reads `Mod+Shift+L`.
    pub(crate) fn parse(text: &str) -> Self {
        let (held, key) = text.rsplit_once('+').unwrap_or(("", text));
        Self {
            main: held.contains("Mod"),
            shift: held.contains("Shift"),
            alt: held.contains("Alt"),
            key: key.to_owned(),
        }
    }

    /// What was pressed. Shift is part of the character where the key is not a letter, so it counts for letters only.
    pub(crate) fn pressed(main: bool, shift: bool, alt: bool, key: &str) -> Self {
        let mut characters = key.chars();
        let single = characters.next().filter(|_| characters.next().is_none());
        let counts_shift = single.is_none_or(char::is_alphabetic);
        Self {
            main,
            shift: shift && counts_shift,
            alt,
            key: single.map_or_else(|| key.to_owned(), |letter| letter.to_uppercase().collect()),
        }
    }

    /// Whether it could be something that is being typed.
    pub(crate) fn types(&self) -> bool {
        !self.main && !self.alt
    }

    /// The keys one by one, as they are written on them.
    pub(crate) fn keys(&self, apple: bool) -> Vec<String> {
        let mut keys = Vec::new();
        let mut hold = |held: bool, name: &str, apple_name: &str| {
            if held {
                keys.push(if apple { apple_name } else { name }.to_owned());
            }
        };
        hold(self.main, "Ctrl", "⌘");
        hold(self.alt, "Alt", "⌥");
        hold(self.shift, "Shift", "⇧");
        keys.push(match self.key.as_str() {
            "ArrowLeft" => "←".to_owned(),
            key => key.to_owned(),
        });
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pressed_matches_what_is_written() {
        assert_eq!(
            Chord::pressed(true, false, false, "k"),
            Chord::parse("Mod+K")
        );
        assert_eq!(
            Chord::pressed(true, true, false, "L"),
            Chord::parse("Mod+Shift+L")
        );
        assert_eq!(
            Chord::pressed(false, false, true, "ArrowLeft"),
            Chord::parse("Alt+ArrowLeft")
        );
        assert_ne!(
            Chord::pressed(true, true, false, "K"),
            Chord::parse("Mod+K")
        );
    }

    #[test]
    fn signs_that_need_shift_on_some_keyboards_match_on_all() {
        assert_eq!(Chord::pressed(false, true, false, "/"), Chord::parse("/"));
        assert_eq!(
            Chord::pressed(true, false, false, ","),
            Chord::parse("Mod+,")
        );
    }

    #[test]
    fn plain_keys_give_way_to_typing() {
        assert!(Chord::parse("/").types());
        assert!(!Chord::parse("Mod+K").types());
    }

    #[test]
    fn keys_are_shown_as_they_are_labelled() {
        assert_eq!(
            Chord::parse("Mod+Shift+L").keys(false),
            ["Ctrl", "Shift", "L"]
        );
        assert_eq!(Chord::parse("Mod+K").keys(true), ["⌘", "K"]);
    }
}
