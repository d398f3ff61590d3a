//! A responder's answers for tests.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use p256::ecdsa::{Signature, signature::Signer};
use x509_cert::ext::pkix::{AccessDescription, AuthorityInfoAccessSyntax, name::GeneralName};

use super::*;
use crate::{
    algorithm::{DigestAlgorithm, Scheme},
    sample::authority::{NOW, Party},
};

/// How a responder answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    /// When the certificate was revoked; `None` for not at all.
    pub(crate) revoked: Option<u64>,
    pub(crate) is_known: bool,
    pub(crate) this_update: u64,
    pub(crate) next_update: Option<u64>,
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            revoked: None,
            is_known: true,
            this_update: NOW + 1,
            next_update: None,
        }
    }
}

/// The extension that names a responder.
pub(crate) fn access(address: &str) -> Vec<u8> {
    let location = der::asn1::Ia5String::new(address).unwrap();
    AuthorityInfoAccessSyntax(vec![AccessDescription {
        access_method: ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1"),
        access_location: GeneralName::UniformResourceIdentifier(location),
    }])
    .to_der()
    .unwrap()
}

fn time(seconds: u64) -> GeneralizedTime {
    GeneralizedTime::from_unix_duration(Duration::from_secs(seconds)).unwrap()
}

/// A response with one certificate more than is needed.
pub(crate) fn response(
    certificate: &Certificate,
    issuer: &Certificate,
    responder: &Party,
    answer: Answer,
) -> Vec<u8> {
    let (issuer_name, issuer_key) = named_by::<Sha1>(issuer).unwrap();
    let status = match (answer.is_known, answer.revoked) {
        (false, _) => CertificateStatus::Unknown(Null),
        (true, None) => CertificateStatus::Good(Null),
        (true, Some(at)) => CertificateStatus::Revoked(RevokedInfo {
            time: time(at),
            reason: None,
        }),
    };
    let name = responder.certificate.parsed().tbs_certificate().subject();
    let contents = ResponseContents {
        version: None,
        // byName, [1] EXPLICIT (RFC 6960, section 4.2.1).
        responder: Any::new(
            der::Tag::ContextSpecific {
                constructed: true,
                number: der::TagNumber(1),
            },
            name.to_der().unwrap(),
        )
        .unwrap(),
        produced: time(NOW + 1),
        responses: vec![SingleResponse {
            certificate: CertificateId {
                algorithm: AlgorithmIdentifierOwned {
                    oid: SHA1,
                    parameters: Some(Any::null()),
                },
                issuer_name: OctetString::new(issuer_name).unwrap(),
                issuer_key: OctetString::new(issuer_key).unwrap(),
                serial: (certificate.parsed().tbs_certificate().serial_number()).clone(),
            },
            status,
            this_update: time(answer.this_update),
            next_update: answer.next_update.map(time),
            extensions: None,
        }],
        extensions: None,
    };
    let contents = Any::encode_from(&contents).unwrap();
    let value: Signature = responder.secret.sign(&contents.to_der().unwrap());
    let algorithm = SignatureAlgorithm::new(Scheme::Ecdsa, DigestAlgorithm::Sha256);
    let basic = BasicResponse {
        contents,
        algorithm: algorithm.identifier().unwrap(),
        signature: BitString::from_bytes(value.to_der().as_bytes()).unwrap(),
        certificates: Some(vec![
            responder.certificate.parsed().clone(),
            issuer.parsed().clone(),
        ]),
    };
    OcspResponse {
        status: Status::Successful,
        bytes: Some(ResponseBytes {
            kind: BASIC,
            response: OctetString::new(basic.to_der().unwrap()).unwrap(),
        }),
    }
    .to_der()
    .unwrap()
}
