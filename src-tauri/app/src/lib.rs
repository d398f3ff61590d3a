//! The desktop shell: a window over one workspace. It holds no logic; every command calls `workspace`.

/// Opens the window and runs until it is closed.
pub fn run() {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .run(tauri::generate_context!())
        .expect("the window could not be opened");
}
