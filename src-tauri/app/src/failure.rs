//! Failures as they cross to the window: the codes it treats differently, and everything else by its words.

use protocol::{CommandError, ErrorCode};
use workspace::{Failure, FailureKind};

/// What a command answers.
pub(crate) type Answer<T> = Result<T, CommandError>;

/// A failure for the window.
pub(crate) fn told(failure: Failure) -> CommandError {
    let code = match failure.kind {
        FailureKind::UnknownAsset => ErrorCode::UnknownAsset,
        FailureKind::PassphraseNeeded => ErrorCode::PassphraseNeeded,
        FailureKind::PassphraseWrong => ErrorCode::PassphraseWrong,
        FailureKind::AuthorityUnreachable => ErrorCode::AuthorityUnreachable,
        FailureKind::Cancelled => ErrorCode::Cancelled,
        _ => ErrorCode::Failed,
    };
    CommandError {
        code,
        message: failure.message,
        hint: failure.hint,
    }
}

/// Nothing is open.
pub(crate) fn nothing_open() -> CommandError {
    CommandError {
        code: ErrorCode::NoWorkspace,
        message: "No workspace is open.".into(),
        hint: "Open the sample, or a workspace of your own.".into(),
    }
}
