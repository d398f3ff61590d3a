//! Issuing reports, and the list of those issued.

use serde::{Deserialize, Serialize};

/// The language of a report or of the window.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// French.
    Fr,
}

/// A report to be issued.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssueReport {
    /// The asset it is about.
    pub epc: String,
    /// Where to write the PDF.
    pub out: String,
    /// Its number; `None` for the next free one.
    #[serde(default)]
    pub number: Option<String>,
    /// Whom it is for; `None` for nobody in particular.
    #[serde(default)]
    pub recipient: Option<String>,
    /// Its language.
    pub locale: Locale,
    /// Opens the signing key where it is locked ([`WorkspaceState::needs_passphrase`](crate::WorkspaceState)); never stored.
    #[serde(default)]
    pub passphrase: Option<String>,
}

/// A report that was issued.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssuedReport {
    /// Where the PDF is.
    pub path: String,
    /// Its number.
    pub number: String,
    /// How many pages it has.
    pub pages: u32,
    /// How long the file is.
    pub bytes: u64,
    /// The hash of the evidence inside, in hex.
    pub evidence_hash: String,
}

/// An issued report in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportRow {
    /// Its number.
    pub number: String,
    /// The canonical name of the asset it is about.
    pub epc: String,
    /// What people call that asset; hostile text.
    pub name: String,
    /// Where the PDF was written.
    pub path: String,
    /// When it was issued, seconds since 1970.
    pub issued_unix: i64,
}
