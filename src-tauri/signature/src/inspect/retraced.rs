//! Making the updates of a file once more and comparing them: what no signature covers is decided here.

use std::ops::Range;

use super::One;
use crate::{
    error::SignatureError,
    field::{Purpose, SignatureField},
    layout::Container,
    material::{Material, Subject, streams},
    placement::{SECOND_FIELD, place_signature, place_timestamp},
    revocation::RevocationAnswer,
    standing::Standing,
    timestamp::Timestamp,
};

/// A file that is made once more, update by update, and compared.
pub(super) struct Retraced<'a> {
    pub(super) bytes: &'a [u8],
    /// How much of it is made already.
    pub(super) length: usize,
    pub(super) standing: Standing,
}

impl Retraced<'_> {
    pub(super) fn second(
        &mut self,
        container: &Container,
        second: &One,
        first: &One,
    ) -> Result<(), SignatureError> {
        if first.statement.purpose == Purpose::Certify {
            return Err(SignatureError::Structure(
                "the first signature allows no second one",
            ));
        }
        let field = SignatureField {
            page: 0,
            rect: [0; 4],
            name: second.statement.name.clone(),
            reason: second.statement.reason.clone(),
            location: second.statement.location.clone(),
            time: second.statement.time,
            purpose: second.statement.purpose,
        };
        let previous = &self.bytes[..self.length];
        let written = place_signature(previous, self.standing.clone(), &field, SECOND_FIELD);
        match written {
            Ok(written)
                if field.purpose == Purpose::Approve
                    && written.is(&self.bytes[self.length..container.end], self.length) =>
            {
                self.length = container.end;
                self.standing = written.standing;
                Ok(())
            }
            _ => Err(SignatureError::NotCanonical(
                "the second signature's update",
            )),
        }
    }

    pub(super) fn material(
        &mut self,
        range: &Range<usize>,
        subjects: &[Subject],
        archive: Option<&Timestamp>,
    ) -> Result<Vec<RevocationAnswer>, SignatureError> {
        let update = &self.bytes[range.clone()];
        let pool = streams(update).unwrap_or_default();
        let closed = archive.map(|it| it.time);
        let material = Material::gather(subjects, closed, &pool)?;
        match material.place(&self.bytes[..self.length], self.standing.clone()) {
            Ok(written) if written.bytes == update => {
                self.length = range.end;
                self.standing = written.standing;
                Ok(material.answers)
            }
            _ => Err(SignatureError::NotCanonical("what keeps it verifiable")),
        }
    }

    pub(super) fn archive(&mut self) -> Result<(), SignatureError> {
        let previous = &self.bytes[..self.length];
        match place_timestamp(previous, self.standing.clone()) {
            Ok(written) if written.is(&self.bytes[self.length..], self.length) => {
                self.length = self.bytes.len();
                self.standing = written.standing;
                Ok(())
            }
            _ => Err(SignatureError::NotCanonical("the timestamp's update")),
        }
    }
}
