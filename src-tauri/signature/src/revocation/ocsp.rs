//! Answers about one certificate (OCSP, RFC 6960): the request, and the strict reading of a response.
//!
//! Parts of a response are covered by no signature. It is therefore written anew before it goes into a file, and must
//! have that form when it is read.

// What the derivation for a choice writes, not what stands here.
#![allow(clippy::unnested_or_patterns)]

#[cfg(test)]
pub(crate) mod sample;

use der::{
    Any, Choice, Decode, Encode, Enumerated, Sequence,
    asn1::{BitString, GeneralizedTime, Null, OctetString},
};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use spki::{AlgorithmIdentifierOwned, ObjectIdentifier};
use x509_cert::{ext::Extensions, serial_number::SerialNumber};

use super::{MAX_REVOCATION_BYTES, RevocationError, RevocationSource, Said};
use crate::{algorithm::SignatureAlgorithm, certificate::Certificate};

/// `id-pkix-ocsp-basic` and `id-pkix-ocsp-nocheck`, RFC 6960.
const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
const NO_CHECK: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.5");
/// `id-kp-OCSPSigning`, RFC 6960.
const OCSP_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9");
/// The hashes that name an issuer in a response. SHA-1 only names here; it protects nothing.
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
/// More certificates than a response needs.
const MAX_CERTIFICATES: usize = 8;

#[derive(Sequence)]
struct OcspRequest {
    contents: RequestContents,
}

#[derive(Sequence)]
struct RequestContents {
    list: Vec<SingleRequest>,
}

#[derive(Sequence)]
struct SingleRequest {
    certificate: CertificateId,
}

#[derive(Sequence)]
struct CertificateId {
    algorithm: AlgorithmIdentifierOwned,
    issuer_name: OctetString,
    issuer_key: OctetString,
    serial: SerialNumber,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Enumerated)]
#[asn1(type = "ENUMERATED")]
#[repr(u8)]
enum Status {
    Successful = 0,
    MalformedRequest = 1,
    InternalError = 2,
    TryLater = 3,
    SignatureRequired = 5,
    Unauthorized = 6,
}

#[derive(Sequence)]
struct OcspResponse {
    status: Status,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    bytes: Option<ResponseBytes>,
}

#[derive(Sequence)]
struct ResponseBytes {
    kind: ObjectIdentifier,
    response: OctetString,
}

#[derive(Sequence)]
struct BasicResponse {
    /// [`ResponseContents`], kept as it came: it is what is signed.
    contents: Any,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    certificates: Option<Vec<x509_cert::Certificate>>,
}

#[derive(Sequence)]
struct ResponseContents {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    version: Option<u8>,
    responder: Any,
    produced: GeneralizedTime,
    responses: Vec<SingleResponse>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct SingleResponse {
    certificate: CertificateId,
    status: CertificateStatus,
    this_update: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    next_update: Option<GeneralizedTime>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Choice)]
enum CertificateStatus {
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    Good(Null),
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true")]
    Revoked(RevokedInfo),
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT")]
    Unknown(Null),
}

#[derive(Sequence)]
struct RevokedInfo {
    time: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    reason: Option<Any>,
}

/// The request about a certificate, of the media type `application/ocsp-request`.
pub(crate) fn request(certificate: &Certificate, issuer: &Certificate) -> Option<Vec<u8>> {
    let (issuer_name, issuer_key) = named_by::<Sha1>(issuer)?;
    let request = OcspRequest {
        contents: RequestContents {
            list: vec![SingleRequest {
                certificate: CertificateId {
                    algorithm: AlgorithmIdentifierOwned {
                        oid: SHA1,
                        parameters: Some(Any::null()),
                    },
                    issuer_name: OctetString::new(issuer_name).ok()?,
                    issuer_key: OctetString::new(issuer_key).ok()?,
                    serial: certificate
                        .parsed()
                        .tbs_certificate()
                        .serial_number()
                        .clone(),
                },
            }],
        },
    };
    request.to_der().ok()
}

/// Writes a response in its one form: with no certificate but the responder's own, where it is not the issuer.
pub(crate) fn canonical(der: &[u8], issuer: &Certificate) -> Result<Vec<u8>, RevocationError> {
    Response::read(der)?.write(issuer)
}

/// What a response says of a certificate, after its signature and its form were checked.
pub(super) fn read(
    der: &[u8],
    certificate: &Certificate,
    issuer: &Certificate,
) -> Result<Said, RevocationError> {
    let response = Response::read(der)?;
    if response.write(issuer)? != der {
        return Err(RevocationError::Malformed);
    }
    let contents: ResponseContents = response
        .basic
        .contents
        .decode_as()
        .map_err(|_| RevocationError::Malformed)?;
    let conditions = contents.extensions.iter().flatten();
    if contents.version.is_some() || conditions.into_iter().any(|it| it.critical) {
        return Err(RevocationError::Malformed);
    }
    let mut answers = contents
        .responses
        .into_iter()
        .filter(|it| is_about(&it.certificate, certificate, issuer));
    let (Some(answer), None) = (answers.next(), answers.next()) else {
        return Err(RevocationError::OtherCertificate);
    };
    let mut conditions = answer.extensions.iter().flatten();
    if conditions.any(|it| it.critical) {
        return Err(RevocationError::Partial);
    }
    let seconds = |time: GeneralizedTime| time.to_unix_duration().as_secs();
    Ok(Said {
        source: RevocationSource::Ocsp,
        this_update: seconds(answer.this_update),
        next_update: answer.next_update.map(seconds),
        revoked: match answer.status {
            CertificateStatus::Good(_) => None,
            CertificateStatus::Revoked(revoked) => Some(seconds(revoked.time)),
            CertificateStatus::Unknown(_) => return Err(RevocationError::OtherCertificate),
        },
    })
}

