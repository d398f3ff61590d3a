//! An authority for tests, in a few certificates: a root, a person's certificate, timestamps, lists and a responder.
#![allow(clippy::unwrap_used)]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use p256::{ecdsa, pkcs8::DecodePrivateKey};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CrlDistributionPoint,
    CustomExtension, DnType, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    RevokedCertParams, SerialNumber, date_time_ymd,
};

use crate::{
    Authority, Certificate, SigningKey, Unavailable, revocation::sample as responses,
    timestamp::sample as tokens,
};

/// Where the lists and the responder are.
pub(crate) const LIST: &str = "http://ca.example/list.crl";
pub(crate) const RESPONDER: &str = "http://ca.example/ocsp";
/// 2026-11-23T09:16:00Z: a minute after the sample's signature.
pub(crate) const NOW: u64 = 1_795_425_360;

/// A certificate and its private key.
pub(crate) struct Party {
    pub(crate) certificate: Certificate,
    pub(crate) secret: ecdsa::SigningKey,
    pem: String,
}

impl Party {
    fn new(certificate: &rcgen::Certificate, key: &KeyPair) -> Self {
        let secret = p256::SecretKey::from_pkcs8_der(&key.serialize_der()).unwrap();
        Self {
            certificate: Certificate::from_der(certificate.der()).unwrap(),
            secret: ecdsa::SigningKey::from(&secret),
            pem: key.serialize_pem(),
        }
    }

    /// As a key to sign documents with, its issuer's certificate beside it.
    pub(crate) fn key(&self, root: &Certificate) -> SigningKey {
        let text = format!("{}{}{}", self.pem, self.certificate.to_pem(), root.to_pem());
        SigningKey::from_pem(&text, None).unwrap()
    }
}

/// What an issued certificate says beside its name.
#[derive(Clone, Copy, Default)]
pub(crate) struct Issued {
    pub(crate) serial: u64,
    /// An extended key usage, in DER, and whether it is critical.
    pub(crate) purpose: Option<(&'static [u8], bool)>,
    pub(crate) list: bool,
    pub(crate) responder: bool,
    pub(crate) no_check: bool,
}

/// `id-kp-timeStamping` and `id-kp-OCSPSigning` as extensions have them.
pub(crate) const TIMESTAMPS: &[u8] = &[
    0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08,
];
pub(crate) const ANSWERS: &[u8] = &[
    0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x09,
];

/// The authority. It counts what it is asked, and can be told to answer otherwise.
pub(crate) struct Sample {
    pub(crate) root: Party,
    issuer: Issuer<'static, KeyPair>,
    pub(crate) person: Party,
    pub(crate) stamper: Party,
    pub(crate) responder: Party,
    pub(crate) now: Cell<u64>,
    /// What lies at which address instead of an honest list.
    pub(crate) lists: RefCell<BTreeMap<String, Vec<u8>>>,
    /// How the responder's answer is made instead of an honest one.
    pub(crate) answer: Cell<responses::Answer>,
    pub(crate) is_down: Cell<bool>,
}

impl Sample {
    /// Lists for all, and no responder.
    pub(crate) fn new() -> Self {
        Self::with(false)
    }

    /// The person's certificate names a responder, too.
    pub(crate) fn with(responder: bool) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = params("Sample root", 1);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let made = params.self_signed(&key).unwrap();
        let root = Party::new(&made, &key);
        let issuer = Issuer::new(params, key);
        let list = Issued {
            list: true,
            ..Issued::default()
        };
        let person = Issued {
            serial: 2,
            responder,
            ..list
        };
        let stamper = Issued {
            serial: 3,
            purpose: Some((TIMESTAMPS, true)),
            ..list
        };
        let answers = Issued {
            serial: 4,
            purpose: Some((ANSWERS, false)),
            no_check: true,
            ..Issued::default()
        };
        Self {
            person: issue(&issuer, "Zoë Müller", person),
            stamper: issue(&issuer, "Sample timestamps", stamper),
            responder: issue(&issuer, "Sample answers", answers),
            root,
            issuer,
            now: Cell::new(NOW),
            lists: RefCell::default(),
            answer: Cell::default(),
            is_down: Cell::new(false),
        }
    }

    /// One more certificate.
    pub(crate) fn issue(&self, name: &str, issued: Issued) -> Party {
        issue(&self.issuer, name, issued)
    }

    /// The person's key.
    pub(crate) fn key(&self) -> SigningKey {
        self.person.key(&self.root.certificate)
    }

    /// A list of these days of November 2026 in which these serial numbers were revoked, each on a day.
    pub(crate) fn list(&self, days: (u8, u8), revoked: &[(u64, u8)]) -> Vec<u8> {
        let entry = |&(serial, day): &(u64, u8)| RevokedCertParams {
            serial_number: SerialNumber::from(serial),
            revocation_time: date_time_ymd(2026, 11, day),
            reason_code: None,
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, 11, days.0),
            next_update: date_time_ymd(2026, 11, days.1),
            crl_number: SerialNumber::from(7),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(entry).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let list = params.signed_by(&self.issuer).unwrap();
        list.der().to_vec()
    }
}

fn params(name: &str, serial: u64) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.serial_number = Some(SerialNumber::from(serial));
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(2030, 1, 1);
    params
}

fn issue(issuer: &Issuer<'static, KeyPair>, name: &str, says: Issued) -> Party {
    let key = KeyPair::generate().unwrap();
    let mut params = params(name, says.serial);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::ContentCommitment,
    ];
    if says.list {
        params.crl_distribution_points = vec![CrlDistributionPoint {
            uris: vec![LIST.to_owned()],
        }];
    }
    let mut extensions = Vec::new();
    if let Some((usage, critical)) = says.purpose {
        let mut purpose = CustomExtension::from_oid_content(&[2, 5, 29, 37], usage.to_vec());
        purpose.set_criticality(critical);
        extensions.push(purpose);
    }
    if says.responder {
        let access = responses::access(RESPONDER);
        let oid = [1, 3, 6, 1, 5, 5, 7, 1, 1];
        extensions.push(CustomExtension::from_oid_content(&oid, access));
    }
    if says.no_check {
        let oid = [1, 3, 6, 1, 5, 5, 7, 48, 1, 5];
        extensions.push(CustomExtension::from_oid_content(&oid, vec![5, 0]));
    }
    params.custom_extensions = extensions;
    let made = params.signed_by(&key, issuer).unwrap();
    Party::new(&made, &key)
}

impl Authority for Sample {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, Unavailable> {
        if self.is_down.get() {
            return Err(Unavailable("it is down".to_owned()));
        }
        let others = [&self.responder.certificate, &self.root.certificate];
        Ok(tokens::reply(
            request,
            self.now.get(),
            &self.stamper,
            &others,
        ))
    }

    fn ocsp(&self, address: &str, _: &[u8]) -> Result<Vec<u8>, Unavailable> {
        assert_eq!(address, RESPONDER);
        if self.is_down.get() {
            return Err(Unavailable("it is down".to_owned()));
        }
        Ok(responses::response(
            &self.person.certificate,
            &self.root.certificate,
            &self.responder,
            self.answer.get(),
        ))
    }

    fn get(&self, address: &str) -> Result<Vec<u8>, Unavailable> {
        if self.is_down.get() {
            return Err(Unavailable("it is down".to_owned()));
        }
        let lists = self.lists.borrow();
        let instead = lists.get(address).cloned();
        Ok(instead.unwrap_or_else(|| self.list((23, 24), &[(99, 20)])))
    }
}
