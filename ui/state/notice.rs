//! What the user has to be told, and how it is told apart.

use std::sync::atomic::{AtomicU32, Ordering};

use protocol::{CommandError, Tone};

/// A message that stays until it is dismissed.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Notice {
    /// Tells it apart from others.
    pub(crate) id: u32,
    /// How it stands.
    pub(crate) tone: Tone,
    /// What happened.
    pub(crate) message: String,
    /// What to do next; may be empty.
    pub(crate) hint: String,
}

impl Notice {
    /// An error with what to do about it.
    pub(crate) fn error(error: CommandError) -> Self {
        Self::new(Tone::Bad, error.message, error.hint)
    }

    /// Good news.
    pub(crate) fn done(message: String) -> Self {
        Self::new(Tone::Good, message, String::new())
    }

    /// Something that stopped nothing, but should be known, with what to do about it.
    pub(crate) fn warning(message: String, hint: String) -> Self {
        Self::new(Tone::Warn, message, hint)
    }

    fn new(tone: Tone, message: String, hint: String) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            tone,
            message,
            hint,
        }
    }

    /// Whether another notice would only repeat this one.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        (self.tone, &self.message, &self.hint) == (other.tone, &other.message, &other.hint)
    }
}
