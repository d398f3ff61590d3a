//! What the user chose for this machine: colours and language, kept in the browser's storage.

use leptos::prelude::*;
use protocol::Locale;

use crate::{
    bridge::browser,
    locales::{self, LANGUAGES},
};

const THEME_KEY: &str = "waymark-theme";
const LANGUAGE_KEY: &str = "waymark-language";

/// Light, dark, or as the system is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

/// The user's choices.
#[derive(Clone, Copy)]
pub(crate) struct Preferences {
    /// The colours.
    pub(crate) theme: RwSignal<Theme>,
    /// The language.
    pub(crate) locale: RwSignal<Locale>,
    /// Whether the system is dark.
    system_dark: RwSignal<bool>,
}

impl Preferences {
    /// The choices kept from the last time; at first, the system's.
    pub(crate) fn kept() -> Self {
        let theme = match browser::kept(THEME_KEY).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let chosen = browser::kept(LANGUAGE_KEY);
        let languages = browser::languages();
        let tags = chosen.iter().chain(&languages).map(String::as_str);
        Self {
            theme: RwSignal::new(theme),
            locale: RwSignal::new(locales::preferred(tags).unwrap_or_default()),
            system_dark: RwSignal::new(browser::prefers_dark()),
        }
    }

    /// Keeps page and storage in step with the choices from now on.
    pub(crate) fn apply(self) {
        let system_dark = self.system_dark;
        browser::on_scheme_change(move || system_dark.set(browser::prefers_dark()));
        Effect::new(move || {
            let theme = if self.is_dark() { "dark" } else { "light" };
            browser::mark_root("data-theme", theme);
        });
        Effect::new(move || browser::mark_root("lang", locales::code(self.locale.get())));
    }

    /// Whether the window is dark, tracked.
    pub(crate) fn is_dark(self) -> bool {
        match self.theme.get() {
            Theme::System => self.system_dark.get(),
            Theme::Light => false,
            Theme::Dark => true,
        }
    }

    /// Chooses the colours.
    pub(crate) fn choose_theme(self, theme: Theme) {
        let kept = match theme {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        };
        browser::keep(THEME_KEY, kept);
        self.theme.set(theme);
    }

    /// From light to dark, and back.
    pub(crate) fn toggle_theme(self) {
        let dark = untrack(|| self.is_dark());
        self.choose_theme(if dark { Theme::Light } else { Theme::Dark });
    }

    /// Chooses the language.
    pub(crate) fn choose_locale(self, locale: Locale) {
        let code = LANGUAGES
            .iter()
            .find(|(of, _, _)| *of == locale)
            .map(|(_, _, code)| *code);
        browser::keep(LANGUAGE_KEY, code);
        self.locale.set(locale);
    }
}
