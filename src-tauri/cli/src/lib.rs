//! The command line; no Tauri, no WebKit.
