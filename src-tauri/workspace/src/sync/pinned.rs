//! The block that the user trusts by number and hash: a node that has another block of that number is on another branch,
//! and nothing of it is kept. A block that was held once and that the chain itself replaced later is a reorganisation: that is
//! followed, and what the block had vouched for is not vouched for any more.

use chain::Node;
use evidence::BlockPart;
use verify::TrustedBlock;

use super::Syncer;
use crate::{Failure, FailureKind};

impl Syncer {
    /// Asks the node for the trusted block before anything of it is taken. One that does not have it yet may catch up.
    pub(super) async fn check_trusted_block(&self, node: &Node) -> Result<(), Failure> {
        let Some(trusted) = self.expected_block()? else {
            return Ok(());
        };
        match node.named(trusted.number).await? {
            Some(found) if found != trusted.hash => Err(another_block(trusted)),
            _ => Ok(()),
        }
    }

    /// Looks for the trusted block among blocks that are about to be kept.
    pub(super) fn check_trusted_among(&self, parts: &[BlockPart]) -> Result<(), Failure> {
        let Some(trusted) = self.expected_block()? else {
            return Ok(());
        };
        let differs = parts.iter().any(|part| {
            part.header.number() == trusted.number && part.header.hash() != trusted.hash
        });
        if differs {
            return Err(another_block(trusted));
        }
        Ok(())
    }

    /// The trusted block, unless it is or was held.
    fn expected_block(&self) -> Result<Option<TrustedBlock>, Failure> {
        let Some(trusted) = self.trust.block else {
            return Ok(None);
        };
        let held = self.store.hash_at(trusted.number)? == Some(trusted.hash)
            || self.store.is_superseded(trusted.hash)?;
        Ok((!held).then_some(trusted))
    }
}

fn another_block(trusted: TrustedBlock) -> Failure {
    Failure::new(
        FailureKind::NotBelieved,
        format!(
            "the node's block {} is not the one you trust",
            trusted.number
        ),
        "Nothing of its answer was kept. Ask another node; if the network itself went back behind that block, trust it no more with `waymark trust remove DIR --block`.",
    )
}
