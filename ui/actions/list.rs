//! The list of actions: their words, marks and keys, when each can be done, and what it does.

use leptos::prelude::*;
use protocol::{Direction, Locale};

use super::{Action, SEARCH_ID, issue, subject, subject::open};
use crate::{
    bridge::browser,
    components::{icon::Icon, lineage_tools::FIND_ID},
    state::{App, LineageMode, Panel, Place, Theme},
};

/// Every action, in the order of the palette.
pub(crate) const ACTIONS: &[Action] = &[
    action(
        "action.palette",
        Icon::Search,
        Some("Mod+K"),
        always,
        |app| {
            app.palette.update(|open| *open = !*open);
        },
    ),
    action(
        "action.issue",
        Icon::Report,
        Some("Mod+I"),
        |app| subject(app).is_some(),
        issue,
    ),
    action(
        "action.lineage",
        Icon::Lineage,
        Some("Mod+L"),
        |app| subject(app).is_some(),
        |app| {
            if let Some(epc) = subject(app) {
                app.lineage.show(app, epc);
            }
        },
    ),
    action(
        "action.map",
        Icon::Map,
        Some("M"),
        |app| subject(app).is_some(),
        |app| {
            if let Some(epc) = subject(app) {
                app.map.show(app, Some(epc));
            }
        },
    ),
    action("action.search", Icon::Search, Some("/"), open, |app| {
        // On a lineage one looks for what is drawn.
        if on_lineage(app) {
            find(app);
            return;
        }
        app.go(Place::Assets);
        request_animation_frame(|| browser::focus(SEARCH_ID));
    }),
    action(
        "action.verify",
        Icon::Verify,
        Some("Mod+Shift+V"),
        always,
        |app| {
            app.go(Place::Verify);
            app.verify.choose(app);
        },
    ),
    action("action.sync", Icon::Sync, Some("F5"), can_sync, App::sync),
    action(
        "action.asset",
        Icon::Assets,
        Some("O"),
        |app| subject(app).is_some(),
        |app| {
            if let Some(epc) = subject(app) {
                app.open_asset(epc);
            }
        },
    ),
    action(
        "action.go-overview",
        Icon::Overview,
        Some("Mod+0"),
        always,
        |app| app.go(Place::Overview),
    ),
    action(
        "action.go-assets",
        Icon::Assets,
        Some("Mod+1"),
        always,
        |app| app.go(Place::Assets),
    ),
    action(
        "action.go-lineage",
        Icon::Lineage,
        Some("Mod+2"),
        always,
        |app| app.go(Place::Lineage),
    ),
    action(
        "action.go-attestations",
        Icon::Attestation,
        Some("Mod+7"),
        always,
        |app| app.go(Place::Attestations),
    ),
    action("action.go-map", Icon::Map, Some("Mod+6"), always, |app| {
        app.go(Place::Map);
    }),
    action(
        "action.compare",
        Icon::Compare,
        None,
        |app| subject(app).is_some(),
        |app| app.compare.show(app, subject(app)),
    ),
    action(
        "action.reach",
        Icon::Reach,
        Some("R"),
        |app| subject(app).is_some(),
        |app| {
            if let Some(epc) = subject(app) {
                app.reach.show(app, epc);
            }
        },
    ),
    action(
        "action.go-compare",
        Icon::Compare,
        Some("Mod+8"),
        always,
        |app| app.go(Place::Compare),
    ),
    action(
        "action.go-reports",
        Icon::Report,
        Some("Mod+3"),
        always,
        |app| app.go(Place::Reports),
    ),
    action(
        "action.go-verify",
        Icon::Verify,
        Some("Mod+4"),
        always,
        |app| app.go(Place::Verify),
    ),
    action(
        "action.go-field",
        Icon::Field,
        Some("Mod+9"),
        always,
        |app| {
            app.go(Place::Field);
        },
    ),
    action("action.record", Icon::Pen, Some("Mod+N"), open, |app| {
        app.field.anew(app);
    }),
    action("action.send", Icon::Upload, None, open, |app| {
        app.go(Place::Field);
        app.field.send(app, None);
    }),
    action(
        "action.go-network",
        Icon::Network,
        Some("Mod+5"),
        always,
        |app| app.go(Place::Network),
    ),
    action(
        "action.go-settings",
        Icon::Settings,
        Some("Mod+,"),
        always,
        |app| {
            app.go(Place::Settings);
        },
    ),
    action(
        "action.back",
        Icon::Back,
        Some("Alt+ArrowLeft"),
        App::has_been,
        App::go_back,
    ),
    action(
        "action.where-from",
        Icon::Lineage,
        Some("U"),
        on_lineage,
        |app| {
            app.lineage.look(Direction::Up);
        },
    ),
    action(
        "action.where-used",
        Icon::Lineage,
        Some("D"),
        on_lineage,
        |app| {
            app.lineage.look(Direction::Down);
        },
    ),
    action(
        "action.both-ways",
        Icon::Lineage,
        Some("B"),
        on_lineage,
        |app| {
            app.lineage.look(Direction::Both);
        },
    ),
    action("action.table", Icon::Table, Some("T"), on_picture, |app| {
        if on_map(app) {
            return app.map.toggle();
        }

        app.lineage.mode.update(|mode| {
            *mode = match mode {
                LineageMode::Graph => LineageMode::Table,
                LineageMode::Table => LineageMode::Graph,
            };
        });
    }),
    action("action.fit", Icon::Fit, Some("F"), on_picture, |app| {
        if on_map(app) {
            return app.map.fit();
        }

        app.lineage.fit();
    }),
    action("action.zoom-in", Icon::Plus, Some("+"), on_picture, |app| {
        if on_map(app) {
            return app.map.zoom(1.4);
        }

        app.lineage.zoom(1.25);
    }),
    action(
        "action.zoom-out",
        Icon::Minus,
        Some("-"),
        on_picture,
        |app| {
            if on_map(app) {
                return app.map.zoom(0.7);
            }
            app.lineage.zoom(0.8);
        },
    ),
    action(
        "action.zoom-full",
        Icon::Fit,
        Some("0"),
        on_lineage,
        |app| app.lineage.zoom_full(),
    ),
    action("action.find", Icon::Search, None, on_lineage, find),
    action("action.group", Icon::Layers, Some("G"), on_lineage, |app| {
        let grouped = app.lineage.scope.with_untracked(|scope| scope.grouped);
        app.lineage.group(!grouped);
    }),
    action("action.path", Icon::Lineage, Some("P"), on_lineage, |app| {
        app.lineage.isolate_selection();
    }),
    action(
        "action.export",
        Icon::Upload,
        Some("E"),
        on_lineage,
        |app| {
            app.lineage.toggle(Panel::Export);
        },
    ),
    action(
        "action.copy-link",
        Icon::Copy,
        Some("Mod+Shift+C"),
        on_lineage,
        crate::components::lineage_tools::copy_link,
    ),
    action(
        "action.lineage-back",
        Icon::Back,
        Some("Escape"),
        on_lineage,
        |app| app.lineage.step_back(app),
    ),
    action(
        "action.open-workspace",
        Icon::Folder,
        Some("Mod+O"),
        always,
        App::open_chosen,
    ),
    action(
        "action.open-sample",
        Icon::Sample,
        None,
        always,
        App::open_sample,
    ),
    action(
        "action.theme",
        Icon::Theme,
        Some("Mod+Shift+L"),
        always,
        |app| {
            app.preferences.toggle_theme();
        },
    ),
    action("action.theme-system", Icon::Theme, None, always, |app| {
        app.preferences.choose_theme(Theme::System);
    }),
    action("action.english", Icon::Language, None, always, |app| {
        app.preferences.choose_locale(Locale::En);
    }),
    action("action.german", Icon::Language, None, always, |app| {
        app.preferences.choose_locale(Locale::De);
    }),
    action("action.french", Icon::Language, None, always, |app| {
        app.preferences.choose_locale(Locale::Fr);
    }),
];

