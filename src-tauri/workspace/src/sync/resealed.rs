//! Seals that fall short, although the block is right: a block's hash leaves its seals out, so that another copy of the same
//! header may carry enough of them. Of the newest block held, such a copy is asked for at each sync.

use chain::Node;

use super::{Sealing, Syncer};
use crate::Failure;

impl Syncer {
    /// Where the newest header held is not sealed and another copy of it may be, takes the node's copy if that is, and
    /// follows the validators again.
    pub(super) async fn take_better_seals(
        &mut self,
        node: &Node,
        sealing: &mut Sealing,
    ) -> Result<(), Failure> {
        let Some((newest, hash)) = self.store.cursor()? else {
            return Ok(());
        };
        let Some(held) = self.store.headers(newest..=newest)?.pop() else {
            return Ok(());
        };
        if !sealing.lacks_seals(&held) {
            return Ok(());
        }
        let copy = node.header(newest).await?;
        let Some(copy) = copy.filter(|copy| copy.hash() == hash && sealing.would_seal(copy)) else {
            return Ok(());
        };
        self.store.replace_seals(&copy)?;
        sealing.catch_up(&mut self.store)
    }
}
