//! `waymark trust`.

use std::path::Path;

use workspace::{Access, Failure, FailureKind, Workspace};

use crate::args::Trust;
use crate::output;

pub(crate) fn run(trust: &Trust) -> Result<(), Failure> {
    match trust {
        Trust::Show { dir } => {
            let workspace = Workspace::open(dir, Access::Read)?;
            output::lines([workspace.trust().to_json().trim_end().to_owned()])
        }
        Trust::Add {
            dir,
            block,
            signer,
            root,
            timestamp_root,
            validators,
            accept,
        } => {
            let mut workspace = Workspace::open(dir, Access::Write)?;
            if let Some(block) = block {
                let added = workspace.trust_block(block_number(block)?)?;
                output::lines([format!("Trusted: block {} {}", added.number, added.hash)])?;
            }
            if let Some(signer) = signer {
                let added = workspace.trust_signer(signer)?;
                output::lines([format!("Trusted: {} {}", added.name, added.sha256)])?;
            }
            if let Some(root) = root {
                let added = workspace.trust_root(root)?;
                output::lines([format!("Trusted: every signer of {}", added.name)])?;
            }
            if let Some(root) = timestamp_root {
                let added = workspace.trust_timestamp_root(root)?;
                output::lines([format!("Trusted: every timestamp of {}", added.name)])?;
            }
            if let Some(validators) = validators {
                add_validators(&mut workspace, validators, *accept)?;
            }
            Ok(())
        }
        Trust::Remove {
            dir,
            block,
            validators,
            signer,
            root,
            timestamp_root,
        } => {
            let mut workspace = Workspace::open(dir, Access::Write)?;
            if *block {
                workspace.untrust_block()?;
                output::lines(["No block is trusted.".to_owned()])?;
            }
            if *validators {
                workspace.untrust_validators()?;
                output::lines(["No validators are trusted.".to_owned()])?;
            }
            if let Some(signer) = signer {
                let removed = workspace.untrust_signer(signer)?;
                output::lines([format!(
                    "Not trusted any more: {} {}",
                    removed.name, removed.sha256
                )])?;
            }
            if let Some(root) = root {
                let removed = workspace.untrust_root(root)?;
                output::lines([format!("Not trusted any more: {}", removed.name)])?;
            }
            if let Some(root) = timestamp_root {
                let removed = workspace.untrust_timestamp_root(root)?;
                output::lines([format!(
                    "Not trusted any more for timestamps: {}",
                    removed.name
                )])?;
            }
            Ok(())
        }
        Trust::Export { dir, out } => {
            Workspace::open(dir, Access::Read)?.export_trust(out)?;
            output::lines([format!("Written: {}", out.display())])
        }
    }
}

/// From a file they come from the user's own hand; those that were found are shown, and trusted only if the user says so.
fn add_validators(workspace: &mut Workspace, from: &Path, accept: bool) -> Result<(), Failure> {
    let is_found = from.as_os_str() == "newest";
    let seals = if is_found {
        workspace.found_validators()?
    } else {
        workspace.read_validators(from)?
    };
    let heading = format!(
        "{} {} validators as of block {}:",
        seals.validators.len(),
        seals.consensus.name(),
        seals.block
    );
    let listed = seals.validators.iter().map(|one| format!("  {one}"));
    output::lines(std::iter::once(heading).chain(listed))?;
    if is_found && !accept {
        return Err(Failure::new(
            FailureKind::Usage,
            "these validators were found, not accepted",
            "Compare them with what others say of the network, then give --accept, or name a file.",
        ));
    }
    workspace.trust_validators(seals)?;
    output::lines(["They are trusted.".to_owned()])
}

fn block_number(text: &str) -> Result<Option<u64>, Failure> {
    if text == "newest" {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        Failure::new(
            FailureKind::Usage,
            format!("{text:?} is not a block"),
            "Give a number, or `newest`.",
        )
    })
}
