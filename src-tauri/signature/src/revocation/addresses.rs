//! Where a certificate says that one can ask about it (RFC 5280, sections 4.2.1.13 and 4.2.2.1). Only web addresses count.

use spki::ObjectIdentifier;
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, CrlDistributionPoints,
    name::{DistributionPointName, GeneralName},
};

use crate::certificate::Certificate;

/// `id-ad-ocsp` and `id-ad-caIssuers`, RFC 5280.
const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
const ISSUERS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.2");
/// Longer addresses are passed over, and so are more of them.
const MAX_ADDRESS_BYTES: usize = 1024;
const MAX_ADDRESSES: usize = 4;

/// Where lists are.
pub(crate) fn crl_addresses(certificate: &Certificate) -> Vec<String> {
    let tbs = certificate.parsed().tbs_certificate();
    let Ok(Some((_, points))) = tbs.get_extension::<CrlDistributionPoints>() else {
        return Vec::new();
    };
    let whole = points
        .0
        .iter()
        .filter(|point| point.reasons.is_none() && point.crl_issuer.is_none());
    let names = whole.filter_map(|point| match &point.distribution_point {
        Some(DistributionPointName::FullName(names)) => Some(names),
        _ => None,
    });
    web(names.flatten())
}

/// Where responders are.
pub(crate) fn ocsp_addresses(certificate: &Certificate) -> Vec<String> {
    access(certificate, OCSP)
}

/// Where the issuer's certificate is.
pub(crate) fn issuer_addresses(certificate: &Certificate) -> Vec<String> {
    access(certificate, ISSUERS)
}

fn access(certificate: &Certificate, method: ObjectIdentifier) -> Vec<String> {
    let tbs = certificate.parsed().tbs_certificate();
    let Ok(Some((_, access))) = tbs.get_extension::<AuthorityInfoAccessSyntax>() else {
        return Vec::new();
    };
    let wanted = access.0.iter().filter(|it| it.access_method == method);
    web(wanted.map(|it| &it.access_location))
}

fn web<'a>(names: impl Iterator<Item = &'a GeneralName>) -> Vec<String> {
    let addresses = names.filter_map(|name| match name {
        GeneralName::UniformResourceIdentifier(uri) => Some(uri.as_str().to_owned()),
        _ => None,
    });
    let is_web = |it: &String| it.starts_with("http://") || it.starts_with("https://");
    addresses
        .filter(|it| it.len() <= MAX_ADDRESS_BYTES && is_web(it))
        .take(MAX_ADDRESSES)
        .collect()
}
