//! The command palette: every action and every asset, a few letters away.

use leptos::{html, prelude::*, task::spawn_local};
use protocol::{AssetQuery, AssetRow};

use crate::{
    actions::{ACTIONS, Action, Chord},
    bridge::{self, browser},
    components::icon::{Icon, icon},
    locales::{t, words},
    logic::{format, fuzzy, identity, link::Link},
    state::App,
};

/// How many assets are offered.
const ASSETS_OFFERED: u32 = 6;

/// Something the palette offers.
#[derive(Clone)]
enum Offer {
    Action(&'static Action),
    Asset(Box<AssetRow>),
    Link(Box<Link>),
}

impl Offer {
    fn take(self, app: App) {
        app.palette.set(false);
        match self {
            Self::Action(action) => (action.run)(app),
            Self::Asset(row) => app.lineage.show(app, row.epc),
            Self::Link(link) => app.lineage.follow(app, *link),
        }
    }
}

/// The palette, while it is open.
#[component]
pub(crate) fn Palette() -> impl IntoView {
    let app = App::here();
    view! {
        <Show when=move || app.palette.get()>
            <OpenPalette/>
        </Show>
    }
}

#[component]
fn OpenPalette() -> impl IntoView {
    let app = App::here();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = RwSignal::new(Vec::<AssetRow>::new());
    Effect::new(move || {
        let text = typed.get();
        at.set(0);
        find(app, text, typed, found);
    });
    let offers = Memo::new_with_compare(
        move |_| offered(app, &typed.get(), &found.get()),
        |_, _| true,
    );
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    let press = move |event: leptos::ev::KeyboardEvent| {
        let count = offers.with_untracked(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                let chosen = offers.with_untracked(|all| all.get(at.get_untracked()).cloned());
                if let Some(offer) = chosen {
                    offer.take(app);
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <dialog
            class="palette"
            node_ref=dialog
            aria-label=t("action.palette")
            data-testid="palette"
            on:close=move |_| app.palette.set(false)
            on:click=move |event| {
                // Only the backdrop is the dialog itself.
                if event.target() == event.current_target() {
                    app.palette.set(false);
                }
            }
        >
            <div class="palette__box" on:keydown=press>
                <div class="palette__field">
                    {icon(Icon::Search)}
                    <input
                        type="text"
                        autofocus
                        role="combobox"
                        aria-expanded="true"
                        aria-controls="palette-offers"
                        aria-activedescendant=move || format!("offer-{}", at.get())
                        placeholder=t("palette.placeholder")
                        data-testid="palette-input"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </div>
                <ul id="palette-offers" role="listbox" class="palette__offers">
                    {move || offers.get().into_iter().enumerate().map(|(index, offer)| shown(app, index, offer, at)).collect_view()}
                </ul>
                <Show when=move || offers.with(Vec::is_empty)>
                    <p class="palette__nothing">{t("palette.nothing")}</p>
                </Show>
            </div>
        </dialog>
    }
}

fn shown(app: App, index: usize, offer: Offer, at: RwSignal<usize>) -> impl IntoView {
    let (mark, word, aside, keys) = match &offer {
        Offer::Action(action) => {
            let keys = action
                .chord
                .map(|chord| Chord::parse(chord).keys(browser::is_apple()))
                .unwrap_or_default();
            (action.icon, t(action.word).to_owned(), "", keys)
        }
        Offer::Asset(row) => (
            Icon::Sample,
            identity::told_apart(&row.name, &row.epc),
            words::kind(row.kind),
            Vec::new(),
        ),
        Offer::Link(link) => (
            Icon::Lineage,
            format!("{}: {}", t("palette.link"), format::middle(&link.epc, 48)),
            "",
            Vec::new(),
        ),
    };
    let keys = keys
        .into_iter()
        .map(|key| view! { <kbd>{key}</kbd> })
        .collect_view();
    let taken = StoredValue::new(offer);
    view! {
        <li
            id=format!("offer-{index}")
            role="option"
            class="palette__offer"
            aria-selected=move || if at.get() == index { "true" } else { "false" }
            on:pointermove=move |_| {
                if at.get_untracked() != index {
                    at.set(index);
                }
            }
            on:click=move |_| taken.get_value().take(app)
        >
            {icon(mark)}
            <span class="palette__word">{word}</span>
            <span class="palette__aside">{aside}</span>
            {keys}
        </li>
    }
}

/// What fits the words, best first: actions, then assets.
fn offered(app: App, typed: &str, found: &[AssetRow]) -> Vec<Offer> {
    if let Some(link) = Link::read(typed).filter(|_| app.has_workspace()) {
        return vec![Offer::Link(Box::new(link))];
    }
    let mut fitting: Vec<_> = ACTIONS
        .iter()
        .filter(|action| action.word != "action.palette" && (action.available)(app))
        .filter_map(|action| Some((fuzzy::score(typed.trim(), t(action.word))?, action)))
        .collect();
    fitting.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let most = if typed.trim().is_empty() {
        ACTIONS.len()
    } else {
        8
    };
    let actions = fitting
        .into_iter()
        .take(most)
        .map(|(_, action)| Offer::Action(action));
    let assets = found.iter().map(|row| Offer::Asset(Box::new(row.clone())));
    // Who types the name of an asset wants it, and not an action whose letters happen to fit.
    if typed.trim().is_empty() {
        actions.collect()
    } else {
        assets.chain(actions).collect()
    }
}

/// Looks for assets; an answer to other words than are typed by now is dropped.
fn find(app: App, text: String, typed: RwSignal<String>, found: RwSignal<Vec<AssetRow>>) {
    if text.trim().is_empty() || !untrack(|| app.has_workspace()) {
        found.set(Vec::new());
        return;
    }
    spawn_local(async move {
        let query = AssetQuery {
            text: text.trim().to_owned(),
            limit: ASSETS_OFFERED,
            ..AssetQuery::default()
        };
        let rows = bridge::assets(&query).await.map(|page| page.rows);
        if typed.try_get_untracked().as_ref() == Some(&text) {
            found.set(rows.unwrap_or_default());
        }
    });
}
