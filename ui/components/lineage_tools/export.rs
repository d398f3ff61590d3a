//! What can be taken along: the picture as SVG or PNG, the table as CSV, and a link.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};
use protocol::{ChipKind, CommandError, ErrorCode, LineageView};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::notes;
use crate::{
    bridge::{self, browser},
    components::{
        badge::chip_icon,
        icon::{Icon, icon},
        lineage_canvas::{card, colours, headings, pen::CanvasPen},
        lineage_table,
    },
    locales::{t, tf, words},
    logic::{
        csv,
        face::{Colours, Letters, Pen, Said},
        format, identity,
        svg::Sheet,
    },
    state::{App, Notice},
};

/// A sort of file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum File {
    Svg,
    Png,
    Csv,
}

/// The panel.
#[component]
pub(super) fn Export() -> impl IntoView {
    let app = App::here();
    let lineage = app.lineage;
    let item = move |file: File, word: &'static str, hint: &'static str, testid: &'static str| {
        let press = move |_| {
            lineage.panel.set(None);
            save(app, file);
        };
        view! {
            <button type="button" class="export__item" data-testid=testid on:click=press>
                <b>{t(word)}</b>
                <span>{t(hint)}</span>
            </button>
        }
    };
    let link = move |_| {
        lineage.panel.set(None);
        copy_link(app);
    };
    view! {
        <div class="tools__panel export" role="group" aria-label=t("export.title") data-testid="lineage-export-panel">
            {item(File::Svg, "export.svg", "export.svg-hint", "export-svg")}
            {item(File::Png, "export.png", "export.png-hint", "export-png")}
            {item(File::Csv, "export.csv", "export.csv-hint", "export-csv")}
            <button type="button" class="export__item" data-testid="export-link" on:click=link>
                <b>{icon(Icon::Copy)}{t("export.link")}</b>
                <span>{t("export.link-hint")}</span>
            </button>
        </div>
    }
}

/// Copies a link to what is shown.
pub(crate) fn copy_link(app: App) {
    if let Some(link) = app.lineage.link() {
        browser::copy(&link.write());
        app.tell(Notice::done(t("export.link-copied").to_owned()));
    }
}

fn save(app: App, file: File) {
    let Some(view) = app.lineage.view.get_untracked() else {
        return;
    };
    let (ending, made) = match file {
        File::Svg => ("svg", Some(drawn(app, &view, svg).into_bytes())),
        File::Png => ("png", drawn(app, &view, png)),
        File::Csv => {
            let rows = lineage_table::cells(&view);
            ("csv", Some(csv::table(rows).into_bytes()))
        }
    };
    let Some(bytes) = made else {
        app.fail(CommandError {
            code: ErrorCode::Failed,
            message: t("export.too-large").to_owned(),
            hint: t("export.too-large-hint").to_owned(),
        });
        return;
    };
    let suggested = format!("{}.{ending}", file_name(&view));
    spawn_local(async move {
        match bridge::save_as(&suggested, &bytes).await {
            Ok(Some(path)) => app.tell(Notice::done(tf("export.saved", &[("path", &path)]))),
            Ok(None) => {}
            Err(error) => app.fail(error),
        }
    });
}

/// Letters and digits of the name of the asset looked from: what is left cannot name another folder.
fn file_name(view: &LineageView) -> String {
    let name = name(view);
    let plain: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .take(60)
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    format!("{}-{}", t("nav.lineage"), parts.join("-")).to_lowercase()
}

fn name(view: &LineageView) -> String {
    let focus = view.nodes.iter().find(|node| node.epc == view.focus);
    focus.map_or_else(
        || view.focus.clone(),
        |node| identity::told_apart(&node.name, &node.epc),
    )
}

/// Draws the whole lineage as it is shown, with everything that a picture without a window has to say.
fn drawn<T>(app: App, view: &LineageView, draw: impl FnOnce(&Sheet<'_>) -> T) -> T {
    let lineage = app.lineage;
    let lit: BTreeSet<usize> = untrack(|| lineage.lit());
    let selected = lineage.selected.get_untracked();
    let selected = selected.and_then(|epc| view.nodes.iter().position(|node| node.epc == epc));
    let (title, subtitle, foot) = (
        tf(
            "export.heading",
            &[("name", &format::middle(&name(view), 80))],
        ),
        subtitle(app),
        notes::hidden(view.hidden),
    );
    colours::with(|colours: &Colours| {
        draw(&Sheet {
            view,
            selected,
            lit: &lit,
            title: &title,
            subtitle: &subtitle,
            foot: &foot,
            headings: &headings(view),
            facts: &card::facts,
            chips: &card::chips,
            said: Said {
                facts: "",
                chips: &[],
                chip: |kind: ChipKind| chip_icon(kind).map(Icon::path),
                alert: Icon::Alert.path(),
            },
            colours,
        })
    })
}

/// Which way is looked, and as of which block.
fn subtitle(app: App) -> String {
    let way = words::direction(app.lineage.direction.get_untracked());
    let state = untrack(|| app.workspace());
    let newest = state.as_ref().and_then(|state| state.sync.block);
    match app.lineage.as_of.get_untracked().or(newest) {
        Some(block) => {
            let block = tf("export.as-of", &[("block", &format::count(block))]);
            format!("{way} · {block}")
        }
        None => way.to_owned(),
    }
}

fn canvas() -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas = document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    let paper = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    Some((canvas, paper))
}

fn svg(sheet: &Sheet<'_>) -> String {
    let paper = canvas();
    let width = |text: &str, letters: Letters| {
        paper.as_ref().map_or(0.0, |(_, paper)| {
            let font = &sheet.colours.font;
            CanvasPen::new(paper, font).width(text, letters)
        })
    };
    sheet.svg(&width)
}

/// The most pixels on a side and in all that browsers draw.
const LONGEST: f64 = 16_000.0;
const MOST: f64 = 120_000_000.0;

/// Two pixels for each of the drawing, or fewer where it is large; `None` where it cannot be drawn.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within LONGEST
fn png(sheet: &Sheet<'_>) -> Option<Vec<u8>> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let (width, height) = sheet.size();
    let scale = (LONGEST / width)
        .min(LONGEST / height)
        .min((MOST / (width * height)).sqrt())
        .min(2.0);
    let (canvas, paper) = canvas()?;
    canvas.set_width((width * scale) as u32);
    canvas.set_height((height * scale) as u32);
    paper.set_fill_style_str(&sheet.colours.paper);
    paper.fill_rect(0.0, 0.0, width * scale, height * scale);
    let (left, top) = Sheet::origin();
    paper.scale(scale, scale).ok()?;
    paper.translate(left, top).ok()?;
    let font = &sheet.colours.font;
    sheet.draw(&mut CanvasPen::new(&paper, font));
    let address = canvas.to_data_url().ok()?;
    let coded = address.strip_prefix("data:image/png;base64,")?;
    STANDARD.decode(coded).ok()
}
