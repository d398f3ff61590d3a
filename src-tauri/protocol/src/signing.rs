//! How far signatures go, as the user wants it.

use serde::{Deserialize, Serialize};

/// A level of PAdES baseline signatures (ETSI EN 319 142-1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum SignatureLevel {
    /// Who signed what.
    #[serde(rename = "b-b")]
    B,
    /// And when, by a timestamp.
    #[serde(rename = "b-t")]
    T,
    /// And that no certificate was revoked by then.
    #[serde(rename = "b-lt")]
    Lt,
    /// And all of that closed off by one more timestamp.
    #[serde(rename = "b-lta")]
    Lta,
}

impl SignatureLevel {
    /// All of them, the lowest first.
    pub const ALL: [Self; 4] = [Self::B, Self::T, Self::Lt, Self::Lta];

    /// Its short name, as on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::B => "b-b",
            Self::T => "b-t",
            Self::Lt => "b-lt",
            Self::Lta => "b-lta",
        }
    }
}

/// How reports of a workspace are signed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SigningWish {
    /// How far signatures go; `None` for the highest level that is possible.
    #[serde(default)]
    pub level: Option<SignatureLevel>,
    /// The timestamp authority's address, without credentials; `None` asks nobody.
    #[serde(default)]
    pub timestamp: Option<String>,
    /// Whether a second person is to sign.
    #[serde(default)]
    pub approval: bool,
}

/// A report that a second person signs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Countersign {
    /// Where the report is; the signed file takes its place.
    pub path: String,
    /// Opens the signing key where it is locked; never stored.
    #[serde(default)]
    pub passphrase: Option<String>,
    /// Whether no timestamp authority is asked, whatever the workspace has set.
    #[serde(default)]
    pub unstamped: bool,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Countersigned {
    /// Where it is.
    pub path: String,
    /// Its level now.
    pub level: SignatureLevel,
    /// Who signed first, as the certificate has it; hostile text.
    pub first: String,
    /// Who signed now; hostile text.
    pub second: String,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn levels_cross_by_their_short_names() {
        for level in SignatureLevel::ALL {
            let crossed = serde_json::to_value(level).unwrap();
            assert_eq!(crossed, level.code());
        }
    }
}
