//! The chip story on a small chain of its own, for the tests of this crate: every event in a block, the ledger's state in the
//! last one, all of it sealed by the demonstration validators. Built apart from `evidence`, as a node builds it.

use std::collections::{BTreeMap, BTreeSet};

use alloy_consensus::{Header as Fields, Receipt, ReceiptEnvelope, ReceiptWithBloom, TxType};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{Address, B256, Bytes, Log, U256, b256, keccak256};
use alloy_rlp::Encodable;
use alloy_trie::proof::ProofRetainer;
use alloy_trie::{HashBuilder, Nibbles, TrieAccount};
use evidence::{Bundle, Consensus, Header, Network, Picked, Receipts, SealTrust, StateEvidence};
use k256::ecdsa::SigningKey;
use report::{
    AsOf, Basis, History, IssuedAt, Issuer, Locale, Paper, Parameters, Proven, Signer, Template,
};
use trace::{Epc, SubjectId, TraceEvent};

use crate::{
    Trust, TrustedBlock, TrustedNetwork, TrustedSigner, demonstration_key,
    demonstration_validators, signature_field,
};

/// The gateway that the story ends with.
pub(crate) const GATEWAY: &str = "https://id.gs1.org/01/03770029102005/21/000417";
/// The tin in its solder.
pub(crate) const INGOT: &str = "https://id.gs1.org/01/08991102301145/10/PT-2291";

const CONTRACT: Address = Address::repeat_byte(0xc0);
const CODE: B256 = B256::repeat_byte(0xcd);
const MIX_HASH: B256 = b256!("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");

/// The story's events, one a block.
pub(crate) fn chips() -> Vec<TraceEvent> {
    scenario::replay(&scenario::chips())
}

/// The subject with this name.
pub(crate) fn id(name: &str) -> SubjectId {
    SubjectId::of(&Epc::parse(name).unwrap())
}

/// A chain that recorded some events, and who sealed it.
pub(crate) struct Chain {
    pub(crate) events: Vec<TraceEvent>,
    pub(crate) headers: Vec<Header>,
    receipts: Vec<Receipts>,
    slots: BTreeMap<B256, U256>,
}

impl Chain {
    /// The story, sealed by so many of the four validators.
    pub(crate) fn of(events: Vec<TraceEvent>, sealers: usize) -> Self {
        let slots = heads(&events);
        let (state_root, _) = prove(&slots, &[]);
        let receipts: Vec<Receipts> = events.iter().map(receipts).collect();
        let mut headers: Vec<Header> = Vec::new();
        for (event, receipts) in events.iter().zip(&receipts) {
            let fields = Fields {
                parent_hash: headers.last().map_or(B256::ZERO, Header::hash),
                number: event.key.block,
                timestamp: event.block_time,
                receipts_root: receipts.root(),
                state_root,
                mix_hash: MIX_HASH,
                difficulty: U256::from(1),
                ..Fields::default()
            };
            headers.push(sealed(&fields, sealers));
        }
        Self {
            events,
            headers,
            receipts,
            slots,
        }
    }

    /// The evidence of those events that are wanted, without a proof of state.
    pub(crate) fn bundle(&self, wanted: impl Fn(usize, &TraceEvent) -> bool) -> Bundle {
        let picked: Vec<Picked<'_>> = (self.events.iter().enumerate())
            .zip(&self.receipts)
            .filter(|((at, event), _)| wanted(*at, event))
            .map(|((_, event), receipts)| Picked {
                block: event.key.block,
                receipts,
                tx_indexes: &[0],
            })
            .collect();
        let network = Network {
            chain_id: 2_026,
            genesis: B256::repeat_byte(1),
            contract: CONTRACT,
            code_hash: CODE,
        };
        Bundle::build(network, &self.headers, &picked).unwrap()
    }

    /// The proof of the last block's state for these slots.
    pub(crate) fn state(&self, slots: &[B256]) -> StateEvidence {
        let (_, state) = prove(&self.slots, slots);
        StateEvidence {
            block: self.headers.last().unwrap().number(),
            ..state
        }
    }

