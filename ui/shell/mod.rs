//! The window as a whole: what is always there, around the place where one is.

use leptos::prelude::*;

use crate::{
    bridge::Drop,
    components::{
        issue_dialog::IssueDialog, notices::Notices, palette::Palette, recall::ReachDialog,
        sidebar::Sidebar, status_line::StatusLine, topbar::Topbar,
    },
    locales,
    pages::{
        asset::AssetPage, assets::AssetsPage, attestations::AttestationsPage, compare::ComparePage,
        field::FieldPage, lineage::LineagePage, map::MapPage, network::NetworkPage,
        overview::OverviewPage, reports::ReportsPage, settings::SettingsPage, verify::VerifyPage,
        welcome::WelcomePage,
    },
    state::{App, Open, Opened, Place},
};

/// The window.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    app.preferences.apply();
    crate::actions::listen(app);
    crate::bridge::listen_to_progress(move |progress| app.hear(progress));
    crate::bridge::listen_to_steps(move |step| app.verify.hear(step));
    crate::bridge::listen_to_drops(move |drop| dropped(app, drop));
    app.ask_what_is_open();
    // Words are chosen while drawing, so another language draws everything again. What the user did is in the state.
    move || {
        locales::choose(app.preferences.locale.get());
        view! {
            <div class="shell">
                <Sidebar/>
                <Topbar/>
                <main class="shell__place"><Here/></main>
                <StatusLine/>
            </div>
            <Notices/>
            <Palette/>
            <IssueDialog/>
            <ReachDialog/>
        }
    }
}

/// The place where one is. Verifying and settings need no workspace.
#[component]
fn Here() -> impl IntoView {
    let app = App::here();
    let open = Memo::new(move |_| {
        app.open.with(|open| match open {
            Open::Asking => None,
            Open::Nothing => Some(false),
            Open::Workspace(_) => Some(true),
        })
    });
    move || match (app.place.get(), open.get()) {
        (Place::Verify, _) => view! { <VerifyPage/> }.into_any(),
        (Place::Settings, _) => view! { <SettingsPage/> }.into_any(),
        (_, None) => ().into_any(),
        (_, Some(false)) => view! { <WelcomePage/> }.into_any(),
        (Place::Overview, _) => view! { <OverviewPage/> }.into_any(),
        (Place::Asset, _) => view! { <AssetPage/> }.into_any(),
        (Place::Attestations, _) => view! { <AttestationsPage/> }.into_any(),
        (Place::Assets, _) => view! { <AssetsPage/> }.into_any(),
        (Place::Lineage, _) => view! { <LineagePage/> }.into_any(),
        (Place::Map, _) => view! { <MapPage/> }.into_any(),
        (Place::Compare, _) => view! { <ComparePage/> }.into_any(),
        (Place::Reports, _) => view! { <ReportsPage/> }.into_any(),
        (Place::Field, _) => view! { <FieldPage/> }.into_any(),
        (Place::Network, _) => view! { <NetworkPage/> }.into_any(),
    }
}

/// A file let go anywhere over the window is verified; over a form of the field, it is attached.
fn dropped(app: App, drop: Drop) {
    if app.place.get_untracked() == Place::Field {
        let is_form = app
            .field
            .opened
            .with_untracked(|opened| *opened == Opened::Form);
        if let Drop::Here(paths) = drop
            && is_form
        {
            for path in paths {
                app.field.attach_path(app, path);
            }
        }
        return;
    }
    app.verify.over.set(drop == Drop::Over);
    match drop {
        Drop::Over => app.go(Place::Verify),
        Drop::Gone => {}
        Drop::Here(paths) => {
            if let Some(path) = paths.into_iter().next() {
                app.verify.check_path(app, path);
            }
        }
    }
}
