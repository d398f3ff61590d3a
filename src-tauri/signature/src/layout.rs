//! The signature dictionary as we write it, to the byte (ISO 32000-2, 12.8.1): its parts for the writer, and a reader
//! that accepts what the writer writes and nothing else.

use std::ops::Range;

use crate::{
    error::SignatureError,
    field::{SignatureField, date_from_text, date_to_text, text_from_hex, text_to_hex},
    placement::RESERVED_BYTES,
};

const HEAD: &str = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached";
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
fn head(name: &str, reason: &str, location: &str, time: u64) -> Option<String> {
    Some(format!(
        "{HEAD}/M({})/Name<{}>/Reason<{}>/Location<{}>{CERTIFIES}",
        date_to_text(time)?,
        text_to_hex(name),
        text_to_hex(reason),
        text_to_hex(location),
    ))
}

/// The signature dictionary up to the first digit of the container, with an empty byte range.
pub(crate) fn up_to_contents(field: &SignatureField) -> Option<String> {
    let head = head(&field.name, &field.reason, &field.location, field.time)?;
    let room = " ".repeat(BYTE_RANGE_WIDTH);
    Some(format!("{head}{BYTE_RANGE}{room}{CONTENTS}"))
}

/// The byte range around a container's digits in a file of `length` bytes, at its fixed width.
fn byte_range(digits: &Range<usize>, length: usize) -> Option<String> {
    let before = digits.start.checked_sub(1)?;
    let after = digits.end.checked_add(1)?;
    let rest = length.checked_sub(after)?;
    let text = format!("0 {before} {after} {rest}");
    Some(format!("{text:<BYTE_RANGE_WIDTH$}"))
}

/// Writes the byte range into the room left for it before the container's `digits`.
pub(crate) fn patch_byte_range(bytes: &mut [u8], digits: &Range<usize>) -> Option<()> {
    let text = byte_range(digits, bytes.len())?;
    let end = digits.start.checked_sub(CONTENTS.len())?;
    let room = bytes.get_mut(end.checked_sub(BYTE_RANGE_WIDTH)?..end)?;
    room.copy_from_slice(text.as_bytes());
    Some(())
}

/// Where the container's digits are in a signed file. The last signature counts; it must cover everything else.
pub(crate) fn find_contents(bytes: &[u8]) -> Result<Range<usize>, SignatureError> {
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
    let total = bytes.len();
    if covered != total as u64 {
        let total = total as u64;
        return Err(SignatureError::Coverage { covered, total });
    }
    match byte_range(&digits, total) {
        Some(expected) if expected.as_bytes() == text => Ok(digits),
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
    /// Length of the document before the signature was added.
    pub(crate) base_length: usize,
}

/// Reads the signature dictionary around the container's `digits`, and the frame of the update it stands in.
pub(crate) fn read_statement(
    bytes: &[u8],
    digits: &Range<usize>,
) -> Result<Statement, SignatureError> {
    let wrong = |what| move || SignatureError::Structure(what);
    let end = digits.start - CONTENTS.len() - BYTE_RANGE_WIDTH - BYTE_RANGE.len();
    let window = end.saturating_sub(MAX_HEAD_BYTES);
    let start = rfind(&bytes[window..end], HEAD.as_bytes())
        .map(|at| window + at)
        .ok_or_else(wrong("the signature dictionary is not one of ours"))?;
    let (name, reason, location, time) = read_head(&bytes[start..end])
        .ok_or_else(wrong("the signature dictionary is not one of ours"))?;
    check_end(bytes, digits).ok_or_else(wrong("the end of the file is not one of ours"))?;
    let base_length = base_length(&bytes[..start]).ok_or_else(wrong(
        "the signature does not stand in an update of its own",
    ))?;
    Ok(Statement {
        name,
        reason,
        location,
        time,
        base_length,
    })
}

fn read_head(bytes: &[u8]) -> Option<(String, String, String, u64)> {
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
    (rest == CERTIFIES.as_bytes()).then_some((name, reason, location, time))
}

/// The dictionary closes behind the container, and the cross-reference section that readers start from follows it.
fn check_end(bytes: &[u8], digits: &Range<usize>) -> Option<()> {
    let after = bytes
        .get(digits.end..)?
        .strip_prefix(AFTER_CONTENTS.as_bytes())?;
    let start = bytes.len() - after.len();
    let before = bytes.strip_suffix(format!("\n{END_OF_FILE}\n").as_bytes())?;
    let mark = b"\nstartxref\n";
    let at = rfind(before, mark)?;
    let number = std::str::from_utf8(&before[at + mark.len()..]).ok()?;
    (number.parse() == Ok(start)).then_some(())
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
