//! The parameters of a report: what its pages depend on beside the evidence.

use alloy_primitives::hex;
use lineage::Register;
use report::{AsOf, IssuedAt, Issuer, Locale, Parameters, Proven, Recipient, Signer};
use store::ReservedNumber;
use trace::{Assurance, EventKey, SubjectId};

use super::{IssueKey, Request};
use crate::{Failure, Workspace, sample};

impl Workspace {
    /// The parameters of a report under this number, which was set aside with the time and the block that it speaks of.
    pub(super) fn parameters(
        &self,
        request: &Request,
        reserved: &ReservedNumber,
        register: &Register,
        subject: SubjectId,
        signer: &Signer,
    ) -> Result<Parameters, Failure> {
        let as_of = reserved.as_of_block;
        let header = self.store.headers(as_of..=as_of)?.pop();
        let header =
            header.ok_or_else(|| Failure::internal(format!("block {as_of} is not held")))?;
        Ok(Parameters {
            template: request.template.name().to_owned(),
            number: reserved.number.clone(),
            subject: crate::view::subject_epc(register, subject),
            shipment: None,
            as_of: AsOf {
                number: as_of,
                hash: header.hash(),
                time: header.timestamp(),
            },
            issued_at: IssuedAt {
                unix_seconds: reserved.issued_at,
                zone_offset_minutes: 0,
            },
            issuer: self.issuer(register, subject, signer),
            recipient: request.recipient().map(|name| Recipient {
                name: name.to_owned(),
                address: String::new(),
            }),
            signer: signer.clone(),
            locale: match request.locale {
                protocol::Locale::En => Locale::En,
                protocol::Locale::De => Locale::De,
                protocol::Locale::Fr => Locale::Fr,
            },
            paper: match request.paper {
                protocol::Paper::A4 => report::Paper::A4,
                protocol::Paper::Letter => report::Paper::Letter,
            },
            assurance: self.weakest_assurance(as_of),
            documents: Vec::new(),
        })
    }

    /// The issuer is who the certificate names. In the sample that is the maker of the product, with its address.
    fn issuer(&self, register: &Register, subject: SubjectId, signer: &Signer) -> Issuer {
        let maker = register
            .asset(subject)
            .and_then(|asset| register.party(asset.maker));
        if let Some(party) =
            maker.filter(|_| signer.demonstration && sample::is_sample(&self.trust))
        {
            return Issuer {
                name: crate::view::shorten(&party.title),
                address: format!(
                    "{}, {}",
                    crate::view::shorten(&party.place),
                    crate::view::shorten(&party.country)
                ),
                gln: Some(crate::view::shorten(&party.gln)),
                function: String::new(),
            };
        }
        Issuer {
            name: signer.name.clone(),
            address: String::new(),
            gln: None,
            function: String::new(),
        }
    }

    fn weakest_assurance(&self, block: u64) -> Proven {
        match self.assurance(EventKey {
            block,
            log_index: 0,
        }) {
            Assurance::Sealed => Proven::Sealed,
            Assurance::Included => Proven::Included,
            _ => Proven::Reported,
        }
    }
}

/// Who signs with a key, as the pages have it.
pub(super) fn signer(with: &IssueKey) -> Signer {
    let certificate = with.key.certificate();
    Signer {
        name: certificate.display_name(),
        certificate: hex::encode(&certificate.fingerprint()[..16]),
        algorithm: crate::view::algorithm(certificate),
        self_signed: certificate.is_self_issued(),
        demonstration: with.demonstration,
    }
}
