//! Checking RSA signatures (RFC 8017), with public numbers only: nothing here is secret, so nothing needs constant time.
//!
//! Written here, and not taken from the crate `rsa`, because that one carries RUSTSEC-2023-0071 (its private-key half
//! leaks timing) and would have to be excused in every audit, and because libraries in C do not come into a browser.
//! The arithmetic is `crypto-bigint`'s. Private keys are never used here.

use crypto_bigint::{
    BoxedUint, Odd,
    modular::{BoxedMontyForm, BoxedMontyParams},
};
use der::{Decode, Sequence, asn1::UintRef};

use crate::{
    algorithm::{DigestAlgorithm, digest_info},
    error::CertificateError,
};

/// Shorter moduli are weak (SP 800-57), longer ones cost more than any honest certificate needs.
const MODULUS_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;
/// Smaller public exponents are no longer allowed (FIPS 186-5, A.1.1); 1 would make any value its own signature.
const MIN_EXPONENT: u64 = 65_537;

/// `RSAPublicKey`, RFC 8017, appendix A.1.1.
#[derive(Sequence)]
struct Numbers<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

/// A public RSA key of a size that is accepted.
#[derive(Clone, Debug)]
pub(crate) struct RsaPublicKey {
    modulus: Odd<BoxedUint>,
    exponent: u64,
    bits: usize,
}

impl RsaPublicKey {
    /// Reads an `RSAPublicKey`. Weak and odd numbers are refused by their kind.
    pub(crate) fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let numbers = Numbers::from_der(der).map_err(|_| CertificateError::Malformed)?;
        let modulus = numbers.modulus.as_bytes();
        let first = modulus.first().ok_or(CertificateError::Malformed)?;
        let bits = 8 * modulus.len() - first.leading_zeros() as usize;
        if !MODULUS_BITS.contains(&bits) {
            return Err(CertificateError::RsaSize(bits));
        }
        let exponent = match numbers.exponent.as_bytes() {
            bytes if bytes.len() <= 8 => bytes
                .iter()
                .fold(0, |number, &byte| number << 8 | u64::from(byte)),
            _ => 0,
        };
        if exponent < MIN_EXPONENT || exponent.is_multiple_of(2) {
            return Err(CertificateError::RsaExponent);
        }
        let modulus = number(modulus, bits).ok_or(CertificateError::Malformed)?;
        let modulus = Option::from(Odd::new(modulus)).ok_or(CertificateError::Malformed)?;
        Ok(Self {
            modulus,
            exponent,
            bits,
        })
    }

    /// Length of the modulus in bits.
    pub(crate) const fn bits(&self) -> usize {
        self.bits
    }

    /// Whether `value` is the PKCS#1 v1.5 signature of `hash`: the padded hash is built and compared whole (RFC 8017,
    /// section 8.2.2), never taken apart, so that no byte of it is free.
    pub(crate) fn accepts_pkcs1(&self, digest: DigestAlgorithm, hash: &[u8], value: &[u8]) -> bool {
        let expected = pkcs1_padded(digest, hash, self.length());
        expected.is_some() && self.opened(value) == expected
    }

    /// Whether `value` is a PSS signature of `hash` (RFC 8017, sections 8.1.2 and 9.1.2), its salt as long as the hash.
    pub(crate) fn accepts_pss(&self, digest: DigestAlgorithm, hash: &[u8], value: &[u8]) -> bool {
        // The encoded message is one bit shorter than the modulus.
        let bits = self.bits - 1;
        self.opened(value)
            .and_then(|opened| {
                let (beyond, encoded) =
                    opened.split_at_checked(self.length() - bits.div_ceil(8))?;
                (beyond.iter().all(|&byte| byte == 0) && pss_holds(digest, hash, encoded, bits))
                    .then_some(())
            })
            .is_some()
    }

    /// Length of the modulus, and so of every signature value, in bytes.
    fn length(&self) -> usize {
        self.bits.div_ceil(8)
    }

    /// The value raised to the public exponent; `None` unless it is exactly as long as the modulus, and less.
    fn opened(&self, value: &[u8]) -> Option<Vec<u8>> {
        let length = self.length();
        let value = number(value, self.bits).filter(|_| value.len() == length)?;
        if value >= *self.modulus.as_ref() {
            return None;
        }
        let parameters = BoxedMontyParams::new_vartime(self.modulus.clone());
        let exponent = BoxedUint::from(self.exponent);
        let power = BoxedMontyForm::new(value, &parameters)
            .pow_bounded_exp(&exponent, u64::BITS - self.exponent.leading_zeros());
        let bytes = power.retrieve().to_be_bytes();
        Some(bytes[bytes.len().checked_sub(length)?..].to_vec())
    }
}

fn number(bytes: &[u8], bits: usize) -> Option<BoxedUint> {
    BoxedUint::from_be_slice(bytes, u32::try_from(bits).ok()?).ok()
}

/// `EMSA-PKCS1-v1_5` (RFC 8017, section 9.2).
fn pkcs1_padded(digest: DigestAlgorithm, hash: &[u8], length: usize) -> Option<Vec<u8>> {
    let info = digest_info(digest, hash)?;
    let padding = length.checked_sub(info.len() + 3)?;
    let mut padded = vec![0, 1];
    padded.resize(2 + padding, 0xff);
    padded.push(0);
    padded.extend_from_slice(&info);
    Some(padded)
}

