//! Saying on the ledger what becomes of an issued report: that it was issued, that another one takes its place, that it does not hold
//! any more. The party's own account sends each statement; the receipt is kept beside the report. What the statements of others
//! mean is read in [`crate::standing`].

use std::path::Path;

use alloy_primitives::B256;
use chain::{Account, Mined, Node, SubmitError};
use ledger::{Notice, ReportName};
use protocol::StandingWord;
use sha2::{Digest, Sha256};
use store::{NoticeRow, ReportRow};
use trace::{EventBody, EventTime, Record, SubjectId};

use crate::node_file::NodeFile;
use crate::standing::Statements;
use crate::sync::runtime;
use crate::trust_file::read_limited;
use crate::{Failure, FailureKind, Workspace};

/// The longest file with an account's key, in bytes.
const MAX_KEY_LEN: u64 = 4_096;

/// The largest report that is read, in bytes.
const MAX_REPORT_LEN: u64 = 256 << 20;

/// What was said of a report, and where the ledger has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Noticed {
    /// The report's number.
    pub number: String,
    /// The transaction.
    pub tx: B256,
    /// Its block, as the node said.
    pub block: u64,
}

/// A report as it is named on the ledger.
#[derive(Debug)]
struct Named {
    name: ReportName,
    /// SHA-256 of the signed file as it was issued.
    file: B256,
    /// The issuer's Global Location Number, if the file is at hand and names one.
    issuer_gln: Option<String>,
}

/// Reads the private key of an account from a file: 64 hex digits, with or without `0x`.
pub fn read_account_key(path: &Path) -> Result<B256, Failure> {
    let bytes = read_limited(path, MAX_KEY_LEN)?;
    let text = String::from_utf8_lossy(&bytes);
    text.trim().parse().map_err(|_| {
        Failure::new(
            FailureKind::InputUnusable,
            format!("{} does not hold an account's private key", path.display()),
            "Put the 64 hex digits of the account's private key in it, and nothing else. The key that signs reports is another one.",
        )
    })
}

impl Workspace {
    /// Says on the ledger that a report was issued. What was anchored already is not anchored again: its receipt is the answer.
    /// `account_key` is of the account that stands for the issuer; `now` is in Unix seconds.
    pub fn anchor(&self, number: &str, account_key: B256, now: u64) -> Result<Noticed, Failure> {
        let saying = self.saying(number, account_key, now)?;
        match self.receipt_of_issue(number)? {
            Some(receipt) => Ok(receipt),
            None => saying.issued(self),
        }
    }

    /// Says on the ledger that a newer report issued from here takes a report's place, after both were anchored.
    pub fn replace(
        &self,
        number: &str,
        by: &str,
        reason: &str,
        account_key: B256,
        now: u64,
    ) -> Result<Noticed, Failure> {
        let (old, new) = (
            self.saying(number, account_key, now)?,
            self.saying(by, account_key, now)?,
        );
        let notice = Notice::Replaced {
            report: old.named.name.clone(),
            by: new.named.name.clone(),
            reason: reason.trim().to_owned(),
        };
        self.may_say(number, &notice)?;
        new.anchored(self)?;
        old.anchored(self)?;
        old.say(self, &notice)
    }

    /// Says on the ledger that a report does not hold any more, after it was anchored.
    pub fn withdraw(
        &self,
        number: &str,
        reason: &str,
        account_key: B256,
        now: u64,
    ) -> Result<Noticed, Failure> {
        let saying = self.saying(number, account_key, now)?;
        let notice = Notice::Withdrawn {
            report: saying.named.name.clone(),
            reason: reason.trim().to_owned(),
        };
        self.may_say(number, &notice)?;
        saying.anchored(self)?;
        saying.say(self, &notice)
    }

    /// What does not hold any more is not taken back twice.
    fn may_say(&self, number: &str, notice: &Notice) -> Result<(), Failure> {
        notice.check().map_err(|error| {
            Failure::new(
                FailureKind::Usage,
                format!("that cannot be said on the ledger: {error}"),
                "Say in a sentence why, as whoever has the report shall read it.",
            )
        })?;
        let standing = self.standing(number)?;
        let gone = standing.filter(|standing| {
            let sent = |kind: &str| standing.sent.iter().any(|sent| sent.kind == kind);
            let over = matches!(
                standing.word,
                StandingWord::Replaced | StandingWord::Withdrawn
            );
            over || sent("report-withdrawn") || sent("report-replaced")
        });
        match gone {
            None => Ok(()),
            Some(_) => Err(Failure::new(
                FailureKind::Usage,
                format!("{number} was replaced or withdrawn before"),
                "It holds no more; nothing needs to be said again. `waymark report list DIR` shows it.",
            )),
        }
    }

