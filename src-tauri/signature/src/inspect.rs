//! Reading a signed file strictly: is this, to the last byte, a file as this crate writes it, unaltered since?
//! Hostile bytes are expected. Nothing here parses PDF objects; the shape is compared, not interpreted.
//!
//! A file is a document, then an update with a signature; if that approves, perhaps one more by a second person; then
//! perhaps what keeps them verifiable; then perhaps a timestamp over everything. Nothing else, and in this order.

mod retraced;
mod signed;

use std::ops::Range;

use der::{Decode, Header, Reader, SliceReader};

use crate::{
    algorithm::DigestAlgorithm,
    certificate::Certificate,
    container,
    error::SignatureError,
    layout::{self, Container, last_container, read_statement, timestamp_update},
    level::Level,
    material::{Subject, streams},
    placement::{MAX_PDF_BYTES, RESERVED_BYTES, covered_digest},
    revocation::RevocationAnswer,
    standing::Standing,
    timestamp::{self, Timestamp},
};
use retraced::Retraced;
pub use signed::{Countersignature, Signed};

/// Checks a file's signatures, and that they cover the whole file as far as its shape lets them.
///
/// Every part must be in its one canonical form, hexadecimal digits and padding included, so that a change of any
/// single byte is found. What was signed is decided together with [`crate::matches`].
pub fn inspect(bytes: &[u8]) -> Result<Signed, SignatureError> {
    read(bytes).map(|file| file.signed)
}

/// A file that was read, and what one must know to go on with it.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) signed: Signed,
    pub(crate) standing: Standing,
    /// The signatures that have a timestamp, as far as [`Level::T`] goes.
    pub(crate) subjects: Vec<Subject>,
}

/// What [`inspect`] does.
pub(crate) fn read(bytes: &[u8]) -> Result<File, SignatureError> {
    if bytes.len() > MAX_PDF_BYTES {
        return Err(SignatureError::TooLarge);
    }
    if !bytes.starts_with(b"%PDF-") {
        return Err(SignatureError::NotAPdf);
    }
    let parts = Parts::find(bytes)?;
    let first = One::read(&bytes[..parts.first.end], &parts.first)?;
    let second = match &parts.second {
        Some(container) => Some(One::read(&bytes[..container.end], container)?),
        None => None,
    };
    let archive = parts.read_archive(bytes)?;
    let subjects: Vec<Subject> = (std::iter::once(&first).chain(&second))
        .filter_map(One::subject)
        .collect();

    let base_length = first.statement.base_length;
    let standing = Standing::read(&bytes[..parts.first.end], base_length).ok_or(
        SignatureError::Structure("the signature's update is not one of ours"),
    )?;
    let mut retraced = Retraced {
        bytes,
        length: parts.first.end,
        standing,
    };
    if let (Some(container), Some(second)) = (&parts.second, &second) {
        retraced.second(container, second, &first)?;
    }
    let signatures = 1 + usize::from(second.is_some());
    let is_stamped = subjects.len() == signatures;
    let revocation = match &parts.material {
        Some(_) if !is_stamped => {
            return Err(SignatureError::Structure(
                "a signature without a timestamp cannot be kept for long",
            ));
        }
        Some(material) => retraced.material(material, &subjects, archive.as_ref())?,
        None => Vec::new(),
    };
    if parts.archive.is_some() {
        retraced.archive()?;
    }
    let level = match (is_stamped, parts.material.is_some(), archive.is_some()) {
        (_, true, true) => Level::Lta,
        (_, true, false) => Level::Lt,
        (true, ..) => Level::T,
        (false, ..) => Level::B,
    };
    Ok(File {
        signed: first.signed(second, level, revocation, archive),
        standing: retraced.standing,
        subjects,
    })
}

/// Where the parts of a file are. That they are what they should be is not known yet.
struct Parts {
    first: Container,
    second: Option<Container>,
    material: Option<Range<usize>>,
    archive: Option<Container>,
}

impl Parts {
    fn find(bytes: &[u8]) -> Result<Self, SignatureError> {
        let total = bytes.len();
        let uncovered = |container: &Container, total: usize| SignatureError::Coverage {
            covered: container.end as u64,
            total: total as u64,
        };
        let mut last = last_container(bytes)?;
        let mut archive = None;
        let mut end = total;
        if last.is_timestamp {
            if last.end != total {
                return Err(uncovered(&last, total));
            }
            end = timestamp_update(bytes, &last.digits).ok_or(SignatureError::Structure(
                "the timestamp does not stand in an update of its own",
            ))?;
            archive = Some(last);
            last = last_container(&bytes[..end])?;
        }
        if last.is_timestamp {
            return Err(SignatureError::Structure("there are two timestamps"));
        }
        let material = (last.end < end).then_some(last.end..end);
        match (&material, &archive) {
            (Some(material), _) if streams(&bytes[material.clone()]).is_none() => {
                return Err(uncovered(&last, end));
            }
            (None, Some(_)) => {
                return Err(SignatureError::Structure(
                    "there is a timestamp, and nothing that it keeps verifiable",
                ));
            }
            _ => {}
        }
        let before = layout::update_start(&bytes[..last.end], &last.digits);
        let before = before.and_then(|start| {
            last_container(&bytes[..start])
                .ok()
                .filter(|first| !first.is_timestamp && first.end == start)
        });
        let (first, second) = match before {
            Some(first) => (first, Some(last)),
            None => (last, None),
        };
        Ok(Self {
            first,
            second,
            material,
            archive,
        })
    }

