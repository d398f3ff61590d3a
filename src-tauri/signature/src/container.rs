//! The CMS container of a PAdES B-B signature (RFC 5652; ETSI EN 319 122-1 and EN 319 142-1): how it is built, and
//! how one is taken apart. There is exactly one encoding for given contents, so that a verifier can build it again.

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
    asn1::{OctetString, OctetStringRef, SetOfVec},
};
use spki::ObjectIdentifier;
use x509_cert::attr::{Attribute, Attributes};

use crate::{
    algorithm::{DigestAlgorithm, SignatureAlgorithm},
    certificate::Certificate,
    error::{CertificateError, SignatureError},
};

/// `id-data` and `id-signedData`, RFC 5652.
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
/// `id-contentType` and `id-messageDigest`, RFC 5652, section 11.
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
/// `id-aa-signingCertificateV2`, RFC 5035.
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// How many certificates of authorities a container may carry beside the signer's own.
pub const MAX_CHAIN: usize = 8;

/// `SigningCertificateV2` of RFC 5035, without policies.
#[derive(Sequence)]
struct SigningCertificateV2<'a> {
    certificates: Vec<CertificateId<'a>>,
}

/// `ESSCertIDv2` of RFC 5035. Its hash algorithm is left out, which means SHA-256; issuer and serial stand elsewhere.
#[derive(Sequence)]
struct CertificateId<'a> {
    hash: &'a OctetStringRef,
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
    /// The attributes that bind `certificate` to a document with this `digest`, made with the signature's own hash.
    ///
    /// `None` if they cannot be encoded, which does not happen with a certificate that was decoded.
    pub fn new(certificate: &Certificate, digest: &[u8]) -> Option<Self> {
        Self::build(certificate, digest).ok()
    }

    /// The bytes to be signed: the DER encoding of the attributes as `SET OF` (RFC 5652, section 5.4), to be hashed
    /// as the signature's algorithm says.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.der
    }

    fn build(certificate: &Certificate, digest: &[u8]) -> der::Result<Self> {
        let fingerprint = certificate.fingerprint();
        let signing_certificate = SigningCertificateV2 {
            certificates: vec![CertificateId {
                hash: OctetStringRef::new(&fingerprint)?,
            }],
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
    /// The other certificates that are embedded, at most [`MAX_CHAIN`].
    pub(crate) chain: Vec<Certificate>,
    /// How the value was made, and so the hash of the document.
    pub(crate) algorithm: SignatureAlgorithm,
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
        signed_attrs: Some(SignedAttributes::build(certificate, digest)?.attributes),
        signature_algorithm: statement.algorithm.identifier()?,
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
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

/// Takes a container apart and checks it against the document, whose hash `digest_of` makes.
///
/// The container must be, byte for byte, the one that [`encode`] builds.
pub(crate) fn check(
    container: &[u8],
    digest_of: impl Fn(DigestAlgorithm) -> Vec<u8>,
) -> Result<Statement, SignatureError> {
    let data = signed_data(container)
        .map_err(|_| SignatureError::Structure("the signature container cannot be read"))?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return Err(SignatureError::Structure("there is not exactly one signer"));
    };
    let (certificate, chain) = certificates(&data, &signer.sid)?;
    let statement = Statement {
        certificate,
        chain,
        algorithm: SignatureAlgorithm::from_identifier(&signer.signature_algorithm)?,
    };
    let attributes = signer
        .signed_attrs
        .as_ref()
        .ok_or(SignatureError::Structure("there are no signed attributes"))?;
    let digest = digest_of(statement.algorithm.digest);
    if signed_digest(attributes) != Some(digest.as_slice()) {
        return Err(SignatureError::Changed);
    }
    let to_be_signed = attributes
        .to_der()
        .map_err(|_| SignatureError::Structure("the signed attributes cannot be read"))?;
    let value = canonical_value(&statement, &to_be_signed, signer.signature.as_bytes())?;
    match encode(&statement, &digest, &value) {
        Ok(rebuilt) if rebuilt == container => Ok(statement),
        _ => Err(SignatureError::NotCanonical("its container")),
    }
}

fn signed_data(container: &[u8]) -> der::Result<SignedData> {
    ContentInfo::from_der(container)?.content.decode_as()
}

/// The signer's certificate, and the others that are embedded.
fn certificates(
    data: &SignedData,
    signer: &SignerIdentifier,
) -> Result<(Certificate, Vec<Certificate>), SignatureError> {
    let SignerIdentifier::IssuerAndSerialNumber(named) = signer else {
        return Err(SignatureError::Structure(
            "the signer is named in another way",
        ));
    };
    let choices = data.certificates.as_ref().map(|set| set.0.as_slice());
    let choices = choices.unwrap_or_default();
    if choices.len() > 1 + MAX_CHAIN {
        return Err(SignatureError::Structure("there are too many certificates"));
    }
    let (mut own, mut chain) = (Vec::new(), Vec::new());
    for choice in choices {
        let CertificateChoices::Certificate(certificate) = choice else {
            return Err(SignatureError::Structure(
                "a certificate is of another kind",
            ));
        };
        let tbs = certificate.tbs_certificate();
        let is_own = *tbs.issuer() == named.issuer && *tbs.serial_number() == named.serial_number;
        let certificate = Certificate::from_parsed(certificate.clone())?;
        if is_own { &mut own } else { &mut chain }.push(certificate);
    }
    let (Some(certificate), true) = (own.pop(), own.is_empty()) else {
        return Err(SignatureError::Structure(
            "there is not exactly one certificate of the signer",
        ));
    };
    Ok((certificate, chain))
}

fn signed_digest(attributes: &Attributes) -> Option<&[u8]> {
    let mut found = attributes
        .iter()
        .filter(|attribute| attribute.oid == MESSAGE_DIGEST);
    let (attribute, None) = (found.next()?, found.next()) else {
        return None;
    };
    match attribute.values.as_slice() {
        [value] => Some(value.value()),
        _ => None,
    }
}
