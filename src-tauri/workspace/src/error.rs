//! What can go wrong for the person at the desk: what happened, and what to do next.
//!
//! Lower crates say *when* they fail; here each failure gets its hint, its code for the window and its exit code
//! (BSD sysexits), once. Nobody matches on the texts.

use std::path::Path;

use chain::NodeError;
use store::{LedgerFileError, StoreError};
use thiserror::Error;
use trace::EpcError;

/// The kinds of failure that a program may tell apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailureKind {
    /// The call itself was wrong.
    Usage,
    /// Something named in the call is not there.
    InputMissing,
    /// Something named in the call is there, but it is not what it should be.
    InputUnusable,
    /// Another program holds the workspace.
    InUse,
    /// The node did not answer, or not usefully.
    NodeUnreachable,
    /// The timestamp authority, or whoever answers about certificates, did not answer, or not usefully.
    AuthorityUnreachable,
    /// The node or file speaks of another network than the workspace.
    OtherNetwork,
    /// A node or a file contradicts itself or what is trusted.
    NotBelieved,
    /// A file or folder may not be read or written.
    NoPermission,
    /// Reading or writing failed.
    ReadOrWrite,
    /// Waymark itself is at fault.
    Internal,
    /// The ledger knows no asset of that name.
    UnknownAsset,
    /// The signing key is locked and no passphrase was given.
    PassphraseNeeded,
    /// The passphrase does not open the signing key.
    PassphraseWrong,
    /// The user stopped it.
    Cancelled,
}

impl FailureKind {
    /// The word for it across borders (JSON, the window).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::InputMissing => "input_missing",
            Self::InputUnusable => "input_unusable",
            Self::InUse => "in_use",
            Self::NodeUnreachable => "node_unreachable",
            Self::AuthorityUnreachable => "authority_unreachable",
            Self::OtherNetwork => "other_network",
            Self::NotBelieved => "not_believed",
            Self::NoPermission => "no_permission",
            Self::ReadOrWrite => "read_or_write",
            Self::Internal => "internal",
            Self::UnknownAsset => "unknown_asset",
            Self::PassphraseNeeded => "passphrase_needed",
            Self::PassphraseWrong => "passphrase_wrong",
            Self::Cancelled => "cancelled",
        }
    }

    /// The exit code (sysexits.h, and 1 for "the answer is no").
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::OtherNetwork | Self::NotBelieved => 1,
            Self::Usage => 64,
            Self::InputMissing | Self::InputUnusable | Self::UnknownAsset => 66,
            Self::NodeUnreachable | Self::AuthorityUnreachable => 69,
            Self::Internal => 70,
            Self::InUse | Self::ReadOrWrite | Self::Cancelled => 74,
            Self::NoPermission | Self::PassphraseNeeded | Self::PassphraseWrong => 77,
        }
    }
}

/// A failure with what to do next.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct Failure {
    /// The kind, for programs.
    pub kind: FailureKind,
    /// What happened, for people.
    pub message: String,
    /// What to do next, for people.
    pub hint: String,
}

impl Failure {
    /// A failure of this kind.
    pub fn new(kind: FailureKind, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// A folder or file that could not be read or written.
    pub fn from_io(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let shown = path.display();
        match error.kind() {
            Kind::NotFound => Self::new(
                FailureKind::InputMissing,
                format!("{shown} does not exist"),
                "Check the path.",
            ),
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::new(
                FailureKind::NoPermission,
                format!("{shown} may not be read or written: {error}"),
                "Choose a folder of your own, or ask for write permission.",
            ),
            Kind::StorageFull => Self::new(
                FailureKind::ReadOrWrite,
                format!("{shown} could not be written: the disk is full"),
                "Free some space and try again; nothing was changed.",
            ),
            _ => Self::new(
                FailureKind::ReadOrWrite,
                format!("{shown} could not be read or written: {error}"),
                "Check the disk and the path, then try again.",
            ),
        }
    }

    /// There is no workspace in this folder.
    pub fn no_workspace(folder: &Path) -> Self {
        Self::new(
            FailureKind::InputMissing,
            format!("{} is not a workspace", folder.display()),
            format!(
                "Make one with `waymark demo {0}` or `waymark init {0} --rpc URL --contract 0x…`.",
                folder.display()
            ),
        )
    }

    /// The folder already holds something.
    pub fn folder_taken(folder: &Path) -> Self {
        let folder = folder.display();
        Self::new(
            FailureKind::Usage,
            format!("{folder} is not empty"),
            "Name a new or empty folder; nothing was changed.",
        )
    }

    /// Waymark contradicts itself.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::new(
            FailureKind::Internal,
            format!("Waymark went wrong: {what}"),
            "Please report this with the steps that led here; the workspace was not changed.",
        )
    }
}

