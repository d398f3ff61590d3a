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
use p256::ecdsa::{Signature, signature::Verifier};
use spki::{AlgorithmIdentifierOwned, ObjectIdentifier};
use x509_cert::attr::{Attribute, Attributes};

use crate::{
    certificate::{Certificate, ECDSA_WITH_SHA256},
    error::SignatureError,
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
/// `id-sha256`, RFC 5754.
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

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
    /// The attributes that bind `certificate` to a document with this SHA-256 `digest`.
    ///
    /// `None` if they cannot be encoded, which does not happen with a certificate that was decoded.
    pub fn new(certificate: &Certificate, digest: &[u8; 32]) -> Option<Self> {
        Self::build(certificate, digest).ok()
    }

    /// The bytes to be signed: the DER encoding of the attributes as `SET OF` (RFC 5652, section 5.4), to be hashed
    /// with SHA-256.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.der
    }

    fn build(certificate: &Certificate, digest: &[u8; 32]) -> der::Result<Self> {
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
                Any::encode_from(&OctetString::new(*digest)?)?,
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

/// Builds the container from what it says. The same inputs give the same bytes.
pub(crate) fn encode(
    certificate: &Certificate,
    digest: &[u8; 32],
    signature: &[u8],
) -> der::Result<Vec<u8>> {
    let tbs = certificate.parsed().tbs_certificate();
    let sha256 = AlgorithmIdentifierOwned {
        oid: SHA256,
        parameters: None,
    };
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer().clone(),
            serial_number: tbs.serial_number().clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(SignedAttributes::build(certificate, digest)?.attributes),
        signature_algorithm: AlgorithmIdentifierOwned {
            oid: ECDSA_WITH_SHA256,
            parameters: None,
        },
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let signed_data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![sha256])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet::try_from(vec![
            CertificateChoices::Certificate(certificate.parsed().clone()),
        ])?),
        crls: None,
        signer_infos: SignerInfos::try_from(vec![signer])?,
    };
    ContentInfo {
        content_type: SIGNED_DATA,
        content: Any::encode_from(&signed_data)?,
    }
    .to_der()
}

/// Checks a signature value over signed attributes, and brings it into its one form: DER, low `s`.
pub(crate) fn canonical_value(
    certificate: &Certificate,
    to_be_signed: &[u8],
    value: &[u8],
) -> Result<Vec<u8>, SignatureError> {
    let signature = Signature::from_der(value).map_err(|_| SignatureError::WrongSignature)?;
    certificate
        .verifying_key()?
        .verify(to_be_signed, &signature)
        .map_err(|_| SignatureError::WrongSignature)?;
    Ok(signature.normalize_s().to_der().as_bytes().to_vec())
}

/// Takes a container apart, checks it against the document's `digest`, and returns the signer's certificate.
///
/// The container must be, byte for byte, the one that [`encode`] builds.
pub(crate) fn check(container: &[u8], digest: &[u8; 32]) -> Result<Certificate, SignatureError> {
    let data = signed_data(container)
        .map_err(|_| SignatureError::Structure("the signature container cannot be read"))?;
    let certificate = only_certificate(&data)?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return Err(SignatureError::Structure("there is not exactly one signer"));
    };
    let attributes = signer
        .signed_attrs
        .as_ref()
        .ok_or(SignatureError::Structure("there are no signed attributes"))?;
    if signed_digest(attributes) != Some(digest.as_slice()) {
        return Err(SignatureError::Changed);
    }
    let to_be_signed = attributes
        .to_der()
        .map_err(|_| SignatureError::Structure("the signed attributes cannot be read"))?;
    let value = canonical_value(&certificate, &to_be_signed, signer.signature.as_bytes())?;
    match encode(&certificate, digest, &value) {
        Ok(rebuilt) if rebuilt == container => Ok(certificate),
        _ => Err(SignatureError::NotCanonical("its container")),
    }
}

fn signed_data(container: &[u8]) -> der::Result<SignedData> {
    ContentInfo::from_der(container)?.content.decode_as()
}

fn only_certificate(data: &SignedData) -> Result<Certificate, SignatureError> {
    let choices = data.certificates.as_ref().map(|set| set.0.as_slice());
    let Some([CertificateChoices::Certificate(certificate)]) = choices else {
        return Err(SignatureError::Structure(
            "there is not exactly one certificate",
        ));
    };
    Ok(Certificate::from_parsed(certificate.clone())?)
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
