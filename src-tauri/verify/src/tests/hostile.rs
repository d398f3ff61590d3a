//! Files made to hurt: whatever their bytes are, there is an answer, it is never "valid", and it takes bounded memory.

use std::sync::LazyLock;

use lopdf::{Document, Object};
use proptest::prelude::*;

use super::{ISSUED, step};
use crate::testing::validators;
use crate::{Outcome, StepCode, StepOutcome, Trust, demonstration_key, signature_field, verify};

static BASE: LazyLock<Vec<u8>> =
    LazyLock::new(|| report::render(&ISSUED.bundle, &ISSUED.parameters).unwrap());

/// These bytes with a signature that holds, if they can be given one.
fn signed(base: &[u8]) -> Option<Vec<u8>> {
    let field = signature_field(&ISSUED.parameters);
    let prepared = signature::prepare(base, &field).ok()?;
    signature::sign(prepared, &demonstration_key().unwrap()).ok()
}

fn outcome(pdf: &[u8]) -> Outcome {
    verify(pdf, Some(&ISSUED.chain.trust_seals(validators()))).outcome
}

#[test]
fn an_attachment_that_unpacks_to_too_much_is_not_unpacked() {
    let mut document = Document::load_mem(&BASE).unwrap();
    let attached = document.objects.values_mut().filter_map(|object| {
        let stream = object.as_stream_mut().ok()?;
        stream.dict.has_type(b"EmbeddedFile").then_some(stream)
    });
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 80 << 20], 1);
    for stream in attached {
        stream
            .dict
            .set("Filter", Object::Name(b"FlateDecode".to_vec()));
        stream.set_content(bomb.clone());
    }
    let mut base = Vec::new();
    document.save_to(&mut base).unwrap();
    let verdict = verify(&signed(&base).unwrap(), None);
    let (outcome, reason) = step(&verdict, StepCode::Integrity);
    assert_eq!(outcome, StepOutcome::Invalid);
    assert!(reason.contains("not a Waymark report"), "{reason}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_have_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..4_000), like_a_pdf: bool) {
        let start: &[u8] = if like_a_pdf { b"%PDF-1.7\n" } else { b"" };
        prop_assert_eq!(outcome(&[start, &bytes].concat()), Outcome::Invalid);
        let _ = Trust::from_json(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_bent_report_with_a_signature_that_holds_is_never_valid(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let mut base = BASE.clone();
        for (index, byte) in hits {
            let at = index.index(base.len());
            base[at] = byte;
        }
        if let Some(cut) = cut {
            base.truncate(cut.index(base.len()));
        }
        prop_assume!(base != *BASE);
        if let Some(pdf) = signed(&base) {
            prop_assert_ne!(outcome(&pdf), Outcome::Valid);
        }
    }
}
