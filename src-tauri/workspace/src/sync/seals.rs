//! Following the validators over the headers that came in: which blocks are sealed, and when the user must pin anew.
//!
//! Seals rest on what the user pinned. A note beside the cache says on which pin the ones that it holds rest; when the user
//! pins anew, they are forgotten and followed from the new pin.

use std::collections::BTreeSet;
use std::fs;

use evidence::{Consensus, Followed, Header, SealError, SealFollower};
use sha2::{Digest, Sha256};
use store::Store;
use verify::Trust;

use super::{SyncNote, earlier};
use crate::Failure;
use crate::folder::{Folder, write_whole};

/// How many held headers are looked at in one go.
const AT_ONCE: u64 = 2_000;

/// The fingerprint of what is pinned; `None` where no validators are.
fn fingerprint(trust: &Trust) -> Result<Option<String>, Failure> {
    let Some(seals) = &trust.seals else {
        return Ok(None);
    };
    let json = serde_json::to_vec(seals).map_err(Failure::internal)?;
    Ok(Some(alloy_primitives::hex::encode(Sha256::digest(json))))
}

/// Whether the seals that the cache holds rest on what is trusted now.
pub(crate) fn are_current(folder: &Folder, trust: &Trust) -> Result<bool, Failure> {
    let Some(pinned) = fingerprint(trust)? else {
        return Ok(false);
    };
    Ok(fs::read_to_string(folder.seals()).is_ok_and(|noted| noted == pinned))
}

/// Follows the validators of one workspace.
#[derive(Debug)]
pub(crate) struct Sealing {
    follower: Option<SealFollower>,
    note: Option<SyncNote>,
}

impl Sealing {
    /// Takes up where the last sync left off, and goes over what is held since.
    pub(crate) fn begin(
        folder: &Folder,
        store: &mut Store,
        trust: &Trust,
    ) -> Result<Self, Failure> {
        if !are_current(folder, trust)? {
            // In this order: a kill in between repeats it.
            store.forget_seals()?;
            if let Some(pinned) = fingerprint(trust)? {
                write_whole(&folder.seals(), pinned.as_bytes())?;
            }
        }
        let mut sealing = Self {
            follower: None,
            note: None,
        };
        sealing.take_up(store, trust)?;
        sealing.catch_up(store)?;
        Ok(sealing)
    }

    fn take_up(&mut self, store: &Store, trust: &Trust) -> Result<(), Failure> {
        let Some(pinned) = &trust.seals else {
            return Ok(());
        };
        let state = store.seal_state()?;
        let from = state.as_ref().unwrap_or(pinned);
        match SealFollower::new(from) {
            Ok(follower) => self.follower = Some(follower),
            Err(error) => self.note = Some(told(&error)),
        }
        Ok(())
    }

    /// Goes over the headers that are held and not followed yet.
    pub(crate) fn catch_up(&mut self, store: &mut Store) -> Result<(), Failure> {
        let newest = store.cursor()?.map_or(0, |(number, _)| number);
        let Some(mut next) = self.next_block() else {
            return Ok(());
        };
        while next <= newest {
            let last = newest.min(next + AT_ONCE - 1);
            let headers = store.headers(next..=last)?;
            self.follow(store, &headers)?;
            next = last + 1;
        }
        Ok(())
    }

    fn next_block(&self) -> Option<u64> {
        Some(self.follower.as_ref()?.trust().block + 1)
    }

