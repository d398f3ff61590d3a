//! The dictionaries of signatures and timestamps as we write them, to the byte (ISO 32000-2, 12.8.1 and 12.8.5): their
//! parts for the writer, and a reader that accepts what the writer writes and nothing else.

use std::ops::Range;

use crate::{
    error::SignatureError,
    field::{Purpose, SignatureField, date_from_text, date_to_text, text_from_hex, text_to_hex},
    placement::RESERVED_BYTES,
    standing::newest_cross_references,
};

const HEAD: &str = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached";
/// A timestamp over the whole file (ISO 32000-2, 12.8.5).
const TIMESTAMP: &str = "<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161";
/// A certifying signature that permits no change at all (ISO 32000-2, 12.8.2.2).
const CERTIFIES: &str = "/Reference[<</Type/SigRef/TransformMethod/DocMDP\
    /TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]";
const BYTE_RANGE: &str = "/ByteRange[";
const CONTENTS: &str = "]/Contents<";
/// What follows the last digit of the container.
pub(crate) const AFTER_CONTENTS: &str = ">>>\nendobj\n";
/// The end of every revision of a file, the name of its end included.
pub(crate) const END_OF_FILE: &str = "%%EOF";
/// Room for `0` and three numbers of ten digits.
const BYTE_RANGE_WIDTH: usize = 34;
/// The head of a signature dictionary, with three texts of the greatest length, is well below this.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// The start of the signature dictionary, up to the byte range. `None` if the time cannot be written.
fn head(field: &SignatureField) -> Option<String> {
    let certifies = match field.purpose {
        Purpose::Certify => CERTIFIES,
        Purpose::Approve => "",
    };
    Some(format!(
        "{HEAD}/M({})/Name<{}>/Reason<{}>/Location<{}>{certifies}",
        date_to_text(field.time)?,
        text_to_hex(&field.name),
        text_to_hex(&field.reason),
        text_to_hex(&field.location),
    ))
}

/// The signature dictionary up to the first digit of the container, with an empty byte range.
pub(crate) fn signature_head(field: &SignatureField) -> Option<String> {
    head(field).map(|head| up_to_contents(&head))
}

/// The timestamp's dictionary up to the first digit of the container, with an empty byte range.
pub(crate) fn timestamp_head() -> String {
    up_to_contents(TIMESTAMP)
}

fn up_to_contents(head: &str) -> String {
    let room = " ".repeat(BYTE_RANGE_WIDTH);
    format!("{head}{BYTE_RANGE}{room}{CONTENTS}")
}

/// The byte range around a container's digits in a file of `length` bytes, at its fixed width.
fn byte_range(digits: &Range<usize>, length: usize) -> Option<String> {
    let before = digits.start.checked_sub(1)?;
    let after = digits.end.checked_add(1)?;
    let rest = length.checked_sub(after)?;
    let text = format!("0 {before} {after} {rest}");
    Some(format!("{text:<BYTE_RANGE_WIDTH$}"))
}

/// Writes the byte range into the room left for it before the container's `digits`. `update` is the end of the file,
/// from `start`; the digits are counted from the beginning of the file.
pub(crate) fn patch_byte_range(
    update: &mut [u8],
    digits: &Range<usize>,
    start: usize,
) -> Option<()> {
    let text = byte_range(digits, start.checked_add(update.len())?)?;
    let end = digits.start.checked_sub(start + CONTENTS.len())?;
    let room = update.get_mut(end.checked_sub(BYTE_RANGE_WIDTH)?..end)?;
    room.copy_from_slice(text.as_bytes());
    Some(())
}

/// A container in a file: of a signature, or of a timestamp over the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Container {
    /// Where its digits are.
    pub(crate) digits: Range<usize>,
    /// Where what it covers ends, itself aside: the end of its update.
    pub(crate) end: usize,
    pub(crate) is_timestamp: bool,
}

/// The last container of a file. It says of itself how long the file was then, which is at most what it is now.
pub(crate) fn last_container(bytes: &[u8]) -> Result<Container, SignatureError> {
    let wrong = SignatureError::Structure("the byte range is not written as it should be");
    let key = rfind(bytes, b"/ByteRange").ok_or(SignatureError::NoSignature)?;
    let start = key + BYTE_RANGE.len();
    let end = start + BYTE_RANGE_WIDTH;
    let text = bytes.get(start..end).ok_or(SignatureError::NoSignature)?;
    if !bytes[key..].starts_with(BYTE_RANGE.as_bytes())
        || !bytes[end..].starts_with(CONTENTS.as_bytes())
    {
        return Err(wrong);
    }
    let first = end + CONTENTS.len();
    let digits = first..first + 2 * RESERVED_BYTES;
    let covered = covered(text).ok_or(wrong.clone())?;
    let total = bytes.len() as u64;
    let end = usize::try_from(covered).ok().filter(|_| covered <= total);
    let end = end.ok_or(SignatureError::Coverage { covered, total })?;
    match byte_range(&digits, end) {
        Some(expected) if expected.as_bytes() == text => Ok(Container {
            digits,
            end,
            is_timestamp: bytes[..key].ends_with(TIMESTAMP.as_bytes()),
        }),
        _ => Err(wrong),
    }
}

