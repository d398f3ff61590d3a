//! The desktop shell: a window over one workspace. It holds no logic: every command calls `workspace`, turns its failure
//! into the protocol's, and nothing else.

mod commands;
mod failure;
mod signing;
mod state;

use std::path::PathBuf;

use state::Desk;

/// Opens the window, on the workspace folder named as the first argument if there is one, and runs until it is closed.
///
/// # Panics
/// If the system has no web view to draw the window with; nothing can be shown then.
#[allow(clippy::expect_used)]
pub fn run() {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .manage(Desk::opening(folder.as_deref()))
        .manage(commands::field::Person::default())
        .invoke_handler(tauri::generate_handler![
            commands::field::field,
            commands::field::field_choices,
            commands::field::field_record,
            commands::field::save_draft,
            commands::field::discard_record,
            commands::field::sign_record,
            commands::field::cancel_record,
            commands::field::resend_record,
            commands::field::adjust_record,
            commands::field::correct_record,
            commands::field::submit_outbox,
            commands::field::attach_bytes,
            commands::field::attach_file,
            commands::field::document_bytes,
            commands::field::create_device_key,
            commands::field::use_device,
            commands::field::lock_device,
            commands::field::set_automatic,
            commands::field::export_bundle,
            commands::field::import_receipts,
            commands::workspace::open_sample,
            commands::workspace::open_workspace,
            commands::workspace::workspace,
            commands::workspace::network,
            commands::workspace::sync_now,
            commands::workspace::doctor,
            commands::workspace::cancel,
            commands::assets::assets,
            commands::assets::asset,
            commands::assets::asset_figures,
            commands::assets::overview,
            commands::assets::attestations,
            commands::assets::lineage,
            commands::assets::activity,
            commands::assets::block_at,
            commands::assets::map,
            commands::assets::compare,
            commands::assets::reach,
            commands::assets::reach_csv,
            commands::reports::issue_report,
            commands::reports::issue_batch,
            commands::reports::issue_choices,
            commands::reports::preview_report,
            commands::reports::reports,
            commands::reports::signing,
            commands::reports::set_signing,
            commands::reports::countersign,
            commands::saying::say_of_report,
            commands::verifying::verify_report,
            commands::verifying::verify_bytes,
            commands::verifying::save_verdict,
            commands::capture::read_identifier,
            commands::capture::read_symbols,
            commands::capture::read_positions,
            commands::capture::document_facts,
            commands::capture::choose_file,
            commands::capture::draw_label,
            commands::files::choose_save_path,
            commands::files::save_file,
            commands::files::choose_open_path,
            commands::files::choose_folder,
            commands::files::choose_workspace,
            commands::files::open_report,
            commands::files::reveal,
        ])
        .run(tauri::generate_context!())
        .expect("the window could not be opened");
}
