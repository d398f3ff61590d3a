//! What a party says of its own reports on the ledger: that one was issued, that another took its place, that it does not
//! hold any more. Each is an anchored document: the contract fixes a hash and a word for what it is, and a small JSON
//! document rides along (canonical after RFC 8785, so that one statement has one form).
//!
//! It reads and writes statements. Who may make which, and what follows from them, is not decided here.

use alloy_primitives::{B256, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use trace::Record;

use crate::limits;

/// A report that was issued.
const ISSUED: Form = Form {
    kind: "report",
    mark: "report-issued/1",
};
/// A report in whose place another one is.
const REPLACED: Form = Form {
    kind: "report-replaced",
    mark: "report-replaced/1",
};
/// A report that does not hold any more.
const WITHDRAWN: Form = Form {
    kind: "report-withdrawn",
    mark: "report-withdrawn/1",
};

/// The most characters of a report's number.
const NUMBER: usize = 128;

/// How a statement is told apart: the word beside the anchored hash, and the mark inside the document.
struct Form {
    kind: &'static str,
    mark: &'static str,
}

/// A report as statements name it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ReportName {
    /// SHA-256 of the file before its first signature: pages, evidence and parameters. It stays what it is whatever
    /// signatures and timestamps are added, and decides which report is meant.
    pub base: B256,
    /// Its number, for people; hostile text when it was read.
    pub number: String,
}

/// A statement about a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// It was issued.
    Issued {
        /// The report.
        report: ReportName,
        /// SHA-256 of the signed file as it was issued.
        file: B256,
    },
    /// Another report takes its place.
    Replaced {
        /// The report that holds no more.
        report: ReportName,
        /// The one that holds instead.
        by: ReportName,
        /// Why; hostile text when it was read.
        reason: String,
    },
    /// It does not hold any more, and nothing takes its place.
    Withdrawn {
        /// The report.
        report: ReportName,
        /// Why; hostile text when it was read.
        reason: String,
    },
}

/// A statement that the ledger would not take, or nobody would read.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum NoticeError {
    /// A number or a reason is empty or too long.
    #[error("{what} must have 1 to {most} bytes")]
    Length {
        /// Which.
        what: &'static str,
        /// The most bytes.
        most: usize,
    },
    /// A report would replace itself.
    #[error("a report cannot take its own place")]
    Itself,
}

/// The document; fields in the order of their names, which is RFC 8785's.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Document {
    base: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by_base: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by_number: Option<String>,
    number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    waymark: String,
}

impl Notice {
    /// The report that it is about.
    pub fn report(&self) -> &ReportName {
        match self {
            Self::Issued { report, .. }
            | Self::Replaced { report, .. }
            | Self::Withdrawn { report, .. } => report,
        }
    }

    /// The word beside the anchored hash.
    pub fn kind(&self) -> &'static str {
        self.form().kind
    }

    /// The hash to anchor: of the report's file where one was issued, else of the document.
    pub fn hash(&self) -> B256 {
        match self {
            Self::Issued { file, .. } => *file,
            _ => sha256(&self.document()),
        }
    }

    /// The document that rides along.
    pub fn document(&self) -> Vec<u8> {
        let name = self.report();
        let (by, reason) = match self {
            Self::Issued { .. } => (None, None),
            Self::Replaced { by, reason, .. } => (Some(by), Some(reason)),
            Self::Withdrawn { reason, .. } => (None, Some(reason)),
        };
        let document = Document {
            base: hex::encode(name.base),
            by_base: by.map(|by| hex::encode(by.base)),
            by_number: by.map(|by| by.number.clone()),
            number: name.number.clone(),
            reason: reason.cloned(),
            waymark: self.form().mark.to_owned(),
        };
        // Strings under fixed keys: nothing in here can fail to be written.
        serde_json::to_vec(&document).unwrap_or_default()
    }

    /// Whether it is one that the ledger takes and others read.
    pub fn check(&self) -> Result<(), NoticeError> {
        let length = |what, text: &str, most| {
            let fits = (1..=most).contains(&text.len());
            fits.then_some(()).ok_or(NoticeError::Length { what, most })
        };
        length("the number of a report", &self.report().number, NUMBER)?;
        match self {
            Self::Issued { .. } => Ok(()),
            Self::Withdrawn { reason, .. } => length("the reason", reason, limits::REASON),
            Self::Replaced { report, by, reason } => {
                length("the number of a report", &by.number, NUMBER)?;
                if report.base == by.base {
                    return Err(NoticeError::Itself);
                }
                length("the reason", reason, limits::REASON)
            }
        }
    }

    /// The statement in an anchored document; `None` if it is none, or not in its one form.
    pub fn read(document_hash: B256, kind: &str, record: &Record) -> Option<Self> {
        let form = [ISSUED, REPLACED, WITHDRAWN]
            .into_iter()
            .find(|form| form.kind == kind)?;
        let read: Document = serde_json::from_slice(&record.document).ok()?;
        if read.waymark != form.mark {
            return None;
        }
        let report = ReportName {
            base: hash(&read.base)?,
            number: read.number,
        };
        let notice = match (read.by_base, read.by_number, read.reason) {
            (None, None, None) => Self::Issued {
                report,
                file: document_hash,
            },
            (None, None, Some(reason)) => Self::Withdrawn { report, reason },
            (Some(base), Some(number), Some(reason)) => Self::Replaced {
                report,
                by: ReportName {
                    base: hash(&base)?,
                    number,
                },
                reason,
            },
            _ => return None,
        };
        let same = notice.kind() == kind
            && notice.check().is_ok()
            && notice.document() == record.document
            && notice.hash() == document_hash;
        same.then_some(notice)
    }

    fn form(&self) -> Form {
        match self {
            Self::Issued { .. } => ISSUED,
            Self::Replaced { .. } => REPLACED,
            Self::Withdrawn { .. } => WITHDRAWN,
        }
    }
}

