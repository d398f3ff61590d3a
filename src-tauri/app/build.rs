//! Prepares what Tauri embeds: its configuration, the capabilities, and a folder for the built user interface.

fn main() {
    println!("cargo::rerun-if-changed=src-tauri/capabilities");
    // What is embedded is not only changed but also comes and goes, which the embedding macro does not see.
    println!("cargo::rerun-if-changed=ui/dist");
    // `generate_context!` refuses to compile without the folder; `cargo xtask ui` fills it.
    std::fs::create_dir_all("ui/dist").expect("the folder ui/dist can be made");
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*");
    tauri_build::try_build(attributes).expect("the Tauri configuration is sound");
}
