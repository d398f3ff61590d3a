//! A field for what a thing goes by: typed in any spelling, scanned from a picture, or picked from what is known.

use std::time::Duration;

use leptos::{ev::KeyboardEvent, html, prelude::*, task::spawn_local};
use protocol::{
    AssetQuery, AssetRow,
    field::{FieldRecord, IdentifierAnswer, IdentifierView, ScannedSymbol},
};

use crate::{
    bridge,
    components::{
        collections::{kind_class, kind_icon},
        icon::{Icon, icon},
    },
    locales::{current, field as words, t, tf},
    logic::format,
    pages::field::{inputs::unit_symbol, wrong::Wrong},
    state::App,
};

/// How long offers stay when the field is left, so that a finger reaches them.
const LINGERS: Duration = Duration::from_millis(150);

/// How many known assets are offered.
const OFFERED: u32 = 8;

/// Something to choose: what it is called, what it goes by.
#[derive(Clone, PartialEq)]
struct Offer {
    name: String,
    epc: String,
    kind: Option<protocol::AssetKind>,
}

impl Offer {
    fn of_row(row: AssetRow) -> Self {
        Self {
            name: row.name,
            epc: row.epc,
            kind: Some(row.kind),
        }
    }

    fn of_symbol(found: ScannedSymbol) -> Self {
        let symbol = words::symbol(found.symbol);
        match found.answer {
            IdentifierAnswer::Named { view } => Self {
                name: format!("{symbol}: {}", view.readable),
                epc: view.asset.or(view.party).unwrap_or(found.text),
                kind: None,
            },
            IdentifierAnswer::Wrong { .. } => Self {
                name: format!("{symbol}: {}", found.text),
                epc: found.text,
                kind: None,
            },
        }
    }
}

/// The field while one writes in it: what is offered, and what is wrong. It is a handle: copies see the same signals.
#[derive(Clone, Copy)]
struct Entry<G, S> {
    app: App,
    get: G,
    set: S,
    /// Whether a thing of that name must be there already.
    known: bool,
    offers: RwSignal<Vec<Offer>>,
    /// Which of them the arrow keys stand on.
    at: RwSignal<Option<usize>>,
    fault: RwSignal<Option<String>>,
    /// Counts questions, so that a late answer to an old one is dropped.
    question: RwSignal<u32>,
}

