//! An authority's answers for tests, as careless as real ones: a NULL too many, certificates that nobody needs.
#![allow(clippy::unwrap_used)]

use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{
        CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo,
        SignerInfos,
    },
};
use der::{
    Any, Decode, Encode,
    asn1::{GeneralizedTime, Int, OctetString, SetOfVec},
};
use p256::ecdsa::{Signature, signature::Signer};
use sha2::{Digest, Sha256};
use spki::{AlgorithmIdentifierOwned, ObjectIdentifier};
use x509_cert::attr::{Attribute, Attributes};

use super::{
    statement::TstInfo,
    token,
    wire::{StatusInfo, TimeStampReq, TimeStampResp},
};
use crate::{
    Certificate,
    algorithm::{DigestAlgorithm, Scheme, SignatureAlgorithm},
    container::{CONTENT_TYPE, MESSAGE_DIGEST, SIGNED_DATA, SIGNING_CERTIFICATE_V2},
    sample::authority::Party,
};

/// The answer of an authority that is asked at `now`, with these certificates beside its own.
pub(crate) fn reply(
    request: &[u8],
    now: u64,
    authority: &Party,
    others: &[&Certificate],
) -> Vec<u8> {
    let request = TimeStampReq::from_der(request).unwrap();
    let time = GeneralizedTime::from_unix_duration(std::time::Duration::from_secs(now)).unwrap();
    let info = TstInfo {
        version: 1,
        policy: ObjectIdentifier::new_unwrap("1.2.3.4.1"),
        imprint: request.imprint,
        serial: Int::new(&[0x12, 0x34]).unwrap(),
        time: Any::encode_from(&time).unwrap(),
        accuracy: None,
        ordering: false,
        nonce: Some(request.nonce),
        authority: None,
        extensions: None,
    };
    let response = TimeStampResp {
        status: StatusInfo {
            status: 0,
            words: None,
            failure: None,
        },
        token: Some(ContentInfo::from_der(&token(&info, authority, others)).unwrap()),
    };
    response.to_der().unwrap()
}

/// A refusal.
pub(crate) fn refusal() -> Vec<u8> {
    let response = TimeStampResp {
        status: StatusInfo {
            status: 2,
            words: Some(vec!["no \u{7}more".to_owned(), "today".to_owned()]),
            failure: None,
        },
        token: None,
    };
    response.to_der().unwrap()
}

fn attribute(oid: ObjectIdentifier, value: Any) -> Attribute {
    Attribute {
        oid,
        values: SetOfVec::try_from(vec![value]).unwrap(),
    }
}

fn token(info: &TstInfo, authority: &Party, others: &[&Certificate]) -> Vec<u8> {
    let contents = info.to_der().unwrap();
    let digest = OctetString::new(Sha256::digest(&contents).to_vec()).unwrap();
    let named = token::SigningCertificateV2 {
        certificates: vec![token::CertificateId {
            algorithm: None,
            hash: OctetString::new(authority.certificate.fingerprint()).unwrap(),
            issuer: None,
        }],
        policies: None,
    };
    let attributes: Attributes = SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&token::TST_INFO).unwrap()),
        attribute(MESSAGE_DIGEST, Any::encode_from(&digest).unwrap()),
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&named).unwrap()),
    ])
    .unwrap();
    let value: Signature = authority.secret.sign(&attributes.to_der().unwrap());
    let sha256 = AlgorithmIdentifierOwned {
        oid: DigestAlgorithm::Sha256.oid(),
        parameters: Some(Any::null()),
    };
    let tbs = authority.certificate.parsed().tbs_certificate();
    let algorithm = SignatureAlgorithm::new(Scheme::Ecdsa, DigestAlgorithm::Sha256);
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer().clone(),
            serial_number: tbs.serial_number().clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: algorithm.identifier().unwrap(),
        signature: OctetString::new(value.to_der().as_bytes()).unwrap(),
        unsigned_attrs: None,
    };
    let certificates = std::iter::once(&authority.certificate).chain(others.iter().copied());
    let certificates: Vec<_> = certificates
        .map(|it| CertificateChoices::Certificate(it.parsed().clone()))
        .collect();
    let data = SignedData {
        version: CmsVersion::V3,
        digest_algorithms: SetOfVec::try_from(vec![sha256]).unwrap(),
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: token::TST_INFO,
            econtent: Some(Any::encode_from(&OctetString::new(contents).unwrap()).unwrap()),
        },
        certificates: Some(CertificateSet::try_from(certificates).unwrap()),
        crls: None,
        signer_infos: SignerInfos::try_from(vec![signer]).unwrap(),
    };
    ContentInfo {
        content_type: SIGNED_DATA,
        content: Any::encode_from(&data).unwrap(),
    }
    .to_der()
    .unwrap()
}
