//! The open workspace as a whole, its network, its reports.

use evidence::SealTrust;
use protocol::{
    AssuranceCount, DisagreementView, KindCount, NetworkView, SealsView, StorageView, SyncLine,
    SyncState, TrustedBlock, TrustedSigner, WorkspaceState,
};
use store::ListedDisagreement;
use trace::AssetKind;

use super::words;
use crate::{Failure, Workspace, sample};

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

impl Workspace {
    /// What is open and how fresh it is. `signer` is the name on the signing key's certificate, if there is a key.
    pub fn state(
        &self,
        signer: Option<String>,
        needs_passphrase: bool,
    ) -> Result<WorkspaceState, Failure> {
        let sample = sample::is_sample(&self.trust);
        let name = self
            .path()
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Ok(WorkspaceState {
            name: if sample {
                "Sample".into()
            } else {
                name.unwrap_or_default()
            },
            path: self.path().display().to_string(),
            network: words::text(&self.network.label),
            chain_id: self.network.chain_id,
            sample,
            sync: self.sync_line(),
            can_sync: self.node_url().is_some(),
            signer,
            needs_passphrase,
            kinds: self.kinds(),
            assets_with_findings: count(self.marks().len()),
            attestations: count(self.register.attestations().len()),
            reports: count(self.store.reports()?.len()),
            locale: protocol::Locale::En,
        })
    }

    fn sync_line(&self) -> SyncLine {
        SyncLine {
            state: SyncState::Offline,
            block: self.register.latest_event().map(|_| self.newest_block()),
            at_unix: self.network.synced_at.map(u64::cast_signed),
            node: self.node_url(),
            events: self.event_count(),
            assurance: self.assurances(),
            findings: count(self.findings.len()),
        }
    }

    /// How many events are held.
    pub(super) fn event_count(&self) -> u32 {
        u32::try_from(self.register.calendar().events()).unwrap_or(u32::MAX)
    }

    pub(super) fn assurances(&self) -> Vec<AssuranceCount> {
        let counts = self.events_by_assurance();
        let counted = counts.into_iter().map(|(assurance, count)| AssuranceCount {
            assurance: words::assurance(assurance),
            count: u32::try_from(count).unwrap_or(u32::MAX),
        });
        counted.filter(|counted| counted.count > 0).collect()
    }

    pub(super) fn kinds(&self) -> Vec<KindCount> {
        let all = self.newest_first();
        let of = |kind: AssetKind| KindCount {
            kind: words::kind(kind),
            count: count(all.iter().filter(|(_, known)| *known == kind).count()),
        };
        AssetKind::ALL.into_iter().map(of).collect()
    }

    /// The network, what is trusted about it, and how far that reaches.
    pub fn network_view(&self) -> Result<NetworkView, Failure> {
        let disagreements = self.store.disagreements()?;
        Ok(NetworkView {
            label: words::text(&self.network.label),
            chain_id: self.network.chain_id,
            genesis: self.network.genesis.to_string(),
            contract: self.network.contract.to_string(),
            code_hash: self.network.code_hash.to_string(),
            trusted_block: self.trust.block.map(|block| TrustedBlock {
                number: block.number,
                hash: block.hash.to_string(),
            }),
            signers: self.trust.signers.iter().map(signer_view).collect(),
            demonstration: sample::is_sample(&self.trust),
            nodes: self.node_url().into_iter().collect(),
            second_node: self.second_url(),
            seals: self
                .trust
                .seals
                .as_ref()
                .map(|seals| self.seals_view(seals)),
            proven_at: self.state_for(u64::MAX)?.map(|state| state.block),
            disagreements: disagreements.iter().map(disagreement_view).collect(),
            storage: self.storage()?,
        })
    }

    fn seals_view(&self, pinned: &SealTrust) -> SealsView {
        SealsView {
            consensus: pinned.consensus.name().to_owned(),
            validators: pinned.validators.iter().map(ToString::to_string).collect(),
            pinned_at: pinned.block,
            days: pinned.period / SECONDS_A_DAY,
            contract_selected: pinned.contract_selected,
            sealed_to: self.sealed_to(),
        }
    }

    fn storage(&self) -> Result<StorageView, Failure> {
        let files = [
            self.folder.cache(),
            self.folder.cache().with_extension("db-wal"),
        ];
        let sizes = files.iter().filter_map(|file| std::fs::metadata(file).ok());
        let newest = self.store.cursor()?.map_or(0, |(number, _)| number);
        Ok(StorageView {
            bytes: sizes.map(|file| file.len()).sum(),
            blocks: match newest {
                0 => 0,
                newest => (newest + 1).saturating_sub(self.network.from_block),
            },
            events: self.store.event_count()?,
            superseded: self.store.superseded_event_count()?,
        })
    }
}

fn disagreement_view(listed: &ListedDisagreement) -> DisagreementView {
    let about = &listed.disagreement;
    let text = |text: &Option<String>| words::text(text.as_deref().unwrap_or_default());
    DisagreementView {
        kind: about.kind.word().to_owned(),
        source: words::text(&about.source),
        block: about.block,
        held: text(&about.held),
        claimed: text(&about.claimed),
        found_unix: listed.found_at.cast_signed(),
        settled: listed.resolved.as_ref().map(|(_, how)| words::text(how)),
    }
}

fn signer_view(signer: &verify::TrustedSigner) -> TrustedSigner {
    TrustedSigner {
        name: words::text(&signer.name),
        fingerprint: alloy_primitives::hex::encode(signer.sha256),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
