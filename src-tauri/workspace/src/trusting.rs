//! Changing what a workspace trusts, by the user's own hand.

use std::collections::BTreeSet;
use std::path::Path;

use evidence::{Consensus, SealError, SealTrust, ValidatorSet};
use signature::{Certificate, CertificateError};
use verify::{MAX_TRUST_LEN, Trust, TrustedBlock, TrustedRoot, TrustedSigner};

use crate::network::{SEALS_SEEN, TRUSTING_PERIOD, check_network, clique};
use crate::sync::Sealing;
use crate::trust_file::{read_limited, write_trust};
use crate::{Failure, FailureKind, Workspace};

/// The largest certificate that is read, in bytes.
const MAX_CERTIFICATE: u64 = 64 * 1024;

impl Workspace {
    /// Trusts a block that the workspace holds; `None` is the newest. Everything before it counts as included.
    pub fn trust_block(&mut self, number: Option<u64>) -> Result<TrustedBlock, Failure> {
        let number = number.unwrap_or_else(|| self.newest_block());
        let hash = self.store.hash_at(number)?.ok_or_else(|| {
            Failure::new(
                FailureKind::InputMissing,
                format!("block {number} is not held"),
                "Sync first, or name an earlier block.",
            )
        })?;
        let block = TrustedBlock { number, hash };
        self.trust.block = Some(block);
        self.keep_trust()?;
        Ok(block)
    }

    /// Trusts no block any more.
    pub fn untrust_block(&mut self) -> Result<(), Failure> {
        self.trust.block = None;
        self.keep_trust()
    }

    /// Who seals the newest block that the workspace holds, as its header shows it: found, not yet trusted. Where a contract
    /// selects the validators, they are those who sealed the last blocks.
    pub fn found_validators(&self) -> Result<SealTrust, Failure> {
        let newest = self.newest_block();
        let last = self
            .store
            .headers(newest.saturating_sub(SEALS_SEEN)..=newest)?;
        let Some(head) = last.last() else {
            return Err(Failure::new(
                FailureKind::InputMissing,
                "no block is held",
                "Sync first.",
            ));
        };
        if clique::is_clique(head) {
            return self.found_signers(newest);
        }
        let consensus = head.consensus();
        if consensus == Consensus::Ethereum {
            return Err(Failure::new(
                FailureKind::InputUnusable,
                format!("block {newest} names no validators"),
                "Name a file with the validators, if the network has some; else trust a block.",
            ));
        }
        let mut validators = head.listed_validators().map_err(|error| unsealed(&error))?;
        let contract_selected = validators.is_empty();
        if contract_selected {
            let mut seen = BTreeSet::new();
            for header in &last {
                seen.extend(
                    header
                        .signers(consensus)
                        .map_err(|error| unsealed(&error))?,
                );
            }
            validators = seen.into_iter().collect();
        }
        let set = ValidatorSet::new(&validators).map_err(|error| unsealed(&error))?;
        set.check(head).map_err(|error| unsealed(&error))?;
        Ok(SealTrust {
            consensus,
            validators,
            block: newest.saturating_sub(1),
            time: head.timestamp(),
            period: TRUSTING_PERIOD,
            contract_selected,
            votes: Vec::new(),
        })
    }

    /// The signers of a Clique network as the newest checkpoint that is held lists them.
    fn found_signers(&self, newest: u64) -> Result<SealTrust, Failure> {
        let at = clique::checkpoint_before(newest);
        let checkpoint = self.store.headers(at..=at)?.pop();
        checkpoint.as_ref().and_then(clique::as_of).ok_or_else(|| {
            Failure::new(
                FailureKind::InputMissing,
                "no block is held that lists the signers of this Clique network",
                "Name a file with the signers; `waymark init` reads them off a node.",
            )
        })
    }

    /// The validators in a file: a trust file of this network, or its part `seals` alone.
    pub fn read_validators(&self, path: &Path) -> Result<SealTrust, Failure> {
        let bytes = read_limited(path, MAX_TRUST_LEN as u64)?;
        let unusable = |why: String| {
            Failure::new(
                FailureKind::InputUnusable,
                format!("{} names no validators: {why}", path.display()),
                "Name a trust file with validators, or a file with its part `seals` alone.",
            )
        };
        let seals = match Trust::from_json(&bytes) {
            Ok(trust) => {
                check_network(&trust.network, &self.trust.network)?;
                trust
                    .seals
                    .ok_or_else(|| unusable("it trusts a block".into()))?
            }
            Err(_) => {
                serde_json::from_slice(&bytes).map_err(|error| unusable(error.to_string()))?
            }
        };
        ValidatorSet::new(&seals.validators).map_err(|error| unusable(error.to_string()))?;
        Ok(seals)
    }

    /// Trusts the seals of these validators, and follows them over everything that is held.
    pub fn trust_validators(&mut self, seals: SealTrust) -> Result<(), Failure> {
        self.trust.seals = Some(seals);
        self.keep_trust()
    }

    /// Trusts no validator any more.
    pub fn untrust_validators(&mut self) -> Result<(), Failure> {
        self.trust.seals = None;
        self.keep_trust()
    }

