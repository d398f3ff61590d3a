//! What the user trusts: whether it can be read, fits the cache, and vouches for what is held.

use protocol::CheckOutcome;
use store::Store;
use verify::Trust;

use super::Looked;
use crate::Failure;
use crate::folder::Folder;
use crate::sync::are_current;
use crate::trust_file::read_trust;

impl Looked {
    pub(super) fn trust(&mut self, folder: &Folder, store: Option<&Store>) -> Option<Trust> {
        let trust = match read_trust(&folder.trust()) {
            Ok(trust) => trust,
            Err(failure) => {
                self.failed("trust", failure);
                return None;
            }
        };
        let network = &trust.network;
        let held = store.and_then(|store| store.network().ok());
        let same = held.is_none_or(|held| {
            held.chain_id == network.chain_id
                && held.genesis == network.genesis
                && held.contract == network.contract
                && held.code_hash == network.code_hash
        });
        let known = ledger::artifact().is_ok_and(|known| known.code_hash() == network.code_hash);
        if !same {
            self.note(
                "trust",
                CheckOutcome::Bad,
                "trust.json is of another network than the cache",
                "Put back the trust.json that belongs to this folder, or make a new workspace for the other network.",
            );
        } else if known {
            self.good("trust", trust.describe().to_string());
        } else {
            self.note(
                "trust",
                CheckOutcome::Warning,
                "the ledger's code is not one that this Waymark knows",
                "Its events may say more than is shown here: use the Waymark that belongs to that ledger.",
            );
        }
        Some(trust)
    }

    /// How far what is trusted vouches for what is held.
    pub(super) fn vouched(
        &mut self,
        folder: &Folder,
        store: &Store,
        trust: &Trust,
    ) -> Result<(), Failure> {
        let newest = store.cursor()?.map_or(0, |(number, _)| number);
        if let Some(seals) = &trust.seals {
            let count = seals.validators.len();
            let sealed = if are_current(folder, trust)? {
                store.sealed_to()?
            } else {
                None
            };
            match sealed {
                Some(block) if block == newest => {
                    self.good("seals", format!("everything held is sealed by {count} validators"));
                }
                Some(block) => self.note(
                    "seals",
                    CheckOutcome::Warning,
                    format!("sealed to block {block} of {newest}"),
                    "If this does not change with the next sync, the validators handed over to others: compare them with what others say of the network, then pin them with `waymark trust add DIR --validators newest`.",
                ),
                None => self.note(
                    "seals",
                    CheckOutcome::Warning,
                    format!("{count} validators are pinned as of block {}, and nothing held is sealed by them yet", seals.block),
                    "Sync once more. If nothing is sealed then, they are not the validators of this network.",
                ),
            }
            return Ok(());
        }
        match trust.block {
            Some(block) if store.hash_at(block.number)? == Some(block.hash) => self.good(
                "block",
                format!("block {} is trusted; what lies behind it is as reported by the node", block.number),
            ),
            Some(block) => self.note(
                "block",
                CheckOutcome::Bad,
                format!("block {}, which is trusted, is not on the chain that is held", block.number),
                "Sync first. If it stays so, the chain was reorganised after you trusted it, or the node is on another one: compare with others before you trust a newer block.",
            ),
            None => self.note(
                "block",
                CheckOutcome::Warning,
                "neither validators nor a block are trusted: everything is only as reported by the node",
                "Compare a block with what others say of the network, then `waymark trust add DIR --block newest`.",
            ),
        }
        Ok(())
    }
}
