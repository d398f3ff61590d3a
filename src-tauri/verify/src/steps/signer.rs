//! Step 2: who signed, whether the user accepts them, and when that was.
//!
//! Every signature in the file counts alike: a second signer whom nobody accepts, and a time for which nobody vouches whom
//! the user knows, leave the step open. What contradicts itself fails, whatever anybody trusts.

mod stamps;

use alloy_primitives::B256;
use signature::{Certificate, SignatureAlgorithm, Signed, Timestamp};

use super::{Contents, exact, fact, step};
use crate::demonstration::demonstration_key;
use crate::verdict::{Fact, Step, StepCode, StepOutcome};
use crate::words::Words;
use crate::{Trust, Wording, instant};

/// How far two clocks may be apart, in seconds.
const SKEW: u64 = 300;

pub(super) fn check(contents: &Contents, trust: Option<&Trust>, demonstration: bool) -> Step {
    let people = people(&contents.signed);
    let mut found = Found::default();
    if let Some(difference) = difference(contents, demonstration) {
        let reason = Wording::with(|words| words.signer_differs, &[difference]);
        found.says(StepOutcome::Invalid, reason);
    }
    for person in &people {
        found.proof.extend(of_certificate(person));
        if !person.time_within_validity {
            let reason = Wording::with(|words| words.signer_expired, &[person.name()]);
            found.says(StepOutcome::Invalid, reason);
        }
    }
    match &people[..] {
        [first, second] => second_person(first, second, &mut found),
        _ if contents.signed.is_open() => {
            let nobody = Wording::of(|words| words.second_open);
            found.proof.push(fact(|words| words.fact_second, nobody));
        }
        _ => {}
    }
    if let Some(trust) = trust {
        for person in &people {
            accepted(person, trust, &mut found);
        }
        stamps::check(&people, contents.signed.archive.as_ref(), trust, &mut found);
    } else if let Some(first) = people.first() {
        let reason = Wording::with(|words| words.signer_no_trust, &[first.name()]);
        found.says(StepOutcome::CannotTell, reason);
    }
    found.step()
}

/// Whether a public key signed, first or second.
pub(super) fn is_demonstration(signed: &Signed) -> bool {
    people(signed).iter().any(Person::is_demonstration)
}

/// One who signed.
struct Person<'a> {
    is_second: bool,
    certificate: &'a Certificate,
    chain: &'a [Certificate],
    algorithm: SignatureAlgorithm,
    self_signed: bool,
    /// The time that this person states.
    time: u64,
    stamp: Option<&'a Timestamp>,
    time_within_validity: bool,
}

impl Person<'_> {
    fn name(&self) -> Wording {
        Wording::hostile(&self.certificate.display_name())
    }

    fn is_demonstration(&self) -> bool {
        demonstration_key().is_ok_and(|key| key.certificate() == self.certificate)
    }
}

fn people(signed: &Signed) -> Vec<Person<'_>> {
    let first = Person {
        is_second: false,
        certificate: &signed.certificate,
        chain: &signed.chain,
        algorithm: signed.algorithm,
        self_signed: signed.self_signed,
        time: signed.time,
        stamp: signed.timestamp.as_ref(),
        time_within_validity: signed.time_within_validity(),
    };
    let second = signed.countersignature.as_ref().map(|it| Person {
        is_second: true,
        certificate: &it.certificate,
        chain: &it.chain,
        algorithm: it.algorithm,
        self_signed: it.self_signed,
        time: it.time,
        stamp: it.timestamp.as_ref(),
        time_within_validity: it.time_within_validity(),
    });
    std::iter::once(first).chain(second).collect()
}

/// What was found, and what it rests on. The worst decides, and only what is as bad is said.
#[derive(Default)]
struct Found {
    said: Vec<(StepOutcome, Wording)>,
    proof: Vec<Fact>,
}

impl Found {
    fn says(&mut self, outcome: StepOutcome, reason: Wording) {
        self.said.push((outcome, reason));
    }

    fn step(self) -> Step {
        let has = |outcome| self.said.iter().any(|(said, _)| *said == outcome);
        let worst = [StepOutcome::Invalid, StepOutcome::CannotTell];
        let worst = worst.into_iter().find(|&outcome| has(outcome));
        let outcome = worst.unwrap_or(StepOutcome::Valid);
        let reasons = self.said.into_iter().filter(|(said, _)| *said == outcome);
        let reasons: Vec<Wording> = reasons.map(|(_, reason)| reason).collect();
        step(StepCode::Signer, outcome, Wording::joined(&reasons, " ")).with_proof(self.proof)
    }
}

