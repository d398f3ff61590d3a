//! A field for what a thing goes by: typed in any spelling, scanned from a picture, or picked from what is known.

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
    pages::field::wrong::Wrong,
    state::App,
};

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
    let field = app.field;
    let value = Memo::new(move |_| field.record.with(get));
    let offers = RwSignal::new(Vec::<Offer>::new());
    let at = RwSignal::new(None::<usize>);
    let fault = RwSignal::new(None::<String>);
    let question = RwSignal::new(0_u32);
    let input = NodeRef::<html::Input>::new();
    let file = NodeRef::<html::Input>::new();
    let close = move || {
        offers.set(Vec::new());
        at.set(None);
    };
    let choose = move |epc: String| {
        fault.set(None);
        question.update(|question| *question += 1);
        close();
        field.learn(&epc);
        field.edit(app, |record| set(record, epc));
    };
    let offer = move |text: String| {
        if !known {
            return;
        }
        question.update(|question| *question += 1);
        let asked = question.get_untracked();
        spawn_local(async move {
            let query = AssetQuery {
                text,
                limit: OFFERED,
                ..AssetQuery::default()
            };
            if let Ok(page) = bridge::assets(&query).await
                && question.try_get_untracked() == Some(asked)
            {
                offers.set(page.rows.into_iter().map(Offer::of_row).collect());
                at.set(None);
            }
        });
    };
    let typed = move |text: String| {
        fault.set(None);
        field.edit(app, |record| set(record, text.clone()));
        if text.trim().chars().count() > 1 {
            offer(text);
        } else {
            close();
        }
    };
    // Left behind, a name is read: other spellings become the canonical one.
    let read = move || {
        let text = value.get_untracked();
        if text.trim().is_empty() {
            return;
        }
        spawn_local(async move {
            match bridge::read_identifier(&text).await {
                Ok(IdentifierAnswer::Named { view }) => {
                    let Some(name) = view.asset.clone().or_else(|| view.party.clone()) else {
                        fault.set(Some(tf("field.fault.product", &[("a", &view.readable)])));
                        return;
                    };
                    field.names.update(|names| {
                        names.insert(name.clone(), (*view).clone());
                    });
                    // Whoever wrote on meanwhile is not written over.
                    if name != text && field.record.with_untracked(get) == text {
                        field.edit(app, |record| set(record, name));
                    }
                }
                Ok(IdentifierAnswer::Wrong { fault: why, with }) => {
                    fault.set(Some(words::fault(why, &with)));
                }
                Err(error) => app.fail(error),
            }
        });
    };
    let scan = move |_| {
        let Some(chosen) = file.get_untracked() else {
            return;
        };
        let Some(picture) = chosen.files().and_then(|files| files.get(0)) else {
            return;
        };
        chosen.set_value("");
        spawn_local(async move {
            let found = async {
                let base64 = bridge::file_base64(&picture).await?;
                bridge::read_symbols(&base64).await
            };
            match found.await {
                Ok(found) if found.is_empty() => {
                    fault.set(Some(t("field.nothing-scanned").to_owned()))
                }
                Ok(found) => {
                    let mut found: Vec<Offer> = found.into_iter().map(Offer::of_symbol).collect();
                    if found.len() == 1 {
                        choose(found.remove(0).epc);
                        read();
                    } else {
                        offers.set(found);
                    }
                }
                Err(error) => fault.set(Some(format!("{} {}", error.message, error.hint))),
            }
        });
    };
    let press = move |event: KeyboardEvent| {
        let count = offers.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => {
                at.update(|at| *at = Some(at.map_or(0, |at| (at + 1) % count)))
            }
            "ArrowUp" if count > 0 => {
                at.update(|at| *at = Some(at.map_or(count - 1, |at| (at + count - 1) % count)));
            }
            "ArrowDown" => {
                offer(value.get_untracked());
            }
            "Enter" if at.get_untracked().is_some() => {
                let chosen = at
                    .get_untracked()
                    .and_then(|at| offers.with_untracked(|all| all.get(at).cloned()));
                if let Some(chosen) = chosen {
                    choose(chosen.epc);
                }
            }
            "Escape" if count > 0 => close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    Effect::new(move || {
        let name = value.get();
        if name.contains(':') {
            field.learn(&name);
        }
    });
    let list_id = format!("{path}-list");
    let about = move || {
        let name = value.get();
        let view = field.names.with(|names| names.get(name.trim()).cloned())?;
        Some(described(&view))
    };
    let (id, owns, wrong_id, listed) = (
        path.clone(),
        list_id.clone(),
        format!("{path}-wrong"),
        list_id,
    );
    let option_base = listed.clone();
    let active = move || at.get().map(|at| format!("{option_base}-{at}"));
    let list_of = listed.clone();
    view! {
        <div class="field-line field-name">
            <label for=id.clone()>{label}</label>
            <div class="field-name__row">
                <input
                    type="text"
                    id=id.clone()
                    data-testid=id
                    class="field-name__input"
                    role="combobox"
                    aria-autocomplete="list"
                    aria-expanded=move || if offers.with(Vec::is_empty) { "false" } else { "true" }
                    aria-controls=owns
                    aria-activedescendant=active
                    aria-describedby=wrong_id
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="4500"
                    placeholder=if known { t("field.name-hint-known") } else { t("field.name-hint-new") }
                    node_ref=input
                    prop:value=move || value.get()
                    on:input=move |event| typed(event_target_value(&event))
                    on:keydown=press
                    on:change=move |_| read()
                    on:blur=move |_| set_timeout(close, std::time::Duration::from_millis(150))
                />
                <button
                    type="button"
                    class="button"
                    title=t("field.scan-hint")
                    on:click=move |_| {
                        if let Some(file) = file.get_untracked() {
                            file.click();
                        }
                    }
                >
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
                    on:change=scan
                />
            </div>
            <ul
                class="field-offers"
                role="listbox"
                id=list_of
                aria-label=label
                hidden=move || offers.with(Vec::is_empty)
            >
                {move || {
                    let listed = listed.clone();
                    offers
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(index, offer)| {
                            let epc = offer.epc.clone();
                            let mark = offer.kind.map(|kind| view! { <span class=kind_class(kind)>{icon(kind_icon(kind))}</span> });
                            view! {
                                <li
                                    role="option"
                                    id=format!("{listed}-{index}")
                                    data-testid="field-offer"
                                    aria-selected=move || if at.get() == Some(index) { "true" } else { "false" }
                                    on:mousedown=move |event| event.prevent_default()
                                    on:click=move |_| {
                                        choose(epc.clone());
                                        read();
                                    }
                                >
                                    {mark}
                                    <span class="field-offers__name">{offer.name}</span>
                                    <code>{format::middle(&offer.epc, 38)}</code>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            {move || about().map(|about| view! { <p class="field-about" data-testid="field-about">{about}</p> })}
            {move || fault.get().map(|fault| view! { <p class="field-wrong tone-bad" role="alert" data-testid="field-fault">{icon(Icon::Alert)} <span>{fault}</span></p> })}
            // The reason told at once is the better one.
            <div hidden=move || fault.with(Option::is_some)><Wrong path=path/></div>
        </div>
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
            ("unit", &known.unit),
        ],
    )
}
