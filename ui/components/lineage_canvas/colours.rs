//! The colours of the theme for what is drawn and not styled: read from the page, where `styles/tokens.css` puts them.

use std::cell::RefCell;

use crate::logic::face::Colours;

thread_local! {
    static READ: RefCell<Option<(String, Colours)>> = const { RefCell::new(None) };
}

/// The colours as they are now; read again only when the theme has changed.
pub(crate) fn with<T>(draw: impl FnOnce(&Colours) -> T) -> T {
    READ.with_borrow_mut(|held| {
        let theme = theme();
        if held.as_ref().is_none_or(|(of, _)| *of != theme) {
            *held = Some((theme, read()));
        }
        match held {
            Some((_, colours)) => draw(colours),
            None => draw(&Colours::default()),
        }
    })
}

fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}

fn theme() -> String {
    root()
        .and_then(|root| root.get_attribute("data-theme"))
        .unwrap_or_default()
}

fn read() -> Colours {
    let style = root().and_then(|root| web_sys::window()?.get_computed_style(&root).ok()?);
    let value = |name: &str| {
        let found = style
            .as_ref()
            .and_then(|style| style.get_property_value(name).ok());
        found.map_or_else(String::new, |value| value.trim().to_owned())
    };
    Colours {
        paper: value("--paper"),
        surface: value("--surface"),
        line: value("--line"),
        line_strong: value("--line-strong"),
        ink: value("--ink"),
        ink_2: value("--ink-2"),
        ink_3: value("--ink-3"),
        brand: value("--brand"),
        brand_soft: value("--brand-soft"),
        kinds: ["--material", "--component", "--product", "--unit"].map(value),
        tones: ["--ink-2", "--good", "--warn", "--bad"].map(value),
        softs: ["--calm-soft", "--good-soft", "--warn-soft", "--bad-soft"].map(value),
        font: value("--font"),
    }
}
