//! What goes wrong in the field, with what to do next.

use device::DeviceError;
use field::{BundleError, RecordError};
use outbox::OutboxError;

use crate::{Failure, FailureKind};

impl From<OutboxError> for Failure {
    fn from(error: OutboxError) -> Self {
        let message = error.to_string();
        let (kind, hint) = match error {
            OutboxError::Foreign(_) => (
                FailureKind::InputUnusable,
                "Move the file out of the workspace; it was left as it is.",
            ),
            OutboxError::Newer { .. } => (
                FailureKind::InputUnusable,
                "Use the newer Waymark that wrote it; nothing was changed.",
            ),
            OutboxError::Damaged { .. } | OutboxError::Unreadable(_) => (
                FailureKind::ReadOrWrite,
                "Copy outbox.db and its -wal file to a safe place before anything else: what is in it is nowhere else.",
            ),
            OutboxError::NoRecord(_) => (
                FailureKind::InputMissing,
                "List the records with `waymark outbox DIR`.",
            ),
            OutboxError::Changed(_) => (FailureKind::Usage, "Look at it and sign it again."),
            OutboxError::NotPossible(_) => (
                FailureKind::Usage,
                "Look at the record's state with `waymark outbox DIR`; nothing was changed.",
            ),
            OutboxError::DocumentTooLarge { .. } => (
                FailureKind::InputUnusable,
                "Attach a smaller file, or the file's hash in a claim.",
            ),
            OutboxError::DocumentDamaged(_) => (
                FailureKind::ReadOrWrite,
                "Attach the file again from where it came.",
            ),
            OutboxError::Busy => (FailureKind::InUse, "Try again in a moment."),
            OutboxError::Full => (
                FailureKind::ReadOrWrite,
                "Make room on the disk and try again; everything written before is kept.",
            ),
            OutboxError::ReadOnly => (
                FailureKind::NoPermission,
                "Choose a folder of your own, or ask for write permission.",
            ),
            OutboxError::Io { .. } | OutboxError::Sqlite(_) => (
                FailureKind::ReadOrWrite,
                "Check that the disk has space and is not failing, then try again.",
            ),
        };
        Self::new(kind, message, hint)
    }
}

impl From<DeviceError> for Failure {
    fn from(error: DeviceError) -> Self {
        let message = error.to_string();
        let (kind, hint) = match error {
            DeviceError::WrongPassphrase => (
                FailureKind::PassphraseWrong,
                "Type it again. Nobody can open the key without it; if it is lost, make a new key and have it delegated.",
            ),
            DeviceError::ShortPassphrase => (FailureKind::Usage, "Choose a longer one."),
            DeviceError::NoRandomness(_) => {
                return Self::internal(message);
            }
            _ => (
                FailureKind::InputUnusable,
                "Name a key of `waymark keys device list`, or a Web3 Secret Storage file (version 3, scrypt).",
            ),
        };
        Self::new(kind, message, hint)
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        Self::new(
            FailureKind::InputUnusable,
            error.to_string(),
            "The README shows what a record looks like; nothing was kept.",
        )
    }
}

impl From<BundleError> for Failure {
    fn from(error: BundleError) -> Self {
        Self::new(
            FailureKind::InputUnusable,
            error.to_string(),
            "Ask for the file again, from a workspace of the same network; nothing was changed.",
        )
    }
}
