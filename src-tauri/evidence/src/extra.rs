//! The `extraData` of headers that validators seal, in the four layouts that are in use. It only takes the bytes
//! apart and puts them together again without the seals: what is hashed and who signed is decided elsewhere.
//!
//! QBFT and IBFT 2.0: Besu's `QbftExtraDataCodec` and `IbftExtraDataCodec`; Istanbul (IBFT 1): EIP issue 650 and
//! `GoQuorum`'s `core/types/istanbul.go`; Clique: EIP-225.

use alloy_primitives::Address;
use alloy_rlp::{EMPTY_LIST_CODE, EMPTY_STRING_CODE, Header as RlpHeader};

use crate::Consensus;

/// A signature in a header: r, s and the recovery id.
pub(crate) type Seal = [u8; SEAL];

/// Bytes of a seal.
pub(crate) const SEAL: usize = 65;

/// Bytes before the RLP (Istanbul) or the signers (Clique).
const VANITY: usize = 32;

/// The `extraData` of a QBFT, IBFT 2.0 or Istanbul header, its parts still in RLP.
pub(crate) struct BftExtra<'a> {
    /// Which of the three it is.
    pub(crate) consensus: Consensus,
    /// The set that seals this block; empty where a contract selects it.
    pub(crate) validators: Vec<Address>,
    /// The committed seals.
    pub(crate) seals: Vec<Seal>,
    /// The leading bytes: an RLP string, or for Istanbul 32 plain bytes.
    vanity: &'a [u8],
    /// The items that stay when the seals go.
    kept: Vec<&'a [u8]>,
}

/// One RLP item of a list.
struct Item<'a> {
    is_list: bool,
    payload: &'a [u8],
    /// With its own header.
    raw: &'a [u8],
}

impl<'a> BftExtra<'a> {
    /// Takes `extraData` apart; `None` when it has none of the three shapes, or is not written in their one way.
    pub(crate) fn read(extra: &'a [u8]) -> Option<Self> {
        match list(extra) {
            Some(items) => Self::of_list(&items),
            None => Self::istanbul(extra),
        }
    }

    /// The `extraData` over which the block hash is taken.
    pub(crate) fn without_seals(&self) -> Vec<u8> {
        match self.consensus {
            // Five items still: round 0 and no seals.
            Consensus::Qbft => encode_list(
                &[&self.kept[..3], &[&[EMPTY_STRING_CODE], &[EMPTY_LIST_CODE]]].concat(),
            ),
            Consensus::Ibft2 => encode_list(&self.kept[..3]),
            _ => self.istanbul_without_committed_seals(),
        }
    }

    /// The `extraData` over which a committed seal of QBFT or IBFT 2.0 is made. (Istanbul's are made over the hash.)
    pub(crate) fn as_sealed(&self) -> Vec<u8> {
        match self.consensus {
            Consensus::Qbft => encode_list(&[&self.kept[..], &[&[EMPTY_LIST_CODE]]].concat()),
            Consensus::Ibft2 => encode_list(&self.kept),
            _ => self.istanbul_without_committed_seals(),
        }
    }

    fn of_list(items: &[Item<'a>]) -> Option<Self> {
        let [vanity, validators, vote, round, seals] = items else {
            return None;
        };
        if vanity.is_list || round.is_list {
            return None;
        }
        Some(Self {
            consensus: dialect(vote, round)?,
            validators: addresses(validators)?,
            seals: signatures(seals)?,
            vanity: vanity.raw,
            kept: vec![vanity.raw, validators.raw, vote.raw, round.raw],
        })
    }

    fn istanbul(extra: &'a [u8]) -> Option<Self> {
        let (vanity, rest) = extra.split_at_checked(VANITY)?;
        let items = list(rest)?;
        let [validators, proposer_seal, seals] = &items[..] else {
            return None;
        };
        // Block 0 has no proposer and an empty seal.
        if proposer_seal.is_list || !matches!(proposer_seal.payload.len(), 0 | SEAL) {
            return None;
        }
        Some(Self {
            consensus: Consensus::Ibft1,
            validators: addresses(validators)?,
            seals: signatures(seals)?,
            vanity,
            kept: vec![validators.raw, proposer_seal.raw],
        })
    }

    fn istanbul_without_committed_seals(&self) -> Vec<u8> {
        let list = encode_list(&[&self.kept[..], &[&[EMPTY_LIST_CODE]]].concat());
        [self.vanity, &list].concat()
    }
}

/// The `extraData` of a Clique header.
pub(crate) struct CliqueExtra<'a> {
    /// All but the proposer's seal: what the proposer signs in place of the whole.
    pub(crate) unsealed: &'a [u8],
    /// The signers, listed in checkpoint blocks only.
    pub(crate) signers: Vec<Address>,
    /// The proposer's seal; zeros in block 0.
    pub(crate) seal: Seal,
}