impl<G, S> Entry<G, S>
where
    G: Fn(&FieldRecord) -> String + Copy + Send + Sync + 'static,
    S: Fn(&mut FieldRecord, String) + Copy + Send + Sync + 'static,
{
    fn new(app: App, get: G, set: S, known: bool) -> Self {
        Self {
            app,
            get,
            set,
            known,
            offers: RwSignal::new(Vec::new()),
            at: RwSignal::new(None),
            fault: RwSignal::new(None),
            question: RwSignal::new(0),
        }
    }

    fn value(self) -> String {
        self.app.field.record.with_untracked(self.get)
    }

    fn put(self, text: String) {
        self.app
            .field
            .edit(self.app, |record| (self.set)(record, text));
    }

    fn close(self) {
        // A field that is gone by now has nothing to close; offers that are still on their way come too late.
        let _ = self.question.try_update(|question| *question += 1);
        let _ = self.offers.try_set(Vec::new());
        let _ = self.at.try_set(None);
    }

    fn choose(self, epc: String) {
        self.fault.set(None);
        self.question.update(|question| *question += 1);
        self.close();
        self.app.field.learn(&epc);
        self.put(epc);
        self.read();
    }

    /// Offers known assets that the text finds.
    fn offer(self, text: String) {
        if !self.known {
            return;
        }
        self.question.update(|question| *question += 1);
        let asked = self.question.get_untracked();
        spawn_local(async move {
            let query = AssetQuery {
                text,
                limit: OFFERED,
                ..AssetQuery::default()
            };
            if let Ok(page) = bridge::assets(&query).await
                && self.question.try_get_untracked() == Some(asked)
            {
                self.offers
                    .set(page.rows.into_iter().map(Offer::of_row).collect());
                self.at.set(None);
            }
        });
    }

    fn typed(self, text: String) {
        self.fault.set(None);
        self.put(text.clone());
        if text.trim().chars().count() > 1 {
            self.offer(text);
        } else {
            self.close();
        }
    }

    /// Left behind, a name is read: other spellings become the canonical one.
    fn read(self) {
        let text = self.value();
        if text.trim().is_empty() {
            return;
        }
        spawn_local(async move {
            match bridge::read_identifier(&text).await {
                Ok(IdentifierAnswer::Named { view }) => self.take(&text, &view),
                Ok(IdentifierAnswer::Wrong { fault, with }) => {
                    let _ = self.fault.try_set(Some(words::fault(fault, &with)));
                }
                Err(error) => self.app.fail(error),
            }
        });
    }

    fn take(self, text: &str, view: &IdentifierView) {
        let Some(name) = view.asset.clone().or_else(|| view.party.clone()) else {
            let told = tf("field.fault.product", &[("a", &view.readable)]);
            let _ = self.fault.try_set(Some(told));
            return;
        };
        self.app.field.names.update(|names| {
            names.insert(name.clone(), view.clone());
        });
        // Whoever wrote on meanwhile is not written over.
        if name != text && self.value() == text {
            self.put(name);
        }
    }

    fn scan(self, picture: web_sys::File) {
        spawn_local(async move {
            let found = async {
                let base64 = bridge::file_base64(&picture).await?;
                bridge::read_symbols(&base64).await
            };
            match found.await {
                Ok(found) if found.is_empty() => {
                    self.fault.set(Some(t("field.nothing-scanned").to_owned()));
                }
                Ok(found) => {
                    let mut found: Vec<Offer> = found.into_iter().map(Offer::of_symbol).collect();
                    if found.len() == 1 {
                        self.choose(found.remove(0).epc);
                    } else {
                        self.offers.set(found);
                    }
                }
                Err(error) => {
                    let told = format!("{} {}", error.message, error.hint);
                    self.fault.set(Some(told));
                }
            }
        });
    }

    fn press(self, event: &KeyboardEvent) {
        let count = self.offers.with_untracked(Vec::len);
        let at = self.at.get_untracked();
        match (event.key().as_str(), at) {
            ("ArrowDown", _) if count > 0 => {
                self.at.set(Some(at.map_or(0, |at| (at + 1) % count)));
            }
            ("ArrowUp", _) if count > 0 => {
                self.at
                    .set(Some(at.map_or(count - 1, |at| (at + count - 1) % count)));
            }
            ("ArrowDown", _) => self.offer(self.value()),
            ("Enter", Some(at)) => {
                let chosen = self.offers.with_untracked(|all| all.get(at).cloned());
                if let Some(chosen) = chosen {
                    self.choose(chosen.epc);
                }
            }
            ("Escape", _) if count > 0 => self.close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

/// The field.
#[component]
pub(crate) fn IdentifierField(
    /// The path of the value in the record, which is the field's id as well.
    path: String,
    /// What it is.
    label: &'static str,
    /// Reads the value.
    get: impl Fn(&FieldRecord) -> String + Copy + Send + Sync + 'static,
    /// Changes it.
    set: impl Fn(&mut FieldRecord, String) + Copy + Send + Sync + 'static,
    /// Whether a thing of that name must be there already, so that known ones are offered.
    known: bool,
) -> impl IntoView {
    let app = App::here();
    let entry = Entry::new(app, get, set, known);
    let value = Memo::new(move |_| app.field.record.with(get));
    Effect::new(move || {
        let name = value.get();
        if name.contains(':') {
            app.field.learn(&name);
        }
    });
    let about = move || {
        let name = value.get();
        let view = app
            .field
            .names
            .with(|names| names.get(name.trim()).cloned())?;
        Some(view! { <p class="field-about" data-testid="field-about">{described(&view)}</p> })
    };
    let fault = move || {
        entry.fault.get().map(|fault| {
            view! { <p class="field-wrong tone-bad" role="alert" data-testid="field-fault">{icon(Icon::Alert)} <span>{fault}</span></p> }
        })
    };
    // While one chooses, and where the reason is told already, what the check says of half a name helps nobody.
    let quiet = move || entry.fault.with(Option::is_some) || !entry.offers.with(Vec::is_empty);
    let list = format!("{path}-list");
    let option_base = list.clone();
    view! {
        <div class="field-line field-name">
            <label for=path.clone()>{label}</label>
            <div class="field-name__row">
                <input
                    type="text"
                    id=path.clone()
                    data-testid=path.clone()
                    class="field-name__input"
                    role="combobox"
                    aria-autocomplete="list"
                    aria-expanded=move || if entry.offers.with(Vec::is_empty) { "false" } else { "true" }
                    aria-controls=list.clone()
                    aria-activedescendant=move || entry.at.get().map(|at| format!("{option_base}-{at}"))
                    aria-describedby=format!("{path}-wrong")
                    aria-invalid=move || entry.fault.with(Option::is_some).then_some("true")
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="4500"
                    placeholder=if known { t("field.name-hint-known") } else { t("field.name-hint-new") }
                    prop:value=move || value.get()
                    on:input=move |event| entry.typed(event_target_value(&event))
                    on:keydown=move |event| entry.press(&event)
                    on:change=move |_| entry.read()
                    on:blur=move |_| set_timeout(move || entry.close(), LINGERS)
                />
                {scanner(path.clone(), move |picture| entry.scan(picture))}
            </div>
            {offers(label, list, entry.offers, entry.at, move |epc| entry.choose(epc))}
            {about}
            {fault}
            <div hidden=quiet><Wrong path=path/></div>
        </div>
    }
}

/// The button that takes a picture to read.
pub(crate) fn scanner(path: String, scan: impl Fn(web_sys::File) + 'static) -> impl IntoView {
    let file = NodeRef::<html::Input>::new();
    let ask = move |_| {
        if let Some(file) = file.get_untracked() {
            file.click();
        }
    };
    let chosen = move |_| {
        let Some(input) = file.get_untracked() else {
            return;
        };
        if let Some(picture) = input.files().and_then(|files| files.get(0)) {
            scan(picture);
        }
        // The same picture can be chosen again.
        input.set_value("");
    };
    view! {
        <button type="button" class="button" title=t("field.scan-hint") on:click=ask>
            {icon(Icon::Scan)}
            {t("field.scan")}
        </button>
        <input
            type="file"
            class="field-hidden"
            accept="image/png,image/jpeg"
            tabindex="-1"
            aria-hidden="true"
            data-testid=format!("{path}-scan")
            node_ref=file
            on:change=chosen
        />
    }
}

/// What can be chosen.
fn offers(
    label: &'static str,
    list: String,
    offers: RwSignal<Vec<Offer>>,
    at: RwSignal<Option<usize>>,
    choose: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let id = list.clone();
    let options = move || {
        let all = offers.get().into_iter().enumerate();
        all.map(|(index, offer)| {
            let epc = offer.epc.clone();
            let mark = offer
                .kind
                .map(|kind| view! { <span class=kind_class(kind)>{icon(kind_icon(kind))}</span> });
            view! {
                <li
                    role="option"
                    id=format!("{list}-{index}")
                    data-testid="field-offer"
                    aria-selected=move || if at.get() == Some(index) { "true" } else { "false" }
                    on:mousedown=move |event| event.prevent_default()
                    on:click=move |_| choose(epc.clone())
                >
                    {mark}
                    <span class="field-offers__name">{offer.name}</span>
                    <code>{format::middle(&offer.epc, 38)}</code>
                </li>
            }
        })
        .collect_view()
    };
    view! {
        <ul class="field-offers" role="listbox" id=id aria-label=label hidden=move || offers.with(Vec::is_empty)>
            {options}
        </ul>
    }
}

/// What a name is, as one line.
fn described(view: &IdentifierView) -> String {
    let Some(known) = &view.known else {
        return if view.readable.starts_with('(') {
            view.readable.clone()
        } else {
            String::new()
        };
    };
    let left = format::number(&known.left, current());
    tf(
        "field.known",
        &[
            ("name", &known.name),
            ("left", &left),
            ("unit", unit_symbol(&known.unit)),
        ],
    )
}
