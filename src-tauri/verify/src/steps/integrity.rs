//! Step 1: the file is one of ours, signed, and no byte of it is another than the one that was signed.

use evidence::Bundle;
use report::{Parameters, ReportError};
use signature::{RevocationError, SignatureError, Signed, Timestamp};

use super::{Contents, Inside, detail, exact, fact, sha256, step};
use crate::verdict::{Fact, Step, StepCode, StepOutcome};
use crate::words::Words;
use crate::{Wording, instant};

/// What is inside, and the step; or the step that does not hold.
pub(super) fn check(pdf: &[u8]) -> Result<(Inside, Step), Step> {
    let of_file = [
        fact(|words| words.fact_size, bytes(pdf.len())),
        exact(|words| words.fact_file_hash, hex::encode(sha256(pdf))),
    ];
    read(pdf, of_file.to_vec()).map_err(|(reason, more)| {
        step(StepCode::Integrity, StepOutcome::Invalid, reason)
            .with_proof(of_file)
            .with_proof(more)
    })
}

fn read(pdf: &[u8], of_file: Vec<Fact>) -> Result<(Inside, Step), (Wording, Vec<Fact>)> {
    let signed = signature::inspect(pdf).map_err(|error| (broken(&error), vec![detail(&error)]))?;
    let not_ours = |error: ReportError| (Wording::of(|words| words.not_ours), vec![detail(&error)]);
    let base = pdf.get(..signed.base_length).unwrap_or_default();
    let attachments = report::attachments(base).map_err(not_ours)?;
    let bundle =
        Bundle::from_json(&attachments.evidence).map_err(|error| not_ours(error.into()))?;
    let evidence = sha256(&attachments.evidence);
    let reason = Wording::of(|words| words.whole);
    let whole = step(StepCode::Integrity, StepOutcome::Valid, reason)
        .with_proof(of_file)
        .with_proof(of_signature(&signed))
        .with_proof([
            exact(|words| words.fact_evidence_hash, hex::encode(evidence)),
            exact(
                |words| words.fact_parameters_hash,
                hex::encode(sha256(&attachments.parameters)),
            ),
        ]);
    let parameters = match Parameters::from_json(&attachments.parameters) {
        Ok(parameters) => parameters,
        Err(ReportError::Template(template)) => {
            let bundle = Box::new(bundle);
            return Ok((Inside::Unknown { bundle, template }, whole));
        }
        Err(error) => return Err(not_ours(error)),
    };
    let contents = Contents {
        signed,
        bundle,
        parameters,
        documents: attachments.documents,
        evidence,
    };
    Ok((Inside::Known(Box::new(contents)), whole))
}

fn of_signature(signed: &Signed) -> Vec<Fact> {
    let moment = |time| Wording::plain(instant(time));
    let mut facts = vec![
        fact(
            |words| words.fact_covered,
            Wording::of(|words| words.fact_covered_all),
        ),
        fact(|words| words.fact_level, Wording::plain(signed.level)),
        fact(|words| words.fact_signed_at, moment(signed.time)),
    ];
    for (what, stamp) in [
        (Moment::Signature, &signed.timestamp),
        (Moment::File, &signed.archive),
    ] {
        facts.extend(stamp.iter().flat_map(|stamp| of_timestamp(what, stamp)));
    }
    let issued_themselves = signed.self_signed
        && (signed.countersignature.as_ref()).is_none_or(|second| second.self_signed);
    if signed.revocation.is_empty() && !issued_themselves {
        let absent = Wording::of(|words| words.fact_revocation_absent);
        facts.push(fact(|words| words.fact_revocation, absent));
    }
    facts.extend(signed.revocation.iter().map(|answer| {
        let whose = Wording::hostile(&answer.certificate.display_name());
        let value = match answer.revoked_since {
            Some(at) => Wording::with(|words| words.revoked_since, &[whose, moment(at)]),
            None => whose,
        };
        fact(|words| words.fact_not_revoked, value)
    }));
    facts
}

/// What an authority vouches for.
#[derive(Clone, Copy)]
enum Moment {
    Signature,
    File,
}

fn of_timestamp(what: Moment, stamp: &Timestamp) -> [Fact; 3] {
    let time = Wording::plain(instant(stamp.time));
    let authority = Wording::hostile(&stamp.authority.display_name());
    let hash = hex::encode(stamp.authority.fingerprint());
    [
        match what {
            Moment::Signature => fact(|words| words.fact_timestamp, time),
            Moment::File => fact(|words| words.fact_archive, time),
        },
        fact(|words| words.fact_authority, authority),
        exact(|words| words.fact_authority_hash, hash),
    ]
}

pub(super) fn bytes(how_many: usize) -> Wording {
    Wording::with(|words| words.bytes_text, &[how_many.into()])
}

fn broken(error: &SignatureError) -> Wording {
    match error {
        SignatureError::NotAPdf => Wording::of(|words| words.not_pdf),
        SignatureError::TooLarge => Wording::of(|words| words.too_large),
        SignatureError::NoSignature => Wording::of(|words| words.no_signature),
        SignatureError::Coverage { covered, total } => Wording::with(
            |words| words.coverage,
            &[(*covered).into(), (*total).into()],
        ),
        SignatureError::Changed => Wording::of(|words| words.changed),
        SignatureError::WrongSignature => Wording::of(|words| words.wrong_key),
        SignatureError::NotCanonical(_) => Wording::of(|words| words.not_canonical),
        SignatureError::Timestamp(_) => Wording::of(|words| words.bad_timestamp),
        SignatureError::Revocation { whose, error } => {
            let sentence: fn(&Words) -> _ = match error {
                RevocationError::Revoked(_) => |words| words.was_revoked,
                _ => |words| words.revocation_open,
            };
            Wording::with(sentence, &[Wording::hostile(whose)])
        }
        SignatureError::Certificate(_) => Wording::of(|words| words.bad_certificate),
        _ => Wording::of(|words| words.bad_structure),
    }
}