    /// The evidence of a report on this asset as an honest issuer puts it together.
    pub(crate) fn evidence(&self, parameters: &Parameters) -> Bundle {
        let histories = report::required_histories(&self.events, parameters).unwrap();
        let bundle = self.bundle(|_, event| is_of(event, &histories));
        let slots = Basis::new(&bundle, parameters).unwrap().slots();
        bundle.with_state(self.state(&slots)).unwrap()
    }

    /// The parameters of a report on this asset as of the last block, signed with the demonstration key.
    pub(crate) fn parameters(&self, subject: &str) -> Parameters {
        let last = self.headers.last().unwrap();
        let key = demonstration_key().unwrap();
        let certificate = key.certificate();
        Parameters {
            template: Template::Provenance.name().to_owned(),
            number: "WM-2026-000001".to_owned(),
            subject: subject.to_owned(),
            shipment: None,
            as_of: AsOf {
                number: last.number(),
                hash: last.hash(),
                time: last.timestamp(),
            },
            issued_at: IssuedAt {
                unix_seconds: last.timestamp() + 60,
                zone_offset_minutes: 0,
            },
            issuer: Issuer {
                name: "Lumière Edge SAS".to_owned(),
                address: "Lyon, FR".to_owned(),
                gln: None,
                function: String::new(),
            },
            recipient: None,
            signer: Signer {
                name: certificate.display_name(),
                certificate: hex::encode(&certificate.fingerprint()[..16]),
                algorithm: "ECDSA P-256 with SHA-256".to_owned(),
                self_signed: true,
                demonstration: true,
            },
            locale: Locale::En,
            paper: Paper::A4,
            assurance: Proven::Sealed,
            documents: Vec::new(),
        }
    }

    /// Trust in the network and in the demonstration signer, in no block and no validator.
    pub(crate) fn trust() -> Trust {
        let mut trust = Trust::new(TrustedNetwork {
            label: "Test".to_owned(),
            chain_id: 2_026,
            genesis: B256::repeat_byte(1),
            contract: CONTRACT,
            code_hash: CODE,
        });
        trust.signers.push(TrustedSigner {
            name: "Demonstration".to_owned(),
            sha256: demonstration_key()
                .unwrap()
                .certificate()
                .fingerprint()
                .into(),
        });
        trust
    }

    /// The same with a block.
    pub(crate) fn trust_block(&self, at: usize) -> Trust {
        let header = &self.headers[at];
        let mut trust = Self::trust();
        trust.block = Some(TrustedBlock {
            number: header.number(),
            hash: header.hash(),
        });
        trust
    }

    /// The same with these validators.
    pub(crate) fn trust_seals(&self, validators: Vec<Address>) -> Trust {
        let mut trust = Self::trust();
        trust.seals = Some(SealTrust {
            consensus: Consensus::Qbft,
            validators,
            block: 0,
            time: self.headers[0].timestamp(),
            period: 1 << 40,
            contract_selected: false,
            votes: Vec::new(),
        });
        trust
    }
}

/// Whether an event belongs to one of these histories.
pub(crate) fn is_of(event: &TraceEvent, histories: &BTreeSet<History>) -> bool {
    let extended = ledger::extends(&event.body);
    extended.iter().any(|history| histories.contains(history))
}

/// The addresses of the demonstration validators.
pub(crate) fn validators() -> Vec<Address> {
    let known = demonstration_validators().into_iter();
    known.map(|(_, address)| address).collect()
}

/// A signed report.
pub(crate) fn signed(bundle: &Bundle, parameters: &Parameters) -> Vec<u8> {
    let base = report::render(bundle, parameters).unwrap();
    let prepared = signature::prepare(&base, &signature_field(parameters)).unwrap();
    signature::sign(prepared, &demonstration_key().unwrap()).unwrap()
}

/// The running hashes and counts that the ledger holds after these events, by slot.
fn heads(events: &[TraceEvent]) -> BTreeMap<B256, U256> {
    let mut heads: BTreeMap<History, (B256, u64)> = BTreeMap::new();
    for event in events {
        let digest = ledger::event_digest(&log(event));
        for history in ledger::extends(&event.body) {
            let (head, count) = heads.entry(history).or_default();
            *head = keccak256([head.as_slice(), digest.as_slice()].concat());
            *count += 1;
        }
    }
    let slots = heads
        .into_iter()
        .flat_map(|((subject, strand), (head, count))| {
            [
                (ledger::head_slot(subject, strand), head.into()),
                (ledger::count_slot(subject, strand), U256::from(count)),
            ]
        });
    slots.collect()
}