    /// Accepts the reports of a signer no more; it is named by the fingerprint of its certificate, or by its name if only one
    /// signer has it.
    pub fn untrust_signer(&mut self, named: &str) -> Result<TrustedSigner, Failure> {
        let hex = named.trim_start_matches("0x").to_lowercase();
        let is_named = |signer: &TrustedSigner| {
            signer.name == named || alloy_primitives::hex::encode(signer.sha256) == hex
        };
        let found: Vec<usize> = (self.trust.signers.iter().enumerate())
            .filter(|(_, signer)| is_named(signer))
            .map(|(at, _)| at)
            .collect();
        let [at] = found[..] else {
            return Err(Failure::new(
                FailureKind::InputMissing,
                format!("{} accepted signers are named {named:?}", found.len()),
                "Name one by the SHA-256 of its certificate, as `waymark trust show DIR` lists it.",
            ));
        };
        let removed = self.trust.signers.remove(at);
        self.keep_trust()?;
        Ok(removed)
    }

    /// Writes what is trusted to a file that does not exist yet, for others to verify with.
    pub fn export_trust(&self, path: &Path) -> Result<(), Failure> {
        if path.exists() {
            return Err(Failure::new(
                FailureKind::Usage,
                format!("{} exists", path.display()),
                "Name another file; nothing was changed.",
            ));
        }
        write_trust(path, &self.trust)
    }

    /// Writes what is trusted now, and sees what of the cache that proves.
    fn keep_trust(&mut self) -> Result<(), Failure> {
        write_trust(&self.folder.trust(), &self.trust)?;
        Sealing::begin(&self.folder, &mut self.store, &self.trust)?;
        self.reload()
    }

    /// Accepts the reports of all signers whose certificates lead to this certification authority's (PEM).
    pub fn trust_root(&mut self, certificate: &Path) -> Result<TrustedRoot, Failure> {
        let root = read_root(certificate)?;
        if !self.trust.roots.contains(&root) {
            self.trust.roots.push(root.clone());
            write_trust(&self.folder.trust(), &self.trust)?;
        }
        Ok(root)
    }

    /// Accepts the signers of a certification authority no more; it is named by its name, if only one has it, or by the
    /// SHA-256 of its certificate.
    pub fn untrust_root(&mut self, named: &str) -> Result<TrustedRoot, Failure> {
        let removed = remove_root(&mut self.trust.roots, named)?;
        write_trust(&self.folder.trust(), &self.trust)?;
        Ok(removed)
    }

    /// Believes the times of all timestamp authorities whose certificates lead to this one (PEM).
    pub fn trust_timestamp_root(&mut self, certificate: &Path) -> Result<TrustedRoot, Failure> {
        let root = read_root(certificate)?;
        if !self.trust.timestamp_roots.contains(&root) {
            self.trust.timestamp_roots.push(root.clone());
            write_trust(&self.folder.trust(), &self.trust)?;
        }
        Ok(root)
    }

    /// Believes them no more; it is named as in [`Self::untrust_root`].
    pub fn untrust_timestamp_root(&mut self, named: &str) -> Result<TrustedRoot, Failure> {
        let removed = remove_root(&mut self.trust.timestamp_roots, named)?;
        write_trust(&self.folder.trust(), &self.trust)?;
        Ok(removed)
    }

    /// Accepts the reports of the signer whose certificate (PEM) is in this file.
    pub fn trust_signer(&mut self, certificate: &Path) -> Result<TrustedSigner, Failure> {
        let bytes = read_limited(certificate, MAX_CERTIFICATE)?;
        let read = Certificate::from_pem(certificate_block(&String::from_utf8_lossy(&bytes)))
            .map_err(|error| no_certificate(certificate, &error))?;
        let signer = TrustedSigner {
            name: read.display_name(),
            sha256: read.fingerprint().into(),
        };
        if !self.trust.accepts_signer(signer.sha256) {
            self.trust.signers.push(signer.clone());
            write_trust(&self.folder.trust(), &self.trust)?;
        }
        Ok(signer)
    }
}

fn read_root(certificate: &Path) -> Result<TrustedRoot, Failure> {
    let bytes = read_limited(certificate, MAX_CERTIFICATE)?;
    let text = String::from_utf8_lossy(&bytes);
    let read = Certificate::from_pem(certificate_block(&text))
        .map_err(|error| no_certificate(certificate, &error))?;
    Ok(TrustedRoot {
        name: read.display_name(),
        certificate: read.to_pem(),
    })
}

fn remove_root(roots: &mut Vec<TrustedRoot>, named: &str) -> Result<TrustedRoot, Failure> {
    let hex = named.trim_start_matches("0x").to_lowercase();
    let is_named = |root: &TrustedRoot| {
        root.name == named
            || Certificate::from_pem(&root.certificate).is_ok_and(|certificate| {
                alloy_primitives::hex::encode(certificate.fingerprint()) == hex
            })
    };
    let found: Vec<usize> = (roots.iter().enumerate())
        .filter(|(_, root)| is_named(root))
        .map(|(at, _)| at)
        .collect();
    let [at] = found[..] else {
        return Err(Failure::new(
            FailureKind::InputMissing,
            format!("{} accepted roots are named {named:?}", found.len()),
            "Name one as `waymark trust show DIR` lists it, or by the SHA-256 of its certificate.",
        ));
    };
    Ok(roots.remove(at))
}

fn no_certificate(path: &Path, error: &CertificateError) -> Failure {
    Failure::new(
        FailureKind::InputUnusable,
        format!("{}: {error}", path.display()),
        "Name a PEM file with the certificate.",
    )
}

fn unsealed(error: &SealError) -> Failure {
    Failure::new(
        FailureKind::NotBelieved,
        format!("the newest block is not sealed as its own header says: {error}"),
        "Name a file with the validators, if you have them from elsewhere.",
    )
}

/// The certificate's block: a key file may be named as well, of which nothing else is looked at.
fn certificate_block(text: &str) -> &str {
    text.find("-----BEGIN CERTIFICATE")
        .map_or(text, |at| &text[at..])
}