const fn action(
    word: &'static str,
    icon: Icon,
    chord: Option<&'static str>,
    available: fn(App) -> bool,
    run: fn(App),
) -> Action {
    Action {
        word,
        icon,
        chord,
        available,
        run,
    }
}

fn always(_: App) -> bool {
    true
}

fn on_lineage(app: App) -> bool {
    open(app)
        && app.place.get_untracked() == Place::Lineage
        && app.lineage.focus.with_untracked(Option::is_some)
}

fn on_map(app: App) -> bool {
    open(app) && app.place.get_untracked() == Place::Map
}

fn on_picture(app: App) -> bool {
    on_lineage(app) || on_map(app)
}

fn can_sync(app: App) -> bool {
    untrack(|| app.workspace()).is_some_and(|state| state.can_sync) && !app.busy.get_untracked()
}

/// Begins to look in the drawing, with the keyboard in the field.
fn find(app: App) {
    app.lineage.mode.set(LineageMode::Graph);
    app.lineage
        .wanted
        .update(|wanted| *wanted = Some(wanted.take().unwrap_or_default()));
    request_animation_frame(|| browser::focus(FIND_ID));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_actions_share_keys() {
        let chords: Vec<_> = ACTIONS.iter().filter_map(|action| action.chord).collect();
        assert_eq!(BTreeSet::from_iter(&chords).len(), chords.len());
    }

    #[test]
    fn no_two_actions_share_words() {
        let words: BTreeSet<_> = ACTIONS.iter().map(|action| action.word).collect();
        assert_eq!(words.len(), ACTIONS.len());
    }
}