fn log(event: &TraceEvent) -> Log {
    Log {
        address: CONTRACT,
        data: ledger::encode(&event.body),
    }
}

fn receipts(event: &TraceEvent) -> Receipts {
    let receipt = Receipt {
        status: true.into(),
        cumulative_gas_used: 21_000,
        logs: vec![log(event)],
    };
    let envelope = ReceiptEnvelope::from_typed(TxType::Eip1559, ReceiptWithBloom::from(receipt));
    Receipts::from_encoded(vec![envelope.encoded_2718()]).unwrap()
}

/// The state root of a chain whose ledger holds these slots, and the proof of some of them.
fn prove(held: &BTreeMap<B256, U256>, wanted: &[B256]) -> (B256, StateEvidence) {
    let leaves = (held.iter()).map(|(slot, value)| (keccak256(slot), alloy_rlp::encode(value)));
    let keys: Vec<B256> = wanted.iter().map(keccak256).collect();
    let (storage_root, storage) = trie(&leaves.collect(), &keys);
    let account = TrieAccount {
        nonce: 1,
        balance: U256::ZERO,
        storage_root,
        code_hash: CODE,
    };
    let others = (1..20).map(|number| (Address::repeat_byte(number), TrieAccount::default()));
    let accounts = others.chain([(CONTRACT, account)]);
    let accounts =
        accounts.map(|(address, account)| (keccak256(address), alloy_rlp::encode(account)));
    let (root, mut paths) = trie(&accounts.collect(), &[keccak256(CONTRACT)]);
    (root, StateEvidence::from_rpc(0, paths.remove(0), storage))
}

fn trie(leaves: &BTreeMap<B256, Vec<u8>>, wanted: &[B256]) -> (B256, Vec<Vec<Bytes>>) {
    let keys: Vec<Nibbles> = wanted.iter().map(Nibbles::unpack).collect();
    let mut builder = HashBuilder::default().with_proof_retainer(ProofRetainer::new(keys.clone()));
    for (key, value) in leaves {
        builder.add_leaf(Nibbles::unpack(key), value);
    }
    let root = builder.root();
    let nodes = builder.take_proof_nodes();
    let path = |key| {
        let nodes = nodes.matching_nodes_sorted(key).into_iter();
        nodes.map(|(_, node)| node).collect()
    };
    (root, keys.iter().map(path).collect())
}

/// A QBFT header with the seals of the first so many demonstration validators. In round 0 a seal signs the block hash.
fn sealed(fields: &Fields, sealers: usize) -> Header {
    let with = |seals: &[Vec<u8>]| {
        let listed: Vec<Vec<u8>> = validators()
            .iter()
            .map(|one| string(one.as_slice()))
            .collect();
        let seals: Vec<Vec<u8>> = seals.iter().map(|seal| string(seal)).collect();
        let extra = list(&[
            string(&[5; 32]),
            list(&listed),
            list(&[]),
            string(&[]),
            list(&seals),
        ]);
        alloy_rlp::encode(Fields {
            extra_data: extra.into(),
            ..fields.clone()
        })
    };
    let hash = keccak256(with(&[]));
    let seals: Vec<Vec<u8>> = (demonstration_validators().iter().take(sealers))
        .map(|(secret, _)| {
            let key = SigningKey::from_slice(secret).unwrap();
            let (signature, id) = key.sign_prehash_recoverable(hash.as_slice()).unwrap();
            [&signature.to_bytes()[..], &[id.to_byte()]].concat()
        })
        .collect();
    Header::from_rlp(&with(&seals)).unwrap()
}

fn list(items: &[Vec<u8>]) -> Vec<u8> {
    let payload = items.concat();
    let mut out = Vec::new();
    alloy_rlp::Header {
        list: true,
        payload_length: payload.len(),
    }
    .encode(&mut out);
    [out, payload].concat()
}

fn string(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    bytes.encode(&mut out);
    out
}