fn hash(text: &str) -> Option<B256> {
    let bytes: [u8; 32] = hex::decode(text).ok()?.try_into().ok()?;
    Some(bytes.into())
}

fn sha256(bytes: &[u8]) -> B256 {
    B256::from_slice(&Sha256::digest(bytes))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use trace::EventTime;

    use super::*;

    fn name(byte: u8) -> ReportName {
        ReportName {
            base: B256::repeat_byte(byte),
            number: format!("WM-2026-{byte:06}"),
        }
    }

    fn all() -> [Notice; 3] {
        let reason = "the smelter's \"certificate\"\nwas revoked é".to_owned();
        [
            Notice::Issued {
                report: name(1),
                file: B256::repeat_byte(9),
            },
            Notice::Replaced {
                report: name(1),
                by: name(2),
                reason: reason.clone(),
            },
            Notice::Withdrawn {
                report: name(1),
                reason,
            },
        ]
    }

    fn record(document: Vec<u8>) -> Record {
        Record {
            time: EventTime {
                unix_millis: 1,
                zone_offset_minutes: 0,
            },
            location: None,
            biz_step: String::new(),
            event_hash: None,
            document,
        }
    }

    #[test]
    fn what_is_said_is_what_is_read() {
        for notice in all() {
            assert_eq!(notice.check(), Ok(()));
            let told = record(notice.document());
            let read = Notice::read(notice.hash(), notice.kind(), &told);
            assert_eq!(read.as_ref(), Some(&notice));
            // What was anchored before there were such documents, and other kinds, are no statements.
            assert_eq!(Notice::read(notice.hash(), "certificate", &told), None);
            let bare = record(Vec::new());
            assert_eq!(Notice::read(notice.hash(), notice.kind(), &bare), None);
        }
    }

    #[test]
    fn another_form_of_the_same_is_no_statement() {
        for notice in all() {
            let document = String::from_utf8(notice.document()).unwrap();
            for other in [
                document.replacen(':', ": ", 1),
                document.replacen("/1", "/2", 1),
                document.replacen("01", "0A", 1).replacen('a', "A", 1),
                document.replacen('}', ",\"more\":\"\"}", 1),
                format!("{document}\n"),
            ] {
                let told = record(other.clone().into_bytes());
                for hash in [notice.hash(), sha256(other.as_bytes())] {
                    assert_eq!(Notice::read(hash, notice.kind(), &told), None, "{other}");
                }
            }
        }
    }

    #[test]
    fn a_document_counts_for_its_own_kind_and_hash_alone() {
        let [issued, replaced, withdrawn] = all();
        for notice in [&replaced, &withdrawn] {
            let told = record(notice.document());
            assert_eq!(Notice::read(issued.hash(), notice.kind(), &told), None);
            for other in [&issued, &replaced, &withdrawn] {
                if other.kind() != notice.kind() {
                    assert_eq!(Notice::read(notice.hash(), other.kind(), &told), None);
                }
            }
        }
    }

    #[test]
    fn what_the_ledger_would_refuse_is_not_said() {
        let [_, replaced, withdrawn] = all();
        let Notice::Withdrawn { report, .. } = withdrawn else {
            unreachable!()
        };
        for reason in [String::new(), "x".repeat(limits::REASON + 1)] {
            let report = report.clone();
            let notice = Notice::Withdrawn { report, reason };
            assert!(matches!(notice.check(), Err(NoticeError::Length { .. })));
        }
        let Notice::Replaced { report, reason, .. } = replaced else {
            unreachable!()
        };
        let by = report.clone();
        let notice = Notice::Replaced { report, by, reason };
        assert_eq!(notice.check(), Err(NoticeError::Itself));
    }

    #[test]
    fn the_longest_statement_rides_along() {
        let long = |byte| ReportName {
            number: "\"".repeat(NUMBER),
            ..name(byte)
        };
        let notice = Notice::Replaced {
            report: long(1),
            by: long(2),
            reason: "\u{1}".repeat(limits::REASON),
        };
        assert_eq!(notice.check(), Ok(()));
        assert!(notice.document().len() <= limits::DOCUMENT);
        assert!(notice.kind().len() <= limits::DOCUMENT_KIND);
    }
}
