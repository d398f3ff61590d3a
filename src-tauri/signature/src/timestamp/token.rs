//! The token of a timestamp: a CMS container around what the authority says (RFC 3161, section 2.4.2; RFC 5816).
//!
//! Much of such a container is covered by no signature: which algorithms are named where, which certificates ride along.
//! A token that is put into a file is therefore written anew, in one form that follows from what *is* covered, and a
//! token that is read must have that form. So every byte of it is decided.

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
use spki::{AlgorithmIdentifierOwned, ObjectIdentifier};
use x509_cert::{attr::Attributes, ext::pkix::KeyUsage};

use super::{Timestamp, TimestampError, statement::Statement};
use crate::{
    algorithm::{DigestAlgorithm, SignatureAlgorithm},
    certificate::Certificate,
    container::{CONTENT_TYPE, MESSAGE_DIGEST, SIGNED_DATA, SIGNING_CERTIFICATE_V2, the_value},
    error::CertificateError,
    path::path_to,
};

/// `id-ct-TSTInfo`, RFC 3161.
pub(super) const TST_INFO: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// `id-aa-CMSAlgorithmProtect`, RFC 6211.
const ALGORITHM_PROTECTION: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.52");
/// `id-kp-timeStamping`, RFC 5280.
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
/// More certificates than any path has.
const MAX_CERTIFICATES: usize = 16;

/// `SigningCertificateV2` of RFC 5035, as others write it.
#[derive(Sequence)]
pub(super) struct SigningCertificateV2 {
    pub(super) certificates: Vec<CertificateId>,
    pub(super) policies: Option<Vec<Any>>,
}

/// `ESSCertIDv2` of RFC 5035; without a hash algorithm it is SHA-256.
#[derive(Sequence)]
pub(super) struct CertificateId {
    pub(super) algorithm: Option<AlgorithmIdentifierOwned>,
    pub(super) hash: OctetString,
    pub(super) issuer: Option<Any>,
}

/// RFC 6211: the algorithms once more, this time signed.
#[derive(Sequence)]
struct AlgorithmProtection {
    digest: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    signature: Option<AlgorithmIdentifierOwned>,
}

/// A token taken apart.
struct Parts {
    /// `TSTInfo`, in DER.
    contents: Vec<u8>,
    attributes: Attributes,
    algorithm: SignatureAlgorithm,
    value: Vec<u8>,
    certificates: Vec<Certificate>,
}

/// What a token says, before anything of it is checked.
pub(super) fn statement(token: &[u8]) -> Result<Statement, TimestampError> {
    Statement::read(&Parts::read(token)?.contents)
}

/// Writes a token in its one form. `more` are certificates that may be missing on the authority's path.
pub(crate) fn canonical(token: &[u8], more: &[Certificate]) -> Result<Vec<u8>, TimestampError> {
    let mut parts = Parts::read(token)?;
    parts.certificates.extend_from_slice(more);
    let time = Statement::read(&parts.contents)?.time;
    let path = parts.path(time)?;
    parts.value = parts.canonical_value(&path[0])?;
    parts.write(&path)
}

/// The authority's certificate and those that came with it, leaf first; to find what is missing on its path.
pub(crate) fn certificates(token: &[u8]) -> Result<Vec<Certificate>, TimestampError> {
    let parts = Parts::read(token)?;
    let leaf = parts.authority()?.clone();
    let others = parts.certificates.into_iter().filter(|it| *it != leaf);
    let mut all = vec![leaf.clone()];
    all.extend(others);
    Ok(all)
}

/// Checks a token strictly: it must be for this SHA-256 `imprint`, made by a certificate for timestamps that was valid
/// then, whose path to a root that issued itself is in it, and it must have the form that [`canonical`] writes.
pub(crate) fn check(token: &[u8], imprint: &[u8; 32]) -> Result<Timestamp, TimestampError> {
    let parts = Parts::read(token)?;
    let statement = Statement::read(&parts.contents)?;
    if !statement.is_for(imprint) {
        return Err(TimestampError::OtherImprint);
    }
    parts.check_attributes()?;
    let mut path = parts.path(statement.time)?;
    check_is_for_timestamps(&path[0])?;
    let value = parts.canonical_value(&path[0])?;
    if value != parts.value || parts.write(&path)? != token {
        return Err(TimestampError::NotCanonical);
    }
    Ok(Timestamp {
        time: statement.time,
        policy: statement.policy,
        serial: statement.serial,
        authority: path.remove(0),
        chain: path,
    })
}

/// RFC 3161, section 2.3: the extension is critical, and timestamps are its only purpose.
fn check_is_for_timestamps(certificate: &Certificate) -> Result<(), TimestampError> {
    let usage = certificate
        .parsed()
        .tbs_certificate()
        .get_extension::<KeyUsage>();
    let may_sign = match usage {
        Ok(None) => true,
        Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
        Err(_) => false,
    };
    match certificate.extended_key_usages()? {
        Some((true, usages)) if may_sign && usages == [TIME_STAMPING] => Ok(()),
        _ => Err(TimestampError::NotForTimestamps),
    }
}

impl Parts {
    fn read(token: &[u8]) -> Result<Self, TimestampError> {
        let data = ContentInfo::from_der(token)
            .ok()
            .filter(|info| info.content_type == SIGNED_DATA)
            .and_then(|info| info.content.decode_as::<SignedData>().ok())
            .ok_or(TimestampError::Structure("the token cannot be read"))?;
        let contents = Some(&data.encap_content_info)
            .filter(|it| it.econtent_type == TST_INFO)
            .and_then(|it| it.econtent.as_ref()?.decode_as::<OctetString>().ok())
            .ok_or(TimestampError::Structure("the token holds no timestamp"))?;
        let [signer] = data.signer_infos.0.as_slice() else {
            return Err(TimestampError::Structure(
                "the token does not have exactly one signer",
            ));
        };
        let attributes = signer.signed_attrs.clone();
        Ok(Self {
            contents: contents.into_bytes().into(),
            attributes: attributes.ok_or(TimestampError::Structure(
                "the token has no signed attributes",
            ))?,
            algorithm: SignatureAlgorithm::from_signer(
                &signer.signature_algorithm,
                &signer.digest_alg,
            )?,
            value: signer.signature.as_bytes().to_vec(),
            certificates: read_certificates(&data)?,
        })
    }