/// How many bytes a byte range speaks of: where its second part ends.
fn covered(text: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(text).ok()?;
    let mut numbers = text.split_ascii_whitespace().map(str::parse::<u64>);
    let (_, _) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    numbers.next()?.ok()?.checked_add(numbers.next()?.ok()?)
}

/// What a signature dictionary says.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) name: String,
    pub(crate) reason: String,
    pub(crate) location: String,
    pub(crate) time: u64,
    pub(crate) purpose: Purpose,
    /// Length of the document before the signature was added.
    pub(crate) base_length: usize,
}

/// Reads the signature dictionary around the container's `digits`, and the frame of the update it stands in.
pub(crate) fn read_statement(
    bytes: &[u8],
    digits: &Range<usize>,
) -> Result<Statement, SignatureError> {
    let wrong = |what| move || SignatureError::Structure(what);
    let not_ours = "the signature dictionary is not one of ours";
    let head = head_range(bytes, digits).ok_or_else(wrong(not_ours))?;
    let statement = read_head(&bytes[head]).ok_or_else(wrong(not_ours))?;
    check_end(bytes, digits).ok_or_else(wrong("the end of the file is not one of ours"))?;
    let base_length = update_start(bytes, digits).ok_or_else(wrong(
        "the signature does not stand in an update of its own",
    ))?;
    Ok(Statement {
        base_length,
        ..statement
    })
}

/// Where the head of the signature dictionary is that this container belongs to.
fn head_range(bytes: &[u8], digits: &Range<usize>) -> Option<Range<usize>> {
    let around = CONTENTS.len() + BYTE_RANGE_WIDTH + BYTE_RANGE.len();
    let end = digits.start.checked_sub(around)?;
    let window = end.saturating_sub(MAX_HEAD_BYTES);
    let start = rfind(&bytes[window..end], HEAD.as_bytes())?;
    Some(window + start..end)
}

/// Where the update begins that holds this signature.
pub(crate) fn update_start(bytes: &[u8], digits: &Range<usize>) -> Option<usize> {
    base_length(&bytes[..head_range(bytes, digits)?.start])
}

/// Where the update begins that ends the file with a timestamp.
pub(crate) fn timestamp_update(bytes: &[u8], digits: &Range<usize>) -> Option<usize> {
    check_end(bytes, digits)?;
    let head = digits.start.checked_sub(timestamp_head().len())?;
    base_length(&bytes[..head])
}

/// What the head of a signature dictionary says; where the document ended is not in it.
fn read_head(bytes: &[u8]) -> Option<Statement> {
    let mut rest = bytes.strip_prefix(HEAD.as_bytes())?;
    let mut part = |open: &str, close: u8| {
        let value = rest.strip_prefix(open.as_bytes())?;
        let length = value.iter().position(|&byte| byte == close)?;
        rest = &value[length + 1..];
        Some(&value[..length])
    };
    let time = date_from_text(part("/M(", b')')?)?;
    let name = text_from_hex(part("/Name<", b'>')?)?;
    let reason = text_from_hex(part("/Reason<", b'>')?)?;
    let location = text_from_hex(part("/Location<", b'>')?)?;
    let purpose = match rest {
        b"" => Purpose::Approve,
        rest if rest == CERTIFIES.as_bytes() => Purpose::Certify,
        _ => return None,
    };
    Some(Statement {
        name,
        reason,
        location,
        time,
        purpose,
        base_length: 0,
    })
}

/// The dictionary closes behind the container, and the cross-reference section that readers start from follows it.
fn check_end(bytes: &[u8], digits: &Range<usize>) -> Option<()> {
    let after = bytes
        .get(digits.end..)?
        .strip_prefix(AFTER_CONTENTS.as_bytes())?;
    let start = bytes.len() - after.len();
    (newest_cross_references(bytes) == Some(start)).then_some(())
}

/// Where the update begins: behind the last end of file before the signature, and the line end the base had there.
fn base_length(before: &[u8]) -> Option<usize> {
    let end = rfind(before, END_OF_FILE.as_bytes())? + END_OF_FILE.len();
    let update = &before[end..];
    let line_end = [&b"\r\n\n"[..], b"\n\n"]
        .into_iter()
        .find(|start| update.starts_with(start));
    match line_end {
        Some(line_end) => Some(end + line_end.len() - 1),
        None if update.starts_with(b"\n") => Some(end),
        None => None,
    }
}

/// Where `needle` occurs last.
pub(crate) fn rfind(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = needle.first()?;
    let mut end = haystack.len();
    loop {
        let at = haystack[..end].iter().rposition(|byte| byte == first)?;
        if haystack[at..].starts_with(needle) {
            return Some(at);
        }
        end = at;
    }
}
