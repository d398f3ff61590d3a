//! Symbols: QR codes, Data Matrix codes and Code 128 read from the bytes of a picture, and QR codes and GS1 Data Matrix drawn as
//! modules.
//!
//! It knows nothing of what the text in a symbol means (that is `gs1`), opens no file and no camera. Pictures are hostile: `photo`
//! unpacks them within limits, and what the reader of bar codes stumbles over is a picture in which nothing was found.

mod draw;
mod error;
mod finder;
mod luma;
mod read;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use draw::{Matrix, draw_gs1_data_matrix, draw_qr};
pub use error::SymbolError;
pub use read::{Symbol, SymbolKind, read};
