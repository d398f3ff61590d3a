//! Headers, receipts and their proofs; pure, also compiles to wasm.
