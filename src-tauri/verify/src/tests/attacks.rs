//! Whoever can sign can sign anything: reports that were bent first and then signed afresh, with a key of the attacker's or
//! with the very key of the issuer. The signature holds in all of them.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use report::Parameters;
use signature::{Identity, SigningKey};

use super::{ISSUED, step};
use crate::testing::{Chain, GATEWAY, chips, signed, validators};
use crate::{Outcome, StepCode, StepOutcome, Verdict, demonstration_key, signature_field, verify};

fn attacker() -> SigningKey {
    let identity = Identity {
        common_name: "Lumière Edge SAS, demonstration".into(),
        organisation: "Lumière Edge SAS".into(),
        country: "FR".into(),
        purpose: None,
        serial: 7,
        not_before: 1_767_225_600,
        not_after: 2_082_758_400,
    };
    SigningKey::from_secret(&[9; 32], &identity).unwrap()
}

fn sign_with(key: &SigningKey, base: &[u8]) -> Vec<u8> {
    let field = signature_field(&ISSUED.parameters);
    let prepared = signature::prepare(base, &field).unwrap();
    signature::sign(prepared, key).unwrap()
}

fn judged(pdf: &[u8]) -> Verdict {
    verify(pdf, Some(&ISSUED.chain.trust_seals(validators())))
}