/// What must be so of two persons whoever they are.
fn second_person(first: &Person<'_>, second: &Person<'_>, found: &mut Found) {
    if first.certificate == second.certificate {
        let reason = Wording::with(|words| words.second_same, &[second.name()]);
        found.says(StepOutcome::Invalid, reason);
    } else if second.time.saturating_add(SKEW) < first.time {
        let reason = Wording::with(|words| words.second_before, &[second.name()]);
        found.says(StepOutcome::Invalid, reason);
    }
}

/// Whether the user accepts this person, by the certificate itself or by a root that it leads to.
fn accepted(person: &Person<'_>, trust: &Trust, found: &mut Found) {
    let name = person.name();
    if trust.accepts_signer(B256::from(person.certificate.fingerprint())) {
        let by = Wording::of(|words| words.fact_by_fingerprint);
        found.proof.push(fact(|words| words.fact_accepted_by, by));
        let sentence: fn(&Words) -> _ = match (person.is_second, person.is_demonstration()) {
            (false, true) => |words| words.signer_demonstration,
            (false, false) => |words| words.signer_accepted,
            (true, true) => |words| words.second_demonstration,
            (true, false) => |words| words.second_accepted,
        };
        return found.says(StepOutcome::Valid, Wording::with(sentence, &[name]));
    }
    // A time that nobody known vouches for is no better than the one that the signer states.
    let proven = person.stamp.filter(|it| trust.way_of_timestamp(it).is_ok());
    let at = proven.map_or(person.time, |it| it.time);
    match trust.way_to_root(person.certificate, person.chain, at) {
        Ok(way) => {
            let by = Wording::of(|words| words.fact_by_root);
            found.proof.push(fact(|words| words.fact_accepted_by, by));
            found.proof.push(fact(|words| words.fact_way, names(&way)));
            let root = way.last().unwrap_or(person.certificate);
            let fingerprint = hex::encode(root.fingerprint());
            found
                .proof
                .push(exact(|words| words.fact_root, fingerprint));
            let root = Wording::hostile(&root.display_name());
            let sentence: fn(&Words) -> _ = if person.is_second {
                |words| words.second_by_root
            } else {
                |words| words.signer_by_root
            };
            found.says(StepOutcome::Valid, Wording::with(sentence, &[name, root]));
        }
        Err(error) => {
            if !trust.roots.is_empty() {
                let why = Wording::hostile(&error.to_string());
                found.proof.push(fact(|words| words.fact_way, why));
            }
            let sentence: fn(&Words) -> _ = if person.is_second {
                |words| words.second_not_accepted
            } else {
                |words| words.signer_not_accepted
            };
            found.says(StepOutcome::CannotTell, Wording::with(sentence, &[name]));
        }
    }
}

/// The certificates of a way, the first one first.
fn names(way: &[Certificate]) -> Wording {
    let names = way.iter().map(|it| Wording::hostile(&it.display_name()));
    Wording::joined(&names.collect::<Vec<_>>(), " → ")
}

fn of_certificate(person: &Person<'_>) -> Vec<Fact> {
    let certificate = person.certificate;
    let issuer = if person.self_signed {
        Wording::of(|words| words.fact_self_signed)
    } else {
        Wording::hostile(&certificate.issuer())
    };
    let moments = [certificate.not_before(), certificate.not_after()];
    let validity = moments.map(|time| Wording::plain(instant(time)));
    let subject = Wording::hostile(&certificate.subject());
    let fingerprint = hex::encode(certificate.fingerprint());
    vec![
        if person.is_second {
            fact(|words| words.fact_second, subject)
        } else {
            fact(|words| words.fact_subject, subject)
        },
        fact(|words| words.fact_issuer, issuer),
        if person.is_second {
            exact(|words| words.fact_second_hash, fingerprint)
        } else {
            exact(|words| words.fact_certificate, fingerprint)
        },
        fact(
            |words| words.fact_algorithm,
            Wording::plain(person.algorithm),
        ),
        fact(
            |words| words.fact_validity,
            Wording::with(|words| words.from_until, &validity),
        ),
    ]
}

/// What the parameters say of the signer that the signature does not bear out. They say nothing of a second one: the
/// pages were computed before anybody knew who that would be.
fn difference(contents: &Contents, demonstration: bool) -> Option<Wording> {
    let stated = &contents.parameters.signer;
    let signed = &contents.signed;
    let fingerprint = hex::encode(signed.certificate.fingerprint());
    if stated.certificate.len() < 16 || !fingerprint.starts_with(&stated.certificate) {
        Some(Wording::of(|words| words.differs_certificate))
    } else if stated.name != signed.certificate.display_name() {
        Some(Wording::of(|words| words.differs_name))
    } else if stated.self_signed != signed.self_signed {
        Some(Wording::of(|words| words.differs_issuer))
    } else if stated.demonstration != demonstration {
        Some(Wording::of(|words| words.differs_public))
    } else {
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
