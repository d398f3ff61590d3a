//! `waymark trust`.

use workspace::{Access, Failure, FailureKind, Workspace};

use crate::args::Trust;
use crate::output;

pub(crate) fn run(trust: &Trust) -> Result<(), Failure> {
    match trust {
        Trust::Show { dir } => {
            let workspace = Workspace::open(dir, Access::Read)?;
            output::lines([workspace.trust().to_json().trim_end().to_owned()])
        }
        Trust::Add { dir, block, signer } => {
            let mut workspace = Workspace::open(dir, Access::Write)?;
            if let Some(block) = block {
                let added = workspace.trust_block(block_number(block)?)?;
                output::lines([format!("Trusted: block {} {}", added.number, added.hash)])?;
            }
            if let Some(signer) = signer {
                let added = workspace.trust_signer(signer)?;
                output::lines([format!("Trusted: {} {}", added.name, added.sha256)])?;
            }
            Ok(())
        }
    }
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