impl<'a> CliqueExtra<'a> {
    /// Takes `extraData` apart; `None` when it cannot be Clique's.
    pub(crate) fn read(extra: &'a [u8]) -> Option<Self> {
        let (unsealed, seal) = extra.split_last_chunk::<SEAL>()?;
        let (_, listed) = unsealed.split_at_checked(VANITY)?;
        let (signers, rest) = listed.as_chunks::<20>();
        rest.is_empty().then(|| Self {
            unsealed,
            signers: signers.iter().map(Address::from).collect(),
            seal: *seal,
        })
    }
}

/// QBFT and IBFT 2.0 have the same five items, told apart by how "no vote" and the round are written. A vote together
/// with a round beyond 2²⁴ fits both; round timers double each time, so no network gets there, and it is read as QBFT.
fn dialect(vote: &Item<'_>, round: &Item<'_>) -> Option<Consensus> {
    let fixed = round.payload.len() == 4;
    let minimal = round.payload.len() <= 4 && round.payload.first() != Some(&0);
    match (vote.is_list, vote.payload.is_empty()) {
        (true, _) if minimal => Some(Consensus::Qbft),
        (true, false) | (false, true) if fixed => Some(Consensus::Ibft2),
        _ => None,
    }
}

fn addresses(list: &Item<'_>) -> Option<Vec<Address>> {
    let items = list.items()?.into_iter();
    items
        .map(|item| (!item.is_list).then(|| Address::try_from(item.payload).ok())?)
        .collect()
}

fn signatures(list: &Item<'_>) -> Option<Vec<Seal>> {
    let items = list.items()?.into_iter();
    items
        .map(|item| (!item.is_list).then(|| Seal::try_from(item.payload).ok())?)
        .collect()
}

impl<'a> Item<'a> {
    fn items(&self) -> Option<Vec<Item<'a>>> {
        if !self.is_list {
            return None;
        }
        let (mut rest, mut items) = (self.payload, Vec::new());
        while !rest.is_empty() {
            items.push(item(&mut rest)?);
        }
        Some(items)
    }
}

/// The items of a list that is all there is.
fn list(bytes: &[u8]) -> Option<Vec<Item<'_>>> {
    let mut rest = bytes;
    let whole = item(&mut rest)?;
    if rest.is_empty() { whole.items() } else { None }
}

/// The next item. The decoder refuses lengths that are not written in the shortest way, so taking items apart and
/// putting them together gives the same bytes.
fn item<'a>(rest: &mut &'a [u8]) -> Option<Item<'a>> {
    let whole = *rest;
    let header = RlpHeader::decode(rest).ok()?;
    let (payload, after) = rest.split_at_checked(header.payload_length)?;
    *rest = after;
    Some(Item {
        is_list: header.list,
        payload,
        raw: &whole[..whole.len() - after.len()],
    })
}

fn encode_list(items: &[&[u8]]) -> Vec<u8> {
    let payload_length = items.iter().map(|item| item.len()).sum();
    let mut encoded = Vec::with_capacity(payload_length + 9);
    RlpHeader {
        list: true,
        payload_length,
    }
    .encode(&mut encoded);
    for item in items {
        encoded.extend_from_slice(item);
    }
    encoded
}
