//! The media type of a file by its first bytes. The name that somebody gave it says nothing.

/// How much of a file is looked at.
const LOOKED_AT: usize = 8192;

/// The media type; texts are told from other bytes, and JSON and XML from other texts.
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    if let Some(known) = infer::get(start) {
        return known.mime_type();
    }
    let Some(text) = text_of(start) else {
        return "application/octet-stream";
    };
    match text.trim_start().chars().next() {
        Some('{' | '[') => "application/json",
        Some('<') => "application/xml",
        _ => "text/plain",
    }
}

/// The bytes as text, if they are that, whatever character the end cuts through.
fn text_of(start: &[u8]) -> Option<&str> {
    let text = match str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            str::from_utf8(start.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    let is_text = text
        .chars()
        .all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}'));
    (is_text && !text.is_empty()).then_some(text)
}
