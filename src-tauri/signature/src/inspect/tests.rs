//! What is told of a signed file, and that every change of one is found.
#![allow(clippy::unwrap_used)]

use lopdf::xref::XrefType;
use p256::ecdsa::Signature;
use proptest::prelude::*;

use super::*;
use crate::container::Statement;
use crate::{
    CertificateError, Prepared, SignedAttributes, SigningError, SigningKey, assemble, matches,
    prepare, sample, sign,
};

fn signed() -> (Prepared, Vec<u8>) {
    let prepared = prepare(&sample::table_document(), &sample::field()).unwrap();
    let bytes = sign(prepared.clone(), &sample::key()).unwrap();
    (prepared, bytes)
}

#[test]
fn what_was_signed_is_told() {
    for kind in [
        XrefType::CrossReferenceTable,
        XrefType::CrossReferenceStream,
    ] {
        for line_end in ["", "\n", "\r\n"] {
            let mut base = sample::document(kind);
            base.extend_from_slice(line_end.as_bytes());
            let field = sample::field();
            let prepared = prepare(&base, &field).unwrap();
            let bytes = sign(prepared, &sample::key()).unwrap();
            let told = inspect(&bytes).unwrap();
            assert_eq!(&told.certificate, sample::key().certificate());
            assert!(told.self_signed);
            assert!(told.time_within_validity());
            assert_eq!(
                (told.name, told.reason, told.location, told.time),
                (
                    field.name.clone(),
                    field.reason.clone(),
                    field.location.clone(),
                    field.time
                )
            );
            assert_eq!(told.base_length, base.len());
            assert!(matches(&base, &field, &bytes));
        }
    }
}

#[test]
fn the_same_document_and_key_give_the_same_file() {
    assert_eq!(signed(), signed());
}

#[test]
fn a_value_made_elsewhere_is_taken_when_it_fits() {
    let (prepared, bytes) = signed();
    let key = sample::key();
    let algorithm = key.certificate().algorithm().unwrap();
    let digest = prepared.digest(algorithm.digest);
    let attributes = SignedAttributes::new(key.certificate(), &[], &digest).unwrap();
    let value = key.sign(attributes.to_be_signed());
    let high = flipped_s(&value);
    let assemble = |prepared: Prepared, certificate: &Certificate, value: &[u8]| {
        assemble(prepared, certificate, &[], algorithm, value)
    };
    assert_ne!(high, value);
    for value in [&value, &high] {
        let done = assemble(prepared.clone(), key.certificate(), value);
        assert_eq!(done.as_ref(), Ok(&bytes));
    }
    assert_eq!(
        assemble(prepared.clone(), key.certificate(), &key.sign(b"other")),
        Err(SigningError::WrongSignature)
    );
    assert_eq!(
        assemble(prepared, key.certificate(), b"junk"),
        Err(SigningError::WrongSignature)
    );
}

/// The other of the two values that ECDSA accepts for one message.
fn flipped_s(value: &[u8]) -> Vec<u8> {
    let (r, s) = Signature::from_der(value).unwrap().split_scalars();
    let flipped = Signature::from_scalars(r, -s).unwrap();
    flipped.to_der().as_bytes().to_vec()
}

/// Every byte of the update but most of its padding, and some of the base.
fn sampled(prepared: &Prepared, base: usize) -> impl Iterator<Item = usize> {
    let digits = prepared.contents();
    let total = prepared.bytes().len();
    (0..base)
        .step_by(13)
        .chain(base..digits.start + 3000)
        .chain((digits.start + 3000..digits.end).step_by(211))
        .chain(digits.end..total)
}

#[test]
fn a_change_of_any_byte_is_found() {
    let (prepared, bytes) = signed();
    let base = sample::table_document().len();
    let mut altered = bytes;
    for at in sampled(&prepared, base) {
        let honest = altered[at];
        // A letter's case is one bit, and the change most easily overlooked.
        let bit = if honest.is_ascii_uppercase() {
            0x20
        } else {
            1 << (at % 8)
        };
        altered[at] = honest ^ bit;
        assert!(inspect(&altered).is_err(), "byte {at}, bit {bit:02x}");
        altered[at] = honest;
    }
    assert!(inspect(&altered).is_ok());
}

#[test]
fn a_shortened_or_lengthened_file_is_refused() {
    let (_, bytes) = signed();
    for length in (0..bytes.len()).step_by(97).chain([bytes.len() - 1]) {
        assert!(inspect(&bytes[..length]).is_err(), "{length}");
    }
    for more in [&b"\n"[..], b"0", b"%%EOF\n"] {
        let longer = [&bytes, more].concat();
        assert!(matches!(
            inspect(&longer),
            Err(SignatureError::Coverage { .. })
        ));
    }
}

fn altered(change: impl Fn(&mut Vec<u8>, Range<usize>)) -> SignatureError {
    let (prepared, mut bytes) = signed();
    change(&mut bytes, prepared.contents());
    inspect(&bytes).unwrap_err()
}