    /// The certificate that the token names by hash.
    fn authority(&self) -> Result<&Certificate, TimestampError> {
        let named: Option<SigningCertificateV2> =
            the_value(&self.attributes, SIGNING_CERTIFICATE_V2)
                .and_then(|value| value.decode_as().ok());
        let named = named.and_then(|it| it.certificates.into_iter().next());
        let named = named.ok_or(TimestampError::Structure(
            "the token does not name its authority's certificate (ESSCertIDv2)",
        ))?;
        let digest = match &named.algorithm {
            Some(algorithm) => DigestAlgorithm::from_identifier(algorithm)?,
            None => DigestAlgorithm::Sha256,
        };
        let is_named = |it: &&Certificate| digest.digest(&[it.der()]) == named.hash.as_bytes();
        let mut found = self.certificates.iter();
        found.find(is_named).ok_or(TimestampError::Structure(
            "the token does not hold its authority's certificate",
        ))
    }

    /// From the authority's certificate to a root that issued itself, all of them valid at that time.
    fn path(&self, time: u64) -> Result<Vec<Certificate>, TimestampError> {
        let roots: Vec<Certificate> = self
            .certificates
            .iter()
            .filter(|it| it.check_issued_by(it).is_ok())
            .cloned()
            .collect();
        Ok(path_to(
            self.authority()?,
            &self.certificates,
            &roots,
            time,
        )?)
    }

    fn check_attributes(&self) -> Result<(), TimestampError> {
        let kind = the_value(&self.attributes, CONTENT_TYPE)
            .and_then(|value| value.decode_as::<ObjectIdentifier>().ok());
        if kind != Some(TST_INFO) {
            return Err(TimestampError::Structure("the token is of another kind"));
        }
        let stated = the_value(&self.attributes, MESSAGE_DIGEST)
            .and_then(|value| value.decode_as::<OctetString>().ok());
        let digest = self.algorithm.digest.digest(&[&self.contents]);
        if stated.is_none_or(|stated| stated.as_bytes() != digest) {
            return Err(TimestampError::Changed);
        }
        Ok(())
    }

    fn canonical_value(&self, authority: &Certificate) -> Result<Vec<u8>, TimestampError> {
        let signed = self
            .attributes
            .to_der()
            .map_err(|_| TimestampError::Structure("the token cannot be read"))?;
        authority
            .canonical_value(self.algorithm, &signed, &self.value)
            .map_err(|error| match error {
                CertificateError::WrongValue => TimestampError::WrongSignature,
                other => TimestampError::Certificate(other),
            })
    }

    fn write(&self, path: &[Certificate]) -> Result<Vec<u8>, TimestampError> {
        self.encode(path)
            .map_err(|_| TimestampError::Structure("the token cannot be written"))
    }

    fn encode(&self, path: &[Certificate]) -> der::Result<Vec<u8>> {
        let tbs = path[0].parsed().tbs_certificate();
        let (digest, signature) = self.identifiers()?;
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: tbs.issuer().clone(),
                serial_number: tbs.serial_number().clone(),
            }),
            digest_alg: digest.clone(),
            signed_attrs: Some(self.attributes.clone()),
            signature_algorithm: signature,
            signature: OctetString::new(self.value.clone())?,
            unsigned_attrs: None,
        };
        let certificates = path.iter().map(|it| it.parsed().clone());
        let certificates: Vec<_> = certificates.map(CertificateChoices::Certificate).collect();
        let data = SignedData {
            version: CmsVersion::V3,
            digest_algorithms: SetOfVec::try_from(vec![digest])?,
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: TST_INFO,
                econtent: Some(Any::encode_from(&OctetString::new(self.contents.clone())?)?),
            },
            certificates: Some(CertificateSet::try_from(certificates)?),
            crls: None,
            signer_infos: SignerInfos::try_from(vec![signer])?,
        };
        ContentInfo {
            content_type: SIGNED_DATA,
            content: Any::encode_from(&data)?,
        }
        .to_der()
    }

    /// How the algorithms are named: as the signed attributes say where they do, else in the usual form.
    fn identifiers(&self) -> der::Result<(AlgorithmIdentifierOwned, AlgorithmIdentifierOwned)> {
        let usual = self.algorithm.identifier()?;
        match the_value(&self.attributes, ALGORITHM_PROTECTION) {
            None => Ok((self.algorithm.digest.identifier(), usual)),
            Some(value) => {
                let stated: AlgorithmProtection = value.decode_as()?;
                Ok((stated.digest, stated.signature.unwrap_or(usual)))
            }
        }
    }
}

fn read_certificates(data: &SignedData) -> Result<Vec<Certificate>, TimestampError> {
    let choices = data.certificates.as_ref().map(|set| set.0.as_slice());
    let choices = choices.unwrap_or_default();
    if choices.len() > MAX_CERTIFICATES {
        return Err(TimestampError::Structure(
            "the token holds too many certificates",
        ));
    }
    choices
        .iter()
        .map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => {
                Ok(Certificate::from_parsed(certificate.clone())?)
            }
            CertificateChoices::Other(_) => Err(TimestampError::Structure(
                "the token holds something else than certificates",
            )),
        })
        .collect()
}