    fn receipt_of_issue(&self, number: &str) -> Result<Option<Noticed>, Failure> {
        let receipts = self.store.notices()?;
        let issued = receipts
            .into_iter()
            .find(|receipt| receipt.number == number && receipt.kind == "report");
        Ok(issued.map(|receipt| Noticed {
            number: receipt.number,
            tx: receipt.tx,
            block: receipt.block,
        }))
    }

    /// Everything that is needed to say something of a report; asks no node.
    fn saying(&self, number: &str, account_key: B256, now: u64) -> Result<Saying, Failure> {
        let reports = self.store.reports()?;
        let report = reports.iter().find(|report| report.number == number);
        let named = named(report.ok_or_else(|| unknown(number))?)?;
        let account = Account::from_key(account_key).map_err(refused)?;
        let party = self.party_of(&account)?;
        if !self.is_issuer(party, named.issuer_gln.as_deref()) {
            return Err(Failure::new(
                FailureKind::Usage,
                format!(
                    "{number} names another issuer than {}, for whom this account stands",
                    crate::view::subject_name(&self.register, party)
                ),
                "Only its issuer can say something of a report that counts: use that party's account key.",
            ));
        }
        Ok(Saying {
            named,
            account,
            party,
            now,
        })
    }

    /// The party for which an account stands.
    fn party_of(&self, account: &Account) -> Result<SubjectId, Failure> {
        let parties = self.register.parties();
        let of_account = parties
            .iter()
            .find(|(_, party)| party.account == account.address());
        of_account.map(|(id, _)| *id).ok_or_else(|| {
            Failure::new(
                FailureKind::Usage,
                format!(
                    "the account {} stands for no party in the ledger's directory, as of block {}",
                    account.address(),
                    self.newest_block()
                ),
                "Use the key of the account that your company is entered with; sync first if that was done just now.",
            )
        })
    }

    /// The node, found to be on the network that is trusted.
    pub(crate) async fn checked_node(&self) -> Result<Node, Failure> {
        let node = NodeFile::read(&self.folder.node())?
            .ok_or_else(no_node)?
            .connect()?;
        node.check_pin(chain::Pin {
            chain_id: self.network.chain_id,
            genesis: self.network.genesis,
        })
        .await?;
        let code_hash = self.trust.network.code_hash;
        node.contract(self.network.contract, Some(code_hash))
            .await?;
        Ok(node)
    }
}

/// Whoever is about to say something of a report.
#[derive(Debug)]
struct Saying {
    named: Named,
    account: Account,
    party: SubjectId,
    now: u64,
}

impl Saying {
    /// Anchors the report, unless that was done.
    fn anchored(&self, workspace: &Workspace) -> Result<(), Failure> {
        let said: Statements = workspace.statements();
        let number = &self.named.name.number;
        let done = said.is_anchored(self.named.name.base, self.party)
            || workspace.receipt_of_issue(number)?.is_some();
        if done {
            Ok(())
        } else {
            self.issued(workspace).map(drop)
        }
    }

    fn issued(&self, workspace: &Workspace) -> Result<Noticed, Failure> {
        let notice = Notice::Issued {
            report: self.named.name.clone(),
            file: self.named.file,
        };
        self.say(workspace, &notice)
    }

