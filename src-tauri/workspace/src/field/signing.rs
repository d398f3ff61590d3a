//! Signing a record with a device key: from here on it can only be corrected or called off.

use field::{Basis, Carried, Writer, capture, check, read_record, touches};
use ledger::SignedCapture;
use outbox::Signing;
use protocol::field::{FieldProblem, ProblemWeight};

use super::drafting::found;
use super::{Facts, Session};
use crate::{Failure, FailureKind, Workspace};

impl Workspace {
    /// Signs a record that is whole. What is wrong with one that is not is in the failure's message, field by field.
    pub fn sign_record(&self, id: &str, session: &Session, now: u64) -> Result<(), Failure> {
        let mut outbox = self.outbox()?;
        let record = found(&outbox, id)?;
        let form = read_record(record.form.as_bytes())?;
        let device = session.account();
        let facts = Facts::new(
            self,
            &outbox.records()?,
            &outbox.all_signed()?,
            Some(record.number),
        );
        let writer = Writer {
            id,
            device: Some(device),
            now,
        };
        let checked = check(&form, &writer, &facts);
        let Some(prepared) = checked.prepared else {
            return Err(not_whole(&checked.problems));
        };
        let captured = capture(&prepared, id, &facts)
            .ok_or_else(|| Failure::internal("a record that is whole is no call"))?;
        let domain = self.capture_domain();
        let signed = SignedCapture {
            signature: session.key().sign(captured.signing_hash(domain))?,
            capture: captured,
        };
        let known_block = self.newest_block();
        // The key that signs is the writer's, whichever the draft was begun with; and it is ready, as was found just now.
        outbox.save_draft(id, &device.to_string(), &record.form, true, now)?;
        outbox.sign(&Signing {
            record: id,
            carried: &Carried::new(&signed, domain, device),
            event: &prepared.body,
            basis: &Basis::of(&prepared, device, &facts),
            touches: &touches(&prepared.body),
            form: &record.form,
            signed_at: now,
            known_block,
            known_time: self.time_of(known_block)?,
        })?;
        Ok(())
    }
}

fn not_whole(problems: &[FieldProblem]) -> Failure {
    let errors = problems
        .iter()
        .filter(|problem| problem.weight == ProblemWeight::Error);
    let lines: Vec<String> = errors
        .map(|problem| format!("{} {}", problem.path, problem.words))
        .collect();
    Failure::new(
        FailureKind::InputUnusable,
        format!("the record cannot be signed: {}", lines.join("; ")),
        "Put that right; the draft is kept.",
    )
}
