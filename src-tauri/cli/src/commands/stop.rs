//! Ctrl-C and the polite request to end (SIGTERM): they set a flag, and the work ends where nothing is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that is set when the user wants the work to end. The second time, the program ends at once.
pub(crate) fn on_request() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    // Without a runtime nothing listens, and the system's own way of ending a program remains.
    let listening = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    if let Ok(runtime) = listening {
        std::thread::spawn(move || {
            runtime.block_on(async {
                while requested().await.is_ok() {
                    if seen.swap(true, Ordering::Relaxed) {
                        std::process::exit(130);
                    }
                }
            });
        });
    }
    stop
}

#[cfg(unix)]
async fn requested() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn requested() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
