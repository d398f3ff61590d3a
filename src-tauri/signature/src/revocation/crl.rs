//! Certificate revocation lists (RFC 5280, section 5): whole lists of the issuer itself. Delta lists, indirect ones and
//! lists for some reasons only are refused.

use der::{Decode, Encode};
use spki::ObjectIdentifier;
use x509_cert::{
    crl::{CertificateList, TbsCertList},
    ext::pkix::{
        BasicConstraints, KeyUsage,
        crl::IssuingDistributionPoint,
        name::{DistributionPointName, GeneralName},
    },
};

use super::{MAX_REVOCATION_BYTES, RevocationError, RevocationSource, Said, crl_addresses};
use crate::{algorithm::SignatureAlgorithm, certificate::Certificate};

/// `id-ce-issuingDistributionPoint`, RFC 5280.
const ISSUING_DISTRIBUTION_POINT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.28");

/// What a list says of a certificate, after its signature was checked.
pub(super) fn read(
    der: &[u8],
    certificate: &Certificate,
    issuer: &Certificate,
) -> Result<Said, RevocationError> {
    if der.len() > MAX_REVOCATION_BYTES {
        return Err(RevocationError::Malformed);
    }
    let list = CertificateList::from_der(der).map_err(|_| RevocationError::Malformed)?;
    if list.to_der().as_deref() != Ok(der) {
        return Err(RevocationError::Malformed);
    }
    let tbs: &TbsCertList = &list.tbs_cert_list;
    let own = certificate.parsed().tbs_certificate();
    if tbs.issuer != *own.issuer() {
        return Err(RevocationError::OtherCertificate);
    }
    check_signature(&list, issuer)?;
    check_scope(tbs, certificate)?;
    let entries = tbs.revoked_certificates.iter().flatten();
    let mut found = entries
        .into_iter()
        .filter(|entry| entry.serial_number == *own.serial_number());
    let entry = found.next();
    let conditional = entry
        .iter()
        .flat_map(|entry| entry.crl_entry_extensions.iter().flatten())
        .any(|extension| extension.critical);
    if conditional || found.next().is_some() {
        return Err(RevocationError::Partial);
    }
    Ok(Said {
        source: RevocationSource::Crl,
        this_update: tbs.this_update.to_unix_duration().as_secs(),
        // Every list has one (RFC 5280, section 5.1.2.5).
        next_update: Some(
            tbs.next_update
                .ok_or(RevocationError::Malformed)?
                .to_unix_duration()
                .as_secs(),
        ),
        revoked: entry.map(|entry| entry.revocation_date.to_unix_duration().as_secs()),
    })
}

fn check_signature(list: &CertificateList, issuer: &Certificate) -> Result<(), RevocationError> {
    let tbs = &list.tbs_cert_list;
    let subject = issuer.parsed().tbs_certificate();
    let usage = subject.get_extension::<KeyUsage>();
    let may_sign = match usage {
        Ok(None) => true,
        Ok(Some((_, usage))) => usage.crl_sign(),
        Err(_) => false,
    };
    if !may_sign || tbs.issuer != *subject.subject() || tbs.signature != list.signature_algorithm {
        return Err(RevocationError::NotIssuedBy);
    }
    let algorithm = SignatureAlgorithm::from_identifier(&tbs.signature)?;
    let message = tbs.to_der().map_err(|_| RevocationError::Malformed)?;
    let value = list
        .signature
        .as_bytes()
        .ok_or(RevocationError::Malformed)?;
    issuer
        .verify(algorithm, &message, value)
        .map_err(|_| RevocationError::NotIssuedBy)
}

/// Conditions of the list as a whole: only one kind is understood, which part of the issuer's certificates it covers.
fn check_scope(tbs: &TbsCertList, certificate: &Certificate) -> Result<(), RevocationError> {
    let extensions = tbs.crl_extensions.iter().flatten();
    for extension in extensions {
        if extension.extn_id == ISSUING_DISTRIBUTION_POINT {
            let point = IssuingDistributionPoint::from_der(extension.extn_value.as_bytes())
                .map_err(|_| RevocationError::Malformed)?;
            if !covers(&point, certificate) {
                return Err(RevocationError::Partial);
            }
        } else if extension.critical {
            return Err(RevocationError::Partial);
        }
    }
    Ok(())
}

fn covers(point: &IssuingDistributionPoint, certificate: &Certificate) -> bool {
    let constraints = certificate
        .parsed()
        .tbs_certificate()
        .get_extension::<BasicConstraints>();
    let is_authority = matches!(constraints, Ok(Some((_, constraints))) if constraints.ca);
    let kind = if is_authority {
        !point.only_contains_user_certs
    } else {
        !point.only_contains_ca_certs
    };
    let place = match &point.distribution_point {
        None => true,
        Some(DistributionPointName::FullName(names)) => {
            let known = crl_addresses(certificate);
            names.iter().any(|name| {
                matches!(name, GeneralName::UniformResourceIdentifier(uri)
                    if known.iter().any(|it| it == uri.as_str()))
            })
        }
        Some(DistributionPointName::NameRelativeToCRLIssuer(_)) => false,
    };
    kind && place
        && point.only_some_reasons.is_none()
        && !point.indirect_crl
        && !point.only_contains_attribute_certs
}
