//! Issuing reports, one or many, and the list of those issued.

use serde::{Deserialize, Serialize};

use crate::{Moment, SignatureLevel, SigningWish, Standing};

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

/// The size of a report's pages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Paper {
    /// 210 × 297 mm (ISO 216).
    #[default]
    A4,
    /// 8½ × 11 inches (ANSI/ASME Y14.1, size A).
    Letter,
}

/// What a report is.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum TemplateWord {
    /// A supplier's declaration of where a thing came from.
    #[default]
    Provenance,
    /// A statement on the goods of a shipment.
    Custody,
    /// Recycled content and carbon footprint, in the terms of the EU battery regulation.
    RecycledCarbon,
    /// Everything that is known of a lineage.
    Dossier,
}

impl TemplateWord {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Provenance,
        Self::Custody,
        Self::RecycledCarbon,
        Self::Dossier,
    ];

    /// The word for it on the command line and in lists.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Provenance => "provenance",
            Self::Custody => "custody",
            Self::RecycledCarbon => "recycled-carbon",
            Self::Dossier => "dossier",
        }
    }

    /// The template of this name, with or without a version.
    pub fn of(name: &str) -> Option<Self> {
        let word = name.split_once('/').map_or(name, |(word, _)| word);
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// What reports are to say, for whom and how they are to look.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportWish {
    /// What it is.
    #[serde(default)]
    pub template: TemplateWord,
    /// The size of its pages.
    #[serde(default)]
    pub paper: Paper,
    /// Its language.
    pub locale: Locale,
    /// Whom it is for; `None` for nobody in particular.
    #[serde(default)]
    pub recipient: Option<String>,
    /// As known at this block; `None` for the newest.
    #[serde(default)]
    pub as_of: Option<u64>,
    /// The shipment that a statement is about, as `BLOCK/LOG`; `None` for the newest. Other templates have none.
    #[serde(default)]
    pub shipment: Option<String>,
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
    /// What it is to say and how it is to look.
    #[serde(flatten)]
    pub wish: ReportWish,
    /// Opens the signing key where it is locked ([`WorkspaceState::needs_passphrase`](crate::WorkspaceState)); never stored.
    #[serde(default)]
    pub passphrase: Option<String>,
    /// Whether no timestamp authority is asked, whatever the workspace has set.
    #[serde(default)]
    pub unstamped: bool,
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
    /// How far the signature goes; `None` where an older report was found again.
    #[serde(default)]
    pub level: Option<SignatureLevel>,
    /// Whether a second person can still sign it.
    #[serde(default)]
    pub open: bool,
}

/// A report about each of several assets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssueBatch {
    /// The assets.
    pub epcs: Vec<String>,
    /// The folder that the PDFs go into.
    pub out_dir: String,
    /// What they are to say and how they are to look.
    #[serde(flatten)]
    pub wish: ReportWish,
    /// As in [`IssueReport`].
    #[serde(default)]
    pub passphrase: Option<String>,
    /// As in [`IssueReport`].
    #[serde(default)]
    pub unstamped: bool,
}

/// What came of a batch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchIssued {
    /// The folder.
    pub out_dir: String,
    /// How many reports were issued.
    pub issued: u32,
    /// How many were issued before, with the same words.
    pub skipped: u32,
    /// Those that could not be issued.
    pub failed: Vec<BatchFailure>,
    /// How many were not reached because the user stopped it.
    pub left: u32,
}

/// A report of a batch that could not be issued.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchFailure {
    /// The asset.
    pub epc: String,
    /// What happened, as a sentence.
    pub message: String,
    /// What to do next, as a sentence.
    pub hint: String,
}

/// How a report will look, before it is signed and gets a number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportPreview {
    /// The first page as a PNG, base64.
    pub page: String,
    /// How wide the picture is, in pixels.
    pub width: u32,
    /// How high the picture is, in pixels.
    pub height: u32,
    /// How many pages there will be.
    pub pages: u32,
    /// The block as of which it speaks.
    pub as_of: u64,
    /// That block's time, seconds since 1970.
    pub as_of_unix: i64,
}

/// What can be chosen when a report on an asset is issued.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssueChoices {
    /// The templates.
    pub templates: Vec<TemplateWord>,
    /// The shipments that the asset travelled in, the newest first; empty where none is on record.
    #[serde(default)]
    pub shipments: Vec<ShipmentChoice>,
    /// Who signs; `None` while there is no key.
    pub signer: Option<SignerChoice>,
    /// How far the signature goes.
    #[serde(default)]
    pub signing: SigningWish,
    /// The first block at which something is known of the asset.
    pub first_block: u64,
    /// The newest block.
    pub newest_block: u64,
    /// The block that a report speaks as of when nothing else is asked for.
    pub as_of: u64,
}

/// A shipment that a statement can be about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShipmentChoice {
    /// Where it stands on the chain, as `BLOCK/LOG`.
    pub event: String,
    /// Who sent it; hostile text.
    pub from: String,
    /// Whom it went to; hostile text.
    pub to: String,
    /// When it left.
    pub shipped: Moment,
}

/// Who signs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignerChoice {
    /// The name in the certificate; hostile text.
    pub name: String,
    /// The algorithm in words, such as `ECDSA P-256 with SHA-256`.
    pub algorithm: String,
    /// When the certificate ends, seconds since 1970.
    pub until_unix: i64,
    /// Whether nobody but the signer vouches for the certificate.
    pub self_signed: bool,
    /// Whether the key is the sample's public one.
    pub demonstration: bool,
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
    /// What it is; `None` where that was not kept.
    #[serde(default)]
    pub template: Option<TemplateWord>,
    /// Whom it is for; empty for nobody in particular. Hostile text.
    #[serde(default)]
    pub recipient: String,
    /// The block as of which it speaks.
    #[serde(default)]
    pub as_of: u64,
    /// How many pages it has; 0 where that was not kept.
    #[serde(default)]
    pub pages: u32,
    /// Whether the file is where it was written.
    #[serde(default)]
    pub is_there: bool,
    /// How it stands, by what is synced.
    #[serde(default)]
    pub standing: Option<Standing>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_known_by_their_names() {
        for template in TemplateWord::ALL {
            assert_eq!(TemplateWord::of(template.word()), Some(template));
            let versioned = format!("{}/7", template.word());
            assert_eq!(TemplateWord::of(&versioned), Some(template));
        }
        assert_eq!(TemplateWord::of(""), None);
    }

    #[test]
    fn what_is_wished_crosses_beside_the_rest() {
        let request: IssueReport = serde_json::from_value(serde_json::json!({
            "epc": "urn:x", "out": "a.pdf", "locale": "de", "template": "recycledCarbon", "asOf": 7
        }))
        .unwrap();
        assert_eq!(request.wish.template, TemplateWord::RecycledCarbon);
        assert_eq!(request.wish.as_of, Some(7));
        assert_eq!(request.wish.paper, Paper::A4);
    }
}
