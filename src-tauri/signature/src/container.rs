//! The CMS container of a PAdES B-B or B-T signature (RFC 5652; ETSI EN 319 122-1 and EN 319 142-1): how it is built,
//! and how one is taken apart. There is exactly one encoding for given contents, so that a verifier can build it again.

use std::collections::BTreeMap;

use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{
        CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo,
        SignerInfos,
    },
};
use der::{
    Any, Decode, Encode, Sequence,
    asn1::{OctetString, SetOfVec},
};
use sha2::{Digest, Sha256};
use spki::ObjectIdentifier;
use x509_cert::attr::{Attribute, Attributes};

use crate::{
    algorithm::{DigestAlgorithm, SignatureAlgorithm},
    certificate::Certificate,
    error::{CertificateError, SignatureError},
    timestamp::{self, Timestamp},
};

/// `id-data` and `id-signedData`, RFC 5652.
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
pub(crate) const SIGNED_DATA: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
/// `id-contentType` and `id-messageDigest`, RFC 5652, section 11.
pub(crate) const CONTENT_TYPE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
pub(crate) const MESSAGE_DIGEST: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
/// `id-aa-signingCertificateV2`, RFC 5035.
pub(crate) const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
/// `id-aa-signatureTimeStampToken`, RFC 3161, appendix A.
const SIGNATURE_TIMESTAMP: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// How many certificates of authorities a container may carry beside the signer's own.
pub const MAX_CHAIN: usize = 8;

/// `SigningCertificateV2` of RFC 5035, without policies: first the signer's certificate, then those of the chain, so that
/// the signature covers every one of them.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<CertificateId>,
}

/// `ESSCertIDv2` of RFC 5035. Its hash algorithm is left out, which means SHA-256; issuer and serial stand elsewhere.
#[derive(Sequence)]
struct CertificateId {
    hash: OctetString,
}

/// What a signature is made over: the signed attributes of the CMS container.
///
/// They carry no signing time, PAdES has it in the PDF's own signature dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedAttributes {
    attributes: Attributes,
    der: Vec<u8>,
}

impl SignedAttributes {
    /// The attributes that bind `certificate` and its issuers to a document with this `digest`, made with the signature's
    /// own hash.
    ///
    /// `None` if they cannot be encoded, which does not happen with certificates that were decoded.
    pub fn new(certificate: &Certificate, chain: &[Certificate], digest: &[u8]) -> Option<Self> {
        Self::build(certificate, chain, digest).ok()
    }

    /// The bytes to be signed: the DER encoding of the attributes as `SET OF` (RFC 5652, section 5.4), to be hashed
    /// as the signature's algorithm says.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.der
    }

    fn build(certificate: &Certificate, chain: &[Certificate], digest: &[u8]) -> der::Result<Self> {
        let named = std::iter::once(certificate).chain(chain).map(|each| {
            Ok(CertificateId {
                hash: OctetString::new(each.fingerprint())?,
            })
        });
        let signing_certificate = SigningCertificateV2 {
            certificates: named.collect::<der::Result<_>>()?,
        };
        let attributes = SetOfVec::try_from(vec![
            attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
            attribute(
                MESSAGE_DIGEST,
                Any::encode_from(&OctetString::new(digest)?)?,
            )?,
            attribute(
                SIGNING_CERTIFICATE_V2,
                Any::encode_from(&signing_certificate)?,
            )?,
        ])?;
        let der = attributes.to_der()?;
        Ok(Self { attributes, der })
    }
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    let values = SetOfVec::try_from(vec![value])?;
    Ok(Attribute { oid, values })
}

/// What a container says, its signature value aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// The signer's certificate.
    pub(crate) certificate: Certificate,
    /// The other certificates that are embedded, at most [`MAX_CHAIN`]: each issued the one before.
    pub(crate) chain: Vec<Certificate>,
    /// How the value was made, and so the hash of the document.
    pub(crate) algorithm: SignatureAlgorithm,
    /// A timestamp of the signature value, as a token.
    pub(crate) token: Option<Vec<u8>>,
}

/// The certificates among `others` that lead up from a certificate, each the issuer of the one before.
pub(crate) fn in_order(certificate: &Certificate, others: &[Certificate]) -> Vec<Certificate> {
    let mut chain: Vec<Certificate> = Vec::new();
    loop {
        let last = chain.last().unwrap_or(certificate);
        let next = others.iter().find(|other| {
            *other != certificate && !chain.contains(other) && last.check_issued_by(other).is_ok()
        });
        match next {
            Some(next) if chain.len() < MAX_CHAIN => chain.push(next.clone()),
            _ => return chain,
        }
    }
}

/// Builds the container from what it says. The same inputs give the same bytes.
pub(crate) fn encode(
    statement: &Statement,
    digest: &[u8],
    signature: &[u8],
) -> der::Result<Vec<u8>> {
    let certificate = &statement.certificate;
    let tbs = certificate.parsed().tbs_certificate();
    let hash = statement.algorithm.digest.identifier();
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer().clone(),
            serial_number: tbs.serial_number().clone(),
        }),
        digest_alg: hash.clone(),
        signed_attrs: Some(
            SignedAttributes::build(certificate, &statement.chain, digest)?.attributes,
        ),
        signature_algorithm: statement.algorithm.identifier()?,
        signature: OctetString::new(signature)?,
        unsigned_attrs: match &statement.token {
            None => None,
            Some(token) => Some(SetOfVec::try_from(vec![attribute(
                SIGNATURE_TIMESTAMP,
                Any::from_der(token)?,
            )?])?),
        },
    };
    let certificates: Vec<CertificateChoices> = std::iter::once(certificate)
        .chain(&statement.chain)
        .map(|each| CertificateChoices::Certificate(each.parsed().clone()))
        .collect();
    let signed_data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![hash])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet::try_from(certificates)?),
        crls: None,
        signer_infos: SignerInfos::try_from(vec![signer])?,
    };
    ContentInfo {
        content_type: SIGNED_DATA,
        content: Any::encode_from(&signed_data)?,
    }
    .to_der()
}

