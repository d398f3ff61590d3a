//! What an open workspace shows: its facts as the plain values of `protocol`. Nothing here changes anything, and nothing
//! here decides: figures come from `lineage`, proofs from `evidence`.

mod as_known;
mod assets;
mod attestations;
mod badges;
mod compare;
mod csv;
mod custody;
mod detail;
mod drawing;
mod field;
mod figures;
mod findings;
mod map;
mod overview;
mod pending;
mod recall;
mod reports;
mod seen;
mod sight;
mod state;
mod trail;
mod words;

pub(crate) use assets::index_rows;
pub(crate) use reports::algorithm;
pub use reports::signer_choice;
pub(crate) use seen::Seen;
pub(crate) use trail::not_yet;
pub(crate) use words::{
    asset_name, granularity, kind, party_name, subject_epc, subject_name, text as shorten, text,
};
