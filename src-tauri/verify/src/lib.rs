//! The verification steps over evidence, lineage, report and signature; also compiles to wasm.