/// Checks a signature value over signed attributes, and brings it into its one form.
pub(crate) fn canonical_value(
    statement: &Statement,
    to_be_signed: &[u8],
    value: &[u8],
) -> Result<Vec<u8>, SignatureError> {
    let certificate = &statement.certificate;
    certificate
        .canonical_value(statement.algorithm, to_be_signed, value)
        .map_err(|error| match error {
            CertificateError::WrongValue => SignatureError::WrongSignature,
            other => SignatureError::Certificate(other),
        })
}

/// Takes a container apart and checks it against the document, whose hash `digest_of` makes. Gives what it says, and
/// what its timestamp says where it has one.
///
/// The container must be, byte for byte, the one that [`encode`] builds.
pub(crate) fn check(
    container: &[u8],
    digest_of: impl Fn(DigestAlgorithm) -> Vec<u8>,
) -> Result<(Statement, Option<Timestamp>), SignatureError> {
    let data = signed_data(container)
        .map_err(|_| SignatureError::Structure("the signature container cannot be read"))?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return Err(SignatureError::Structure("there is not exactly one signer"));
    };
    let attributes = signer
        .signed_attrs
        .as_ref()
        .ok_or(SignatureError::Structure("there are no signed attributes"))?;
    let algorithm = SignatureAlgorithm::from_identifier(&signer.signature_algorithm)?;
    let digest = digest_of(algorithm.digest);
    if the_value(attributes, MESSAGE_DIGEST).is_none_or(|stated| stated.value() != digest) {
        return Err(SignatureError::Changed);
    }
    let (certificate, chain) = certificates(&data, attributes)?;
    let statement = Statement {
        certificate,
        chain,
        algorithm,
        token: token(signer)?,
    };
    let to_be_signed = attributes
        .to_der()
        .map_err(|_| SignatureError::Structure("the signed attributes cannot be read"))?;
    let value = canonical_value(&statement, &to_be_signed, signer.signature.as_bytes())?;
    if encode(&statement, &digest, &value).as_deref() != Ok(container) {
        return Err(SignatureError::NotCanonical("its container"));
    }
    if in_order(&statement.certificate, &statement.chain) != statement.chain {
        return Err(SignatureError::NotCanonical("its certificates"));
    }
    let timestamp = match &statement.token {
        None => None,
        Some(token) => Some(timestamp::check(token, &imprint(&value))?),
    };
    Ok((statement, timestamp))
}

/// What a timestamp of a signature is made over (RFC 3161, appendix A).
pub(crate) fn imprint(value: &[u8]) -> [u8; 32] {
    Sha256::digest(value).into()
}

/// The token among the unsigned attributes; nothing else may be there.
fn token(signer: &SignerInfo) -> Result<Option<Vec<u8>>, SignatureError> {
    let Some(attributes) = &signer.unsigned_attrs else {
        return Ok(None);
    };
    the_value(attributes, SIGNATURE_TIMESTAMP)
        .and_then(|token| token.to_der().ok())
        .map(Some)
        .ok_or(SignatureError::Structure(
            "an unsigned attribute is not a timestamp",
        ))
}

fn signed_data(container: &[u8]) -> der::Result<SignedData> {
    ContentInfo::from_der(container)?.content.decode_as()
}

/// The signer's certificate and those of the chain, in the order in which the signed attributes name them.
fn certificates(
    data: &SignedData,
    attributes: &Attributes,
) -> Result<(Certificate, Vec<Certificate>), SignatureError> {
    let choices = data.certificates.as_ref().map(|set| set.0.as_slice());
    let choices = choices.unwrap_or_default();
    if choices.len() > 1 + MAX_CHAIN {
        return Err(SignatureError::Structure("there are too many certificates"));
    }
    let mut embedded = BTreeMap::new();
    for choice in choices {
        let CertificateChoices::Certificate(certificate) = choice else {
            return Err(SignatureError::Structure(
                "a certificate is of another kind",
            ));
        };
        let certificate = Certificate::from_parsed(certificate.clone())?;
        embedded.insert(certificate.fingerprint().to_vec(), certificate);
    }
    let named: Option<SigningCertificateV2> =
        the_value(attributes, SIGNING_CERTIFICATE_V2).and_then(|value| value.decode_as().ok());
    let named = named.ok_or(SignatureError::Structure(
        "the signer's certificate is not named",
    ))?;
    let found = named.certificates.iter();
    let mut found = found.map(|id| embedded.get(id.hash.as_bytes()).cloned());
    let own = found.next().flatten();
    let chain: Option<Vec<Certificate>> = found.collect();
    own.zip(chain).ok_or(SignatureError::Structure(
        "a certificate that is named is not there",
    ))
}

/// The only value of an attribute that is there once.
pub(crate) fn the_value(attributes: &Attributes, oid: ObjectIdentifier) -> Option<&Any> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    let (attribute, None) = (found.next()?, found.next()) else {
        return None;
    };
    match attribute.values.as_slice() {
        [value] => Some(value),
        _ => None,
    }
}