    /// After a batch was committed: follows what came in. A rollback goes back to what was known before it.
    pub(crate) fn came_in<'part>(
        &mut self,
        store: &mut Store,
        trust: &Trust,
        rolled_back: bool,
        headers: impl Iterator<Item = &'part Header>,
    ) -> Result<(), Failure> {
        if rolled_back {
            self.take_up(store, trust)?;
            return self.catch_up(store);
        }
        let Some(next) = self.next_block() else {
            return Ok(());
        };
        let headers: Vec<Header> = headers
            .filter(|header| header.number() >= next)
            .cloned()
            .collect();
        self.follow(store, &headers)
    }

    fn follow(&mut self, store: &mut Store, headers: &[Header]) -> Result<(), Failure> {
        let Some(walk) = &mut self.follower else {
            return Ok(());
        };
        if headers.is_empty() || self.note.as_ref().is_some_and(|note| note.code == PIN_ANEW) {
            return Ok(());
        }
        let before = walk.trust().block;
        let sealed_to = match walk.follow_chain(headers) {
            Ok(followed) => {
                settle(&mut self.note, followed);
                followed.sealed_to
            }
            Err(_) => one_by_one(walk, headers, &mut self.note),
        };
        if let Some(block) = sealed_to {
            store.set_sealed_to(block)?;
        }
        let state = walk.trust();
        if state.block > before {
            store.set_seal_state(&state)?;
        }
        Ok(())
    }

    /// How many blocks of a branch tell whether it is sealed: in Clique those on which enough signers have built, which are no
    /// more than there are signers, and two; else its newest one.
    pub(crate) fn branch_length(&self) -> Option<u64> {
        let trust = self.follower.as_ref()?.trust();
        let clique = trust.consensus == Consensus::Clique;
        clique.then(|| trust.validators.len() as u64 + 2)
    }

    /// Whether a branch that follows block `after` may take the place of blocks that were sealed: only if those who sealed
    /// them sealed its newest header, too; in Clique only if its first block is sealed by those that follow it.
    pub(crate) fn check_branch(&self, after: u64, branch: &[Header]) -> Result<(), SealError> {
        let (Some(walk), Some(newest)) = (&self.follower, branch.last()) else {
            return Ok(());
        };
        let mut trust = walk.trust();
        trust.block = trust.block.min(after);
        if trust.consensus != Consensus::Clique {
            return SealFollower::new(&trust)?.follow(newest).map(drop);
        }
        trust.votes.clear();
        let mut walk = SealFollower::new(&trust)?;
        for header in branch {
            if walk.follow(header)?.sealed_to.is_some() {
                return Ok(());
            }
        }
        let above = branch
            .iter()
            .skip(1)
            .flat_map(|header| header.signers(Consensus::Clique));
        let signers: BTreeSet<_> = above.flatten().collect();
        Err(SealError::TooFew {
            block: after + 1,
            found: signers.len(),
            needed: trust.validators.len() / 2 + 1,
        })
    }

    /// Where nothing after the pinned block is sealed: what the pinned validators sealed before it.
    pub(crate) fn look_back(&self, store: &mut Store, trust: &Trust) -> Result<(), Failure> {
        let Some(pinned) = trust.seals.as_ref().filter(|_| self.follower.is_some()) else {
            return Ok(());
        };
        if store.sealed_to()?.is_none()
            && let Some(block) = earlier::newest_sealed(store, pinned)?
        {
            store.set_sealed_to(block)?;
        }
        Ok(())
    }

    /// Whether the seals of this header, the newest one, do not hold for a reason that another copy of it might cure. In
    /// Clique the hash covers the seal.
    pub(crate) fn lacks_seals(&self, newest: &Header) -> bool {
        let tried = self.follower.clone().map(|mut walk| walk.follow(newest));
        let curable = matches!(
            tried,
            Some(Err(SealError::TooFew { .. }
                | SealError::Duplicate { .. }
                | SealError::Stranger { .. }
                | SealError::Unreadable { .. }
                | SealError::OtherHeader(_)))
        );
        curable && newest.consensus() != Consensus::Ethereum
    }

    /// Whether this header is sealed by whom the user trusts.
    pub(crate) fn would_seal(&self, header: &Header) -> bool {
        let tried = self.follower.clone().map(|mut walk| walk.follow(header));
        matches!(tried, Some(Ok(_)))
    }

    /// A follower at where this one stands, to try out headers that are not kept yet.
    pub(crate) fn trial(&self) -> Trial {
        Trial(self.follower.clone())
    }

    /// What the user should know, if anything.
    pub(crate) fn into_note(self) -> Option<SyncNote> {
        self.note
    }
}

/// Follows headers that are not kept yet.
#[derive(Debug)]
pub(crate) struct Trial(Option<SealFollower>);

impl Trial {
    /// The newest of these headers that is sealed by whom the user trusts, if one is.
    pub(crate) fn follow(&mut self, headers: &[Header]) -> Option<u64> {
        let walk = self.0.as_mut()?;
        let from = walk.trust().block;
        let first = headers.partition_point(|header| header.number() <= from);
        let headers = &headers[first..];
        if headers.is_empty() {
            return None;
        }
        match walk.follow_chain(headers) {
            Ok(all) => all.sealed_to,
            Err(_) => one_by_one(walk, headers, &mut None),
        }
    }
}

/// What is sealed vouches for those before it, whose own seals were bad.
fn settle(note: &mut Option<SyncNote>, followed: Followed) {
    if followed.sealed_to.is_some() {
        *note = None;
    }
}

/// As far as it goes, and past single headers whose seals are bad: a later one vouches for them.
fn one_by_one(
    walk: &mut SealFollower,
    headers: &[Header],
    note: &mut Option<SyncNote>,
) -> Option<u64> {
    let mut sealed_to = None;
    for header in headers {
        match walk.follow(header) {
            Ok(followed) => {
                settle(note, followed);
                sealed_to = followed.sealed_to.or(sealed_to);
            }
            Err(error) => {
                let pin_anew = error.asks_for_new_trust();
                *note = Some(told(&error));
                if pin_anew {
                    break;
                }
            }
        }
    }
    sealed_to
}

const PIN_ANEW: &str = "pin_anew";

fn told(error: &SealError) -> SyncNote {
    if error.asks_for_new_trust() {
        return SyncNote {
            code: PIN_ANEW,
            message: error.to_string(),
            hint: "Blocks after that are not sealed here. Compare the new validators with what others say of the network, then pin them with `waymark trust add DIR --validators newest`."
                .into(),
        };
    }
    SyncNote {
        code: "not_sealed",
        message: format!("the seals do not hold: {error}"),
        hint: "What came in is kept as reported. Compare with another node, or look at `waymark doctor DIR`."
            .into(),
    }
}