struct Response {
    basic: BasicResponse,
    certificates: Vec<Certificate>,
}

impl Response {
    fn read(der: &[u8]) -> Result<Self, RevocationError> {
        let malformed = |_| RevocationError::Malformed;
        if der.len() > MAX_REVOCATION_BYTES {
            return Err(RevocationError::Malformed);
        }
        let response = OcspResponse::from_der(der).map_err(malformed)?;
        let (Status::Successful, Some(bytes)) = (response.status, response.bytes) else {
            return Err(RevocationError::NoAnswer(response.status as u8));
        };
        if bytes.kind != BASIC {
            return Err(RevocationError::Malformed);
        }
        let basic = BasicResponse::from_der(bytes.response.as_bytes()).map_err(malformed)?;
        let embedded = basic.certificates.iter().flatten().take(MAX_CERTIFICATES);
        let certificates = embedded
            .map(|it| Certificate::from_parsed(it.clone()))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            basic,
            certificates,
        })
    }

    fn write(&self, issuer: &Certificate) -> Result<Vec<u8>, RevocationError> {
        let malformed = |_| RevocationError::Malformed;
        let algorithm = SignatureAlgorithm::from_identifier(&self.basic.algorithm)?;
        let message = self.basic.contents.to_der().map_err(malformed)?;
        let (value, responder) = self.value_and_responder(algorithm, &message, issuer)?;
        let basic = BasicResponse {
            contents: self.basic.contents.clone(),
            algorithm: algorithm.identifier().map_err(malformed)?,
            signature: BitString::from_bytes(&value).map_err(malformed)?,
            certificates: responder.map(|it| vec![it.parsed().clone()]),
        };
        let basic = basic.to_der().map_err(malformed)?;
        OcspResponse {
            status: Status::Successful,
            bytes: Some(ResponseBytes {
                kind: BASIC,
                response: OctetString::new(basic).map_err(malformed)?,
            }),
        }
        .to_der()
        .map_err(malformed)
    }

    /// The signature value in its one form, and the responder's certificate if it is not the issuer itself.
    fn value_and_responder(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        issuer: &Certificate,
    ) -> Result<(Vec<u8>, Option<&Certificate>), RevocationError> {
        let value = self.basic.signature.as_bytes();
        let value = value.ok_or(RevocationError::Malformed)?;
        if let Ok(value) = issuer.canonical_value(algorithm, message, value) {
            return Ok((value, None));
        }
        let contents: ResponseContents =
            (self.basic.contents.decode_as()).map_err(|_| RevocationError::Malformed)?;
        let produced = contents.produced.to_unix_duration().as_secs();
        self.certificates
            .iter()
            .filter(|it| may_answer_for(it, issuer, produced))
            .find_map(|it| {
                let value = it.canonical_value(algorithm, message, value).ok()?;
                Some((value, Some(it)))
            })
            .ok_or(RevocationError::NotIssuedBy)
    }
}

/// RFC 6960, section 4.2.2.2: the issuer itself gave this certificate, for answers, and says that it need not be asked about.
fn may_answer_for(responder: &Certificate, issuer: &Certificate, at: u64) -> bool {
    let extensions = responder.parsed().tbs_certificate().extensions();
    let no_check = extensions
        .into_iter()
        .flatten()
        .any(|extension| extension.extn_id == NO_CHECK);
    let for_answers = responder
        .extended_key_usages()
        .is_ok_and(|usages| usages.is_some_and(|(_, all)| all.contains(&OCSP_SIGNING)));
    no_check
        && for_answers
        && responder.check_issued_by(issuer).is_ok()
        && (responder.not_before()..=responder.not_after()).contains(&at)
}

fn is_about(id: &CertificateId, certificate: &Certificate, issuer: &Certificate) -> bool {
    let names = match id.algorithm.oid {
        SHA1 => named_by::<Sha1>(issuer),
        SHA256 => named_by::<Sha256>(issuer),
        _ => None,
    };
    let serial = certificate.parsed().tbs_certificate().serial_number();
    let own_issuer = certificate.parsed().tbs_certificate().issuer();
    names.is_some_and(|(name, key)| {
        name == id.issuer_name.as_bytes() && key == id.issuer_key.as_bytes()
    }) && id.serial == *serial
        && own_issuer == issuer.parsed().tbs_certificate().subject()
}

/// Hashes of an issuer's name and key.
fn named_by<D: Digest>(issuer: &Certificate) -> Option<(Vec<u8>, Vec<u8>)> {
    let tbs = issuer.parsed().tbs_certificate();
    let name = tbs.subject().to_der().ok()?;
    let info = tbs.subject_public_key_info();
    let key = info.subject_public_key.as_bytes()?;
    Some((D::digest(name).to_vec(), D::digest(key).to_vec()))
}