/// `EMSA-PSS-VERIFY` (RFC 8017, section 9.1.2). `bits` is how many of `encoded` count.
fn pss_holds(digest: DigestAlgorithm, hash: &[u8], encoded: &[u8], bits: usize) -> bool {
    let (hash_length, salt_length) = (digest.length(), digest.length());
    let Some(masked_length) = encoded.len().checked_sub(hash_length + 1) else {
        return false;
    };
    let (masked, rest) = encoded.split_at(masked_length);
    let (inner, trailer) = rest.split_at(hash_length);
    let Some(padding) = masked_length.checked_sub(salt_length + 1) else {
        return false;
    };
    // Bits of the first byte that the modulus leaves no room for.
    let unused = 8 * encoded.len() - bits;
    let in_use = 0xff_u8
        .checked_shr(u32::try_from(unused).unwrap_or(8))
        .unwrap_or(0);
    if trailer != [0xbc] || masked[0] & !in_use != 0 {
        return false;
    }
    let mask = mgf1(digest, inner, masked_length);
    let mut block: Vec<u8> = masked
        .iter()
        .zip(mask)
        .map(|(byte, mask)| byte ^ mask)
        .collect();
    block[0] &= in_use;
    let (zeros, rest) = block.split_at(padding);
    let Some((&1, salt)) = rest.split_first() else {
        return false;
    };
    zeros.iter().all(|&byte| byte == 0) && digest.digest(&[&[0; 8], hash, salt]) == inner
}

/// `MGF1` (RFC 8017, appendix B.2.1).
fn mgf1(digest: DigestAlgorithm, seed: &[u8], length: usize) -> Vec<u8> {
    (0_u32..)
        .flat_map(|counter| digest.digest(&[seed, &counter.to_be_bytes()]))
        .take(length)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use der::Encode;
    use proptest::prelude::*;

    use super::*;

    const VECTORS: &str = include_str!("rsa/wycheproof.txt");

    fn bytes(hex: &str) -> Vec<u8> {
        hex::decode(hex.trim_matches('-')).unwrap()
    }

    /// Forged padding, trailing garbage, hashes with other names, values out of range: what others got wrong before.
    #[test]
    fn published_vectors_are_judged_as_published() {
        let mut key = None;
        let mut judged = [0, 0];
        for line in VECTORS.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.splitn(4, ' ');
            let mut word = || words.next().unwrap_or_default();
            let (result, first, second, comment) = (word(), word(), word(), word());
            if result == "key" {
                key = Some((first, RsaPublicKey::from_der(&bytes(second)).unwrap()));
                continue;
            }
            let (scheme, key) = key.as_ref().unwrap();
            let digest = DigestAlgorithm::Sha256;
            let hash = digest.digest(&[&bytes(first)]);
            let accepted = match *scheme {
                "pss" => key.accepts_pss(digest, &hash, &bytes(second)),
                _ => key.accepts_pkcs1(digest, &hash, &bytes(second)),
            };
            assert_eq!(accepted, result == "valid", "{scheme}: {result}: {comment}");
            judged[usize::from(accepted)] += 1;
        }
        assert!(judged[0] > 200 && judged[1] > 50, "{judged:?}");
    }

    fn encoded(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
        Numbers {
            modulus: UintRef::new(modulus).unwrap(),
            exponent: UintRef::new(exponent).unwrap(),
        }
        .to_der()
        .unwrap()
    }

    #[test]
    fn weak_numbers_are_refused_by_their_kind() {
        let read = |length: usize, exponent: &[u8]| {
            RsaPublicKey::from_der(&encoded(&vec![0xff; length], exponent)).map(|key| key.bits())
        };
        let usual = [1, 0, 1];
        assert_eq!(read(256, &usual), Ok(2048));
        assert_eq!(read(512, &usual), Ok(4096));
        assert_eq!(read(128, &usual), Err(CertificateError::RsaSize(1024)));
        assert_eq!(read(255, &usual), Err(CertificateError::RsaSize(2040)));
        assert_eq!(read(513, &usual), Err(CertificateError::RsaSize(4104)));
        for exponent in [&[1][..], &[3], &[0], &[1, 0, 0], &[1; 9]] {
            assert_eq!(read(256, exponent), Err(CertificateError::RsaExponent));
        }
        let even = encoded(&[&[0xff; 255][..], &[0xfe]].concat(), &usual);
        assert_eq!(
            RsaPublicKey::from_der(&even).err(),
            Some(CertificateError::Malformed)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_numbers_and_values_are_judged_without_panic(
            mut modulus in proptest::collection::vec(any::<u8>(), 256..300),
            value in proptest::collection::vec(any::<u8>(), 0..300),
            fit: bool,
            der in proptest::collection::vec(any::<u8>(), 0..64),
        ) {
            let _ = RsaPublicKey::from_der(&der);
            modulus[0] |= 1;
            let last = modulus.len() - 1;
            modulus[last] |= 1;
            let Ok(key) = RsaPublicKey::from_der(&encoded(&modulus, &[1, 0, 1])) else {
                return Ok(());
            };
            let mut value = value;
            if fit {
                value.resize(modulus.len(), 0);
                value[0] = 0;
            }
            for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha512] {
                let hash = digest.digest(&[b"message"]);
                prop_assert!(!key.accepts_pkcs1(digest, &hash, &value));
                prop_assert!(!key.accepts_pss(digest, &hash, &value));
            }
        }
    }
}