#[test]
fn errors_say_what_is_wrong() {
    let base = sample::table_document();
    let changed = altered(|bytes, _| {
        let at = bytes.windows(6).position(|w| w == b"Page 1").unwrap();
        bytes[at + 5] = b'3';
    });
    assert_eq!(changed, SignatureError::Changed);
    let reason = altered(|bytes, digits| {
        let before = &bytes[..digits.start];
        let at = before.windows(8).rposition(|w| w == b"/Reason<").unwrap();
        bytes[at + 15] ^= 1;
    });
    assert_eq!(reason, SignatureError::Changed);
    let case = altered(|bytes, digits| bytes[digits].make_ascii_lowercase());
    assert_eq!(case, SignatureError::NotCanonical("its hexadecimal digits"));
    let padding = altered(|bytes, digits| bytes[digits.end - 1] = b'1');
    assert_eq!(padding, SignatureError::NotCanonical("its padding"));
    assert_eq!(inspect(b"hello"), Err(SignatureError::NotAPdf));
    assert_eq!(inspect(&base), Err(SignatureError::NoSignature));
    let (prepared, _) = signed();
    assert!(matches!(
        inspect(prepared.bytes()),
        Err(SignatureError::Structure(_))
    ));
}

fn statement(certificate: &Certificate) -> Statement {
    Statement {
        certificate: certificate.clone(),
        chain: Vec::new(),
        algorithm: certificate.algorithm().unwrap(),
        token: None,
    }
}

/// A file whose container holds what `container` makes of the honest certificate, digest and value.
fn with_container(
    key: &SigningKey,
    container: impl Fn(&Statement, &[u8], &[u8]) -> Vec<u8>,
) -> Result<Signed, SignatureError> {
    let (prepared, _) = signed();
    let statement = statement(key.certificate());
    let digest = prepared.digest(statement.algorithm.digest);
    let attributes = SignedAttributes::new(key.certificate(), &[], &digest).unwrap();
    let value = key.sign(attributes.to_be_signed());
    let encoded = container(&statement, &digest, &value);
    let Prepared {
        mut bytes, digits, ..
    } = prepared;
    bytes[digits.start..digits.start + 2 * encoded.len()]
        .copy_from_slice(hex::encode_upper(encoded).as_bytes());
    inspect(&bytes)
}

#[test]
fn the_other_ecdsa_value_is_not_canonical() {
    let result = with_container(&sample::key(), |statement, digest, value| {
        container::encode(statement, digest, &flipped_s(value)).unwrap()
    });
    assert_eq!(result, Err(SignatureError::NotCanonical("its container")));
}

#[test]
fn a_value_by_another_key_is_refused() {
    let thief = SigningKey::from_secret(&[8; 32], &sample::identity()).unwrap();
    let result = with_container(&sample::key(), |statement, digest, _| {
        let attributes = SignedAttributes::new(&statement.certificate, &[], digest).unwrap();
        let value = thief.sign(attributes.to_be_signed());
        container::encode(statement, digest, &value).unwrap()
    });
    assert_eq!(result, Err(SignatureError::WrongSignature));
}

#[test]
fn a_certificate_that_did_not_sign_itself_is_refused() {
    let key = sample::key();
    let der = key.certificate().der();
    let mut forged = der.to_vec();
    // The last byte of the certificate is the last of its own signature's `s`.
    *forged.last_mut().unwrap() ^= 1;
    let forged = Certificate::from_der(&forged).unwrap();
    let result = with_container(&key, |_, digest, _| {
        let attributes = SignedAttributes::new(&forged, &[], digest).unwrap();
        let value = key.sign(attributes.to_be_signed());
        container::encode(&statement(&forged), digest, &value).unwrap()
    });
    assert_eq!(
        result,
        Err(SignatureError::Certificate(CertificateError::NotIssuedBy))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn hostile_bytes_are_refused_without_panic(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
        in_container: bool,
    ) {
        let (prepared, honest) = signed();
        let mut bytes = honest.clone();
        let digits = prepared.contents();
        for (index, byte) in hits {
            if in_container {
                // Well-formed digits, so that the container's readers are reached.
                let at = digits.start + (index.index(1600) & !1);
                bytes[at..at + 2].copy_from_slice(hex::encode_upper([byte]).as_bytes());
            } else {
                let at = index.index(bytes.len());
                bytes[at] = byte;
            }
        }
        prop_assert!(bytes == honest || inspect(&bytes).is_err());
        let _ = inspect(&bytes[..cut.index(bytes.len())]);
    }

    #[test]
    fn any_bytes_are_refused(tail in proptest::collection::vec(any::<u8>(), 0..300)) {
        let bytes = [b"%PDF-1.7 /ByteRange[", tail.as_slice()].concat();
        prop_assert!(inspect(&bytes).is_err());
    }
}
