//! Recursive Length Prefix as far as a header needs it, written by hand so that it shares nothing with what it tests.

/// A string of bytes.
pub(super) fn bytes(content: &[u8]) -> Vec<u8> {
    match content {
        [byte] if *byte < 0x80 => vec![*byte],
        _ => prefixed(0x80, content),
    }
}

/// A number: its bytes without leading zeros, zero being the empty string.
pub(super) fn number(content: &[u8]) -> Vec<u8> {
    let zeros = content.iter().take_while(|byte| **byte == 0).count();
    bytes(&content[zeros..])
}

/// A list of items that are encoded already.
pub(super) fn list(items: &[Vec<u8>]) -> Vec<u8> {
    prefixed(0xc0, &items.concat())
}

fn prefixed(base: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = Vec::with_capacity(length + 9);
    if length < 56 {
        out.push(base + u8::try_from(length).unwrap());
    } else {
        let digits = length.to_be_bytes();
        let digits: Vec<u8> = digits.into_iter().skip_while(|byte| *byte == 0).collect();
        out.push(base + 55 + u8::try_from(digits.len()).unwrap());
        out.extend(digits);
    }
    out.extend_from_slice(content);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_definition() {
        assert_eq!(bytes(b"dog"), b"\x83dog");
        assert_eq!(bytes(b""), [0x80]);
        assert_eq!(bytes(&[0x0f]), [0x0f]);
        assert_eq!(number(&[0, 0]), [0x80]);
        assert_eq!(number(&[0, 4, 0]), [0x82, 4, 0]);
        assert_eq!(list(&[bytes(b"cat"), bytes(b"dog")]), b"\xc8\x83cat\x83dog");
        let long = b"Lorem ipsum dolor sit amet, consectetur adipisicing elit";
        assert_eq!(bytes(long)[..2], [0xb8, 0x38]);
        assert_eq!(bytes(&[7; 1024])[..3], [0xb9, 4, 0]);
    }
}
