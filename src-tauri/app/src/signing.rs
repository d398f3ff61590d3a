//! Which key signs: the sample's public one for the sample, the user's own for everything else.

use protocol::{SignatureLevel, SignerChoice, WorkspaceState};
use workspace::{Failure, FailureKind, IssueKey, Secrets, StampingChoice, Workspace};

use crate::commands::now;

/// The workspace's state, with who signs its reports.
pub(crate) fn state(workspace: &Workspace) -> Result<WorkspaceState, Failure> {
    if workspace.is_sample() {
        let name = workspace::demonstration_key()?.certificate().display_name();
        return workspace.state(Some(name), false);
    }
    match workspace::usual_key()? {
        None => workspace.state(None, false),
        Some(named) => {
            let key = workspace::describe_key(&named)?;
            let name = if key.subject.is_empty() {
                key.name
            } else {
                key.subject
            };
            workspace.state(Some(name), key.locked)
        }
    }
}

/// Who will sign, if there is a key; it stays locked.
pub(crate) fn choice(workspace: &Workspace) -> Result<Option<SignerChoice>, Failure> {
    if workspace.is_sample() {
        let key = workspace::demonstration_key()?;
        return Ok(Some(workspace::signer_choice(key.certificate(), true)));
    }
    workspace::usual_key()?
        .map(|named| workspace::describe_signer(&named))
        .transpose()
}

/// The key for a report.
pub(crate) fn key(
    workspace: &Workspace,
    passphrase: Option<&str>,
    unstamped: bool,
) -> Result<IssueKey, Failure> {
    let choice = StampingChoice {
        level: unstamped.then(|| SignatureLevel::B.code().to_owned()),
        ..StampingChoice::default()
    };
    let stamping = workspace.stamping(&choice)?;
    if workspace.is_sample() {
        let key = workspace::demonstration_key()?;
        return Ok(IssueKey {
            key: Box::new(key),
            demonstration: true,
            stamping,
        });
    }
    let named = workspace::usual_key()?.ok_or_else(|| {
        Failure::new(
            FailureKind::InputMissing,
            "There is no signing key yet.",
            "Make one with `waymark keys create NAME`, or take yours in with `waymark keys import`. If you have several, say which in WAYMARK_KEY.",
        )
    })?;
    // What is typed opens whichever it is: a file or a token.
    let secrets = Secrets {
        passphrase: passphrase.map(str::to_owned),
        pin: passphrase.map(str::to_owned),
    };
    Ok(IssueKey {
        key: workspace::open_key(&named, &secrets, now())?,
        demonstration: false,
        stamping,
    })
}