    /// Sends a statement, waits until a block has it, and keeps the receipt.
    fn say(&self, workspace: &Workspace, notice: &Notice) -> Result<Noticed, Failure> {
        notice.check().map_err(Failure::internal)?;
        let record = Record {
            time: EventTime {
                unix_millis: self.now.saturating_mul(1_000),
                zone_offset_minutes: 0,
            },
            location: None,
            biz_step: String::new(),
            event_hash: None,
            document: notice.document(),
        };
        let call = ledger::calls::anchor(notice.hash(), notice.kind(), &record);
        let contract = workspace.network.contract;
        let mined = runtime()?.block_on(async {
            let node = workspace.checked_node().await?;
            node.send(&self.account, contract, call)
                .await
                .map_err(refused)
        })?;
        let number = self.named.name.number.clone();
        workspace.store.add_notice(&NoticeRow {
            number: number.clone(),
            kind: notice.kind().to_owned(),
            hash: notice.hash(),
            digest: digest(&mined, notice)?,
            tx: mined.tx,
            block: mined.block,
            sent_at: self.now,
        })?;
        Ok(Noticed {
            number,
            tx: mined.tx,
            block: mined.block,
        })
    }
}

/// The digest of the event that a statement became.
fn digest(mined: &Mined, notice: &Notice) -> Result<B256, Failure> {
    let mut logs = mined.logs.iter();
    let said = logs.find(|log| match ledger::decode(log) {
        Ok(Some(EventBody::Anchored {
            document_hash,
            kind,
            record,
            ..
        })) => Notice::read(document_hash, &kind, &record).as_ref() == Some(notice),
        _ => false,
    });
    said.map(ledger::event_digest).ok_or_else(|| {
        Failure::new(
            FailureKind::NotBelieved,
            format!(
                "the node says that transaction {} went well, but shows nothing of it",
                mined.tx
            ),
            "Sync, and look at `waymark report list DIR`; ask those who run the node.",
        )
    })
}

/// How a report is named on the ledger: as it was noted when it was issued, and else as its file has it.
fn named(report: &ReportRow) -> Result<Named, Failure> {
    let path = Path::new(&report.path);
    let read = read_limited(path, MAX_REPORT_LEN).and_then(|pdf| in_file(report, &pdf));
    match (read, report.base_hash, report.file_hash) {
        // The file may have been signed by others since, or have gone; it is known by what was noted.
        (read, Some(base), Some(file)) => Ok(Named {
            name: ReportName {
                base,
                number: report.number.clone(),
            },
            file,
            issuer_gln: (read.ok())
                .filter(|read| read.name.base == base)
                .and_then(|read| read.issuer_gln),
        }),
        (read, ..) => read,
    }
}

fn in_file(report: &ReportRow, pdf: &[u8]) -> Result<Named, Failure> {
    let other = |why: String| {
        Failure::new(
            FailureKind::InputUnusable,
            format!("{} is not report {}: {why}", report.path, report.number),
            "Put the report back to where it was written.",
        )
    };
    let signed = signature::inspect(pdf).map_err(|error| other(error.to_string()))?;
    let base = pdf.get(..signed.base_length).unwrap_or_default();
    let attached = report::attachments(base).map_err(|error| other(error.to_string()))?;
    let parameters = report::Parameters::from_json(&attached.parameters)
        .map_err(|error| other(error.to_string()))?;
    if parameters.number != report.number {
        return Err(other(format!(
            "it has the number {}",
            crate::view::shorten(&parameters.number)
        )));
    }
    Ok(Named {
        name: ReportName {
            base: sha256(base),
            number: parameters.number,
        },
        file: sha256(pdf),
        issuer_gln: parameters.issuer.gln,
    })
}

fn sha256(bytes: &[u8]) -> B256 {
    B256::from_slice(&Sha256::digest(bytes))
}

fn unknown(number: &str) -> Failure {
    Failure::new(
        FailureKind::InputMissing,
        format!(
            "no report with the number {} was issued from here",
            crate::view::shorten(number)
        ),
        "`waymark report list DIR` shows those that were.",
    )
}

fn no_node() -> Failure {
    Failure::new(
        FailureKind::Usage,
        "this workspace has no node to say it to",
        "Name a node of its network with `waymark sync DIR --rpc URL`.",
    )
}

pub(crate) fn refused(error: SubmitError) -> Failure {
    match error {
        SubmitError::Node(error) => error.into(),
        SubmitError::Reverted { data, .. } => Failure::new(
            FailureKind::InputUnusable,
            format!("the ledger refused: {}", ledger::explain_revert(&data)),
            "Use the key of the account that stands for your company on this ledger.",
        ),
        other => Failure::new(
            FailureKind::InputUnusable,
            other.to_string(),
            "Check the key file and that its account can pay for transactions on this network. If a transaction is named, sync before you try again.",
        ),
    }
}
