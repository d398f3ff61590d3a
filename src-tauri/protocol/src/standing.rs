//! What the ledger says of issued reports, and saying it.

use serde::{Deserialize, Serialize};

/// Whether an issued report holds, as its issuer says on the ledger.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StandingWord {
    /// The ledger says nothing of it.
    NotAnchored,
    /// It was anchored, and nothing was said since.
    InForce,
    /// Another report stands in its place.
    Replaced,
    /// It was withdrawn.
    Withdrawn,
}

/// Where an issued report stands, as far as the workspace knows.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// The report's number.
    pub number: String,
    /// Whether it holds.
    pub word: StandingWord,
    /// The number of the report in its place; hostile text.
    pub by: Option<String>,
    /// Why it was replaced or withdrawn; hostile text.
    pub reason: Option<String>,
    /// Who said so; hostile text.
    pub party: Option<String>,
    /// The block that says so.
    pub block: Option<u64>,
    /// When they say that they said it, seconds since 1970.
    pub at_unix: Option<i64>,
    /// How many events took something back since, of what it was made from, by whom and where.
    pub undermined: u32,
    /// The newest block that is taken into account.
    pub known_to: u64,
    /// What was said of it from here.
    pub sent: Vec<NoticeReceipt>,
}

/// The receipt of something that was said of a report from here.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NoticeReceipt {
    /// What was said: `report`, `report-replaced` or `report-withdrawn`.
    pub kind: String,
    /// The transaction, in hex.
    pub tx: String,
    /// Its block, as the node said.
    pub block: u64,
    /// When it was sent, seconds since 1970.
    pub sent_unix: i64,
    /// Whether it came back with a sync: until then it is the node's word alone.
    pub seen: bool,
}

/// Something to be said of an issued report on the ledger.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SayOfReport {
    /// The report's number.
    pub number: String,
    /// The file with the private key of the account that stands for the issuer on the ledger.
    pub key_file: String,
    /// What to say.
    pub say: ReportSaying,
}

/// What an issuer says of a report.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "word")]
pub enum ReportSaying {
    /// That it was issued.
    Anchor,
    /// That another one takes its place.
    Replace {
        /// The other's number.
        by: String,
        /// Why.
        reason: String,
    },
    /// That it does not hold any more.
    Withdraw {
        /// Why.
        reason: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_reads_as_it_is_written() {
        let say = ReportSaying::Replace {
            by: "WM-2026-000002".to_owned(),
            reason: "recount".to_owned(),
        };
        let written = serde_json::to_string(&say).unwrap_or_default();
        assert_eq!(
            written,
            r#"{"word":"replace","by":"WM-2026-000002","reason":"recount"}"#
        );
        assert_eq!(serde_json::from_str(&written).ok(), Some(say));
    }
}