    fn read_archive(&self, bytes: &[u8]) -> Result<Option<Timestamp>, SignatureError> {
        let Some(Container { digits, .. }) = &self.archive else {
            return Ok(None);
        };
        let token = read_container(bytes, digits)?;
        let imprint: [u8; 32] = covered_digest(bytes, digits, DigestAlgorithm::Sha256)
            .try_into()
            .map_err(|_| SignatureError::Structure("the timestamp cannot be read"))?;
        Ok(Some(timestamp::check(&token, &imprint)?))
    }
}

/// One signature that holds, over the file as it was then.
struct One {
    says: container::Statement,
    statement: layout::Statement,
    self_signed: bool,
    timestamp: Option<Timestamp>,
    contents: Vec<u8>,
}

impl One {
    /// Reads the signature that `bytes` end with.
    fn read(bytes: &[u8], container: &Container) -> Result<Self, SignatureError> {
        let digits = &container.digits;
        let encoded = read_container(bytes, digits)?;
        let (says, timestamp) =
            container::check(&encoded, |hash| covered_digest(bytes, digits, hash))?;
        says.certificate.check_may_sign()?;
        let self_signed = says.certificate.is_self_issued();
        if self_signed {
            says.certificate.check_issued_by(&says.certificate)?;
        }
        let mut contents = encoded;
        contents.resize(RESERVED_BYTES, 0);
        Ok(Self {
            statement: read_statement(bytes, digits)?,
            says,
            self_signed,
            timestamp,
            contents,
        })
    }

    fn subject(&self) -> Option<Subject> {
        let timestamp = self.timestamp.as_ref()?;
        let with = |first: &Certificate, chain: &[Certificate]| {
            let mut path = vec![first.clone()];
            path.extend_from_slice(chain);
            path
        };
        Some(Subject {
            contents: self.contents.clone(),
            path: with(&self.says.certificate, &self.says.chain),
            authority: with(&timestamp.authority, &timestamp.chain),
            time: timestamp.time,
        })
    }

    fn signed(
        self,
        second: Option<Self>,
        level: Level,
        revocation: Vec<RevocationAnswer>,
        archive: Option<Timestamp>,
    ) -> Signed {
        Signed {
            certificate: self.says.certificate,
            chain: self.says.chain,
            algorithm: self.says.algorithm,
            self_signed: self.self_signed,
            name: self.statement.name,
            reason: self.statement.reason,
            location: self.statement.location,
            time: self.statement.time,
            purpose: self.statement.purpose,
            timestamp: self.timestamp,
            base_length: self.statement.base_length,
            countersignature: second.map(|it| Countersignature {
                certificate: it.says.certificate,
                chain: it.says.chain,
                algorithm: it.says.algorithm,
                self_signed: it.self_signed,
                name: it.statement.name,
                reason: it.statement.reason,
                location: it.statement.location,
                time: it.statement.time,
                timestamp: it.timestamp,
            }),
            level,
            revocation,
            archive,
        }
    }
}

/// What stands in the room that a container leaves.
static PADDING: [u8; 2 * RESERVED_BYTES] = [b'0'; 2 * RESERVED_BYTES];
/// Digits enough for the header of any container that fits.
const HEADER_DIGITS: usize = 16;

/// The container's bytes; what remains of the reserved room must be zero.
fn read_container(bytes: &[u8], digits: &Range<usize>) -> Result<Vec<u8>, SignatureError> {
    let text = &bytes[digits.clone()];
    let length = encoded_length(&decoded(&text[..HEADER_DIGITS])?)
        .filter(|&length| length <= RESERVED_BYTES)
        .ok_or(SignatureError::Structure("the container has no length"))?;
    let (container, padding) = text.split_at(2 * length);
    let container_bytes = decoded(container)?;
    if container.iter().any(u8::is_ascii_lowercase) {
        return Err(SignatureError::NotCanonical("its hexadecimal digits"));
    }
    if padding != &PADDING[..padding.len()] {
        return Err(SignatureError::NotCanonical("its padding"));
    }
    Ok(container_bytes)
}

fn decoded(digits: &[u8]) -> Result<Vec<u8>, SignatureError> {
    hex::decode(digits).map_err(|_| SignatureError::Structure("the container is not hexadecimal"))
}

/// How long the DER element is that begins with these bytes, its header included.
fn encoded_length(start: &[u8]) -> Option<usize> {
    let mut reader = SliceReader::new(start).ok()?;
    let header = Header::decode(&mut reader).ok()?;
    let total = (reader.position() + header.length()).ok()?;
    usize::try_from(total).ok()
}

#[cfg(test)]
mod tests;