impl From<EpcError> for Failure {
    fn from(error: EpcError) -> Self {
        Self::new(
            FailureKind::Usage,
            error.to_string(),
            "Give an EPC URN (urn:epc:id:sgtin:…) or a GS1 Digital Link (https://id.gs1.org/01/…/21/…).",
        )
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        match error {
            StoreError::Missing(_) => Self::new(
                FailureKind::InputMissing,
                message,
                "Make a workspace with `waymark demo DIR` or `waymark init DIR …`.",
            ),
            StoreError::Foreign(_) => Self::new(
                FailureKind::InputUnusable,
                message,
                "Name a folder that Waymark made; the file was left as it is.",
            ),
            StoreError::Newer { .. } => Self::new(
                FailureKind::InputUnusable,
                message,
                "Open it with the newer Waymark that wrote it; the file was left as it is.",
            ),
            StoreError::Older { .. } => Self::new(
                FailureKind::NoPermission,
                message,
                "Open it once where it may be written, with nothing else using it; a copy of the old file is kept.",
            ),
            StoreError::Damaged { .. } | StoreError::Corrupt(_) | StoreError::OutOfRange { .. } => {
                Self::new(
                    FailureKind::ReadOrWrite,
                    message,
                    "Run `waymark doctor DIR`; the ledger still holds everything.",
                )
            }
            StoreError::Gap { .. }
            | StoreError::Unlinked { .. }
            | StoreError::HashUnknown { .. } => Self::new(
                FailureKind::ReadOrWrite,
                message,
                "Sync again; nothing of this step was kept.",
            ),
            StoreError::Busy(_) => Self::new(
                FailureKind::ReadOrWrite,
                message,
                "Wait until it is done, or close it, and try again; nothing was changed.",
            ),
            StoreError::Full(_) | StoreError::Backup(..) => Self::new(
                FailureKind::ReadOrWrite,
                message,
                "Make room on the disk and try again; what was there before is unchanged.",
            ),
            StoreError::ReadOnly(_) => Self::new(
                FailureKind::NoPermission,
                message,
                "Choose a folder of your own, or ask for write permission.",
            ),
            StoreError::Sqlite(_) => Self::new(
                FailureKind::ReadOrWrite,
                message,
                "Check that the disk has space and is not failing, then try again.",
            ),
        }
    }
}

impl From<LedgerFileError> for Failure {
    fn from(error: LedgerFileError) -> Self {
        let kind = match error {
            LedgerFileError::Missing(_) => FailureKind::InputMissing,
            LedgerFileError::Sqlite(_) | LedgerFileError::Unwritable(_) => FailureKind::ReadOrWrite,
            _ => FailureKind::InputUnusable,
        };
        Self::new(
            kind,
            error.to_string(),
            "Ask for the file again: a ledger file ends in .waymark and is copied whole. Nothing was changed.",
        )
    }
}

impl From<NodeError> for Failure {
    fn from(error: NodeError) -> Self {
        let (kind, hint) = judge(&error);
        Self::new(kind, error.to_string(), hint)
    }
}

/// What kind of failure a node's is, and what to do about it.
fn judge(error: &NodeError) -> (FailureKind, &'static str) {
    match error {
        NodeError::Address(_) => (
            FailureKind::Usage,
            "Give the address of the node's JSON-RPC interface, such as https://node.example:8545.",
        ),
        NodeError::Proxy(_) => (
            FailureKind::Usage,
            "Give the proxy as http://host:port, or leave it out and set HTTPS_PROXY.",
        ),
        NodeError::Certificates(_) => (
            FailureKind::InputUnusable,
            "Name a PEM file with the certificates of the authority that signed the node's.",
        ),
        NodeError::Unauthorized(_) | NodeError::Credentials => (
            FailureKind::NodeUnreachable,
            "Put `user:password`, `bearer:TOKEN` or `header:Name: value` in an environment variable and name it with --auth-env.",
        ),
        NodeError::Untrusted(_) => (
            FailureKind::NodeUnreachable,
            "If the node's certificate comes from an authority of your own, name its certificate with --ca FILE.",
        ),
        NodeError::Cancelled => (
            FailureKind::Cancelled,
            "What came in so far is kept; sync again to go on.",
        ),
        NodeError::OtherChain { .. } => (
            FailureKind::OtherNetwork,
            "Check the node's address. If the chain was started anew, make a new workspace; this one stays as it is.",
        ),
        NodeError::NoContract(_) => (
            FailureKind::InputMissing,
            "Check the address and that the node is on the right network.",
        ),
        NodeError::OtherContract { .. } => (
            FailureKind::OtherNetwork,
            "Another contract lies at the ledger's address. Check the node's address; this workspace stays as it is.",
        ),
        error if error.is_disbelief() => (
            FailureKind::NotBelieved,
            "Nothing of that answer was kept. Ask another node, and tell those who run this one.",
        ),
        _ => (
            FailureKind::NodeUnreachable,
            "Check the address and that the node is running; what is synced stays readable offline.",
        ),
    }
}