/// The report with something changed in it, written again whole.
fn bent(change: impl Fn(&mut Document)) -> Vec<u8> {
    let base = report::render(&ISSUED.bundle, &ISSUED.parameters).unwrap();
    let mut document = Document::load_mem(&base).unwrap();
    change(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Signed with the issuer's own key, the bent report fails at its pages alone, and it is said how; with another key at its
/// signer as well.
fn fails_at_its_pages(base: &[u8], named: &str) {
    let by_issuer = judged(&sign_with(&demonstration_key().unwrap(), base));
    let (outcome, reason) = step(&by_issuer, StepCode::Pages);
    assert_eq!(outcome, StepOutcome::Invalid);
    assert!(reason.contains(named), "{reason}");
    let failed = |verdict: &Verdict| -> Vec<StepCode> {
        let steps = verdict.steps.iter();
        let failed = steps.filter(|step| step.outcome == StepOutcome::Invalid);
        failed.map(|step| step.code).collect()
    };
    assert_eq!(failed(&by_issuer), [StepCode::Pages]);
    let by_attacker = judged(&sign_with(&attacker(), base));
    assert_eq!(failed(&by_attacker), [StepCode::Signer, StepCode::Pages]);
    assert_eq!(by_attacker.outcome, Outcome::Invalid);
}

fn page(document: &Document, number: u32) -> ObjectId {
    document.get_pages()[&number]
}

fn drawn(document: &Document, page: ObjectId) -> (ObjectId, Vec<u8>) {
    let id = document.get_page_contents(page)[0];
    let stream = document.get_object(id).unwrap().as_stream().unwrap();
    let content = stream.decompressed_content();
    (id, content.unwrap_or_else(|_| stream.content.clone()))
}

fn set_stream(document: &mut Document, id: ObjectId, content: Vec<u8>) {
    let stream = document.get_object_mut(id).unwrap();
    let stream = stream.as_stream_mut().unwrap();
    stream.dict.remove(b"Filter");
    stream.set_content(content);
}

/// The first text on the page in which two different glyphs follow each other, with the two exchanged.
fn exchange_glyphs(content: &mut Content) {
    for operation in &mut content.operations {
        for operand in &mut operation.operands {
            let strings: Vec<&mut Object> = match operand {
                Object::Array(items) => items.iter_mut().collect(),
                other => vec![other],
            };
            for string in strings {
                let Object::String(glyphs, _) = string else {
                    continue;
                };
                if glyphs.len() >= 4 && glyphs[..2] != glyphs[2..4] {
                    glyphs[..4].rotate_left(2);
                    return;
                }
            }
        }
    }
    panic!("the page has no text");
}

#[test]
fn an_edited_number_is_found_on_its_page() {
    let base = bent(|document| {
        let (id, content) = drawn(document, page(document, 1));
        let mut content = Content::decode(&content).unwrap();
        exchange_glyphs(&mut content);
        set_stream(document, id, content.encode().unwrap());
    });
    fails_at_its_pages(&base, "written or drawn on page 1 was altered");
}

#[test]
fn a_line_painted_over_is_found_on_its_page() {
    let base = bent(|document| {
        let page = page(document, 2);
        let paint = b"\nq 1 1 1 rg 60 500 400 40 re f Q\n".to_vec();
        let paint = document.add_object(Stream::new(Dictionary::new(), paint));
        let dictionary = document.get_dictionary_mut(page).unwrap();
        let before = match dictionary.get(b"Contents").unwrap().clone() {
            Object::Array(parts) => parts,
            one => vec![one],
        };
        let parts: Vec<Object> = before.into_iter().chain([paint.into()]).collect();
        dictionary.set("Contents", parts);
    });
    fails_at_its_pages(&base, "drawn over page 2");
}

#[test]
fn an_altered_typeface_is_found() {
    let base = bent(|document| {
        let program = document.objects.iter().find_map(|(_, object)| {
            let descriptor = object.as_dict().ok()?;
            let key = [&b"FontFile2"[..], b"FontFile3"];
            let program = key.iter().find_map(|key| descriptor.get(key).ok())?;
            program.as_reference().ok()
        });
        let id = program.unwrap();
        let stream = document.get_object(id).unwrap().as_stream().unwrap();
        let mut outlines = stream.decompressed_content().unwrap();
        let middle = outlines.len() / 2;
        outlines[middle] ^= 1;
        set_stream(document, id, outlines);
    });
    fails_at_its_pages(&base, "typeface");
}

#[test]
fn a_note_a_page_and_an_attachment_are_found() {
    let base = bent(|document| {
        let page = page(document, 1);
        let mut note = Dictionary::new();
        note.set("Type", "Annot");
        note.set("Subtype", "FreeText");
        note.set("Rect", vec![10.into(), 10.into(), 90.into(), 90.into()]);
        let note = document.add_object(note);
        let dictionary = document.get_dictionary_mut(page).unwrap();
        dictionary.set("Annots", vec![note.into()]);
    });
    fails_at_its_pages(&base, "a note or link was put on page 1");

    let base = bent(|document| {
        let last = u32::try_from(document.get_pages().len()).unwrap();
        document.delete_pages(&[last]);
    });
    fails_at_its_pages(&base, "pages instead of");

    let base = bent(|document| {
        let epcis = document.objects.iter().find_map(|(id, object)| {
            let stream = object.as_stream().ok()?;
            let subtype = stream.dict.get(b"Subtype").ok()?.as_name().ok()?;
            (subtype == b"application/ld+json").then_some(*id)
        });
        set_stream(document, epcis.unwrap(), b"{}".to_vec());
    });
    fails_at_its_pages(&base, "the attachment events.jsonld was exchanged");
}

#[test]
fn a_file_written_again_is_not_the_file() {
    let base = bent(|document| {
        document.add_object(Object::string_literal("more"));
    });
    fails_at_its_pages(&base, "written again");
}

#[test]
fn a_report_signed_again_by_another_key_is_invalid() {
    let base = report::render(&ISSUED.bundle, &ISSUED.parameters).unwrap();
    let verdict = judged(&sign_with(&attacker(), &base));
    let (outcome, reason) = step(&verdict, StepCode::Signer);
    assert_eq!(outcome, StepOutcome::Invalid);
    assert!(reason.contains("another key"), "{reason}");
}

#[test]
fn a_report_that_an_attacker_made_whole_is_never_valid() {
    let key = attacker();
    let certificate = key.certificate();
    let mut parameters: Parameters = ISSUED.parameters.clone();
    parameters.signer.certificate = hex::encode(&certificate.fingerprint()[..16]);
    parameters.signer.name = certificate.display_name();
    parameters.signer.demonstration = false;
    let base = report::render(&ISSUED.bundle, &parameters).unwrap();
    let prepared = signature::prepare(&base, &signature_field(&parameters)).unwrap();
    let verdict = judged(&signature::sign(prepared, &key).unwrap());
    let (outcome, reason) = step(&verdict, StepCode::Signer);
    assert_eq!(outcome, StepOutcome::CannotTell);
    assert!(reason.contains("fingerprint"), "{reason}");
    assert_eq!(verdict.outcome, Outcome::CannotTell);
}

#[test]
fn seals_of_an_older_set_of_validators_are_not_enough() {
    // The keys of the four that sealed the story are public; the trusted set is a later one.
    let later: Vec<_> = validators()
        .iter()
        .map(|old| {
            let mut new = *old;
            new.0[0] ^= 0xff;
            new
        })
        .collect();
    let mut trust = ISSUED.chain.trust_seals(later);
    let last = ISSUED.parameters.as_of.number;
    // Blocks after the trusted one, sealed by those who seal no more; and blocks before it.
    for trusted in [0, last + 100] {
        trust.seals.as_mut().unwrap().block = trusted;
        let verdict = verify(&ISSUED.pdf, Some(&trust));
        let (outcome, reason) = step(&verdict, StepCode::Blocks);
        assert_eq!(outcome, StepOutcome::CannotTell);
        assert!(reason.contains("other validators"), "{reason}");
        assert_eq!(
            step(&verdict, StepCode::Completeness).0,
            StepOutcome::CannotTell
        );
    }
}

#[test]
fn bytes_behind_the_end_are_named() {
    for more in [&b"\n"[..], b"%%EOF\n", &[0; 512]] {
        let verdict = judged(&[&ISSUED.pdf[..], more].concat());
        let (outcome, reason) = step(&verdict, StepCode::Integrity);
        assert_eq!(outcome, StepOutcome::Invalid);
        assert!(reason.contains("added or cut off"), "{reason}");
    }
}

#[test]
fn an_unknown_template_is_no_lie_and_no_truth() {
    // The evidence of a report with another name for its template: no honest issuer can draw it, so its file is put together here.
    let base = bent(|document| {
        let mut parameters = ISSUED.parameters.clone();
        "provenance/4711".clone_into(&mut parameters.template);
        let attached = document.objects.iter().find_map(|(id, object)| {
            let stream = object.as_stream().ok()?;
            let content = stream
                .decompressed_content()
                .unwrap_or_else(|_| stream.content.clone());
            Parameters::from_json(&content).ok().map(|_| *id)
        });
        set_stream(document, attached.unwrap(), parameters.to_json());
    });
    let verdict = judged(&sign_with(&demonstration_key().unwrap(), &base));
    let (outcome, reason) = step(&verdict, StepCode::Pages);
    assert_eq!(outcome, StepOutcome::CannotTell);
    assert!(reason.contains("provenance/4711"), "{reason}");
    assert_eq!(step(&verdict, StepCode::Inclusion).0, StepOutcome::Valid);
    assert_eq!(verdict.outcome, Outcome::CannotTell);
}

#[test]
fn a_shortened_list_of_events_is_named() {
    let chain = Chain::of(chips(), 4);
    let parameters = chain.parameters(GATEWAY);
    let mut bundle = chain.evidence(&parameters);
    let last = bundle
        .blocks
        .iter_mut()
        .rev()
        .find(|block| !block.receipts.is_empty());
    last.unwrap().receipts.clear();
    let verdict = judged(&signed(&bundle, &parameters));
    let (outcome, reason) = step(&verdict, StepCode::Completeness);
    assert_eq!(outcome, StepOutcome::Invalid);
    assert!(reason.contains("left out or added"), "{reason}");
}
