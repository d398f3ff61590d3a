//! The address of a key on a token: a PKCS#11 URI (RFC 7512), as far as it names one key and the driver to reach it.
//! A PIN in it is refused: what stands in an address ends up in histories and lists of processes.

use std::{fmt, path::PathBuf};

use thiserror::Error;

/// Longer addresses are refused.
const MAX_LENGTH: usize = 4096;
const SCHEME: &str = "pkcs11:";

/// Why an address of a token's key is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UriError {
    /// It does not begin with `pkcs11:`.
    #[error("it does not begin with pkcs11:")]
    Scheme,
    /// It is longer than 4096 bytes.
    #[error("it is too long")]
    TooLong,
    /// A part of it is not `name=value`, or its percent signs are wrong; holds that part.
    #[error("its part {0:?} cannot be read")]
    Part(String),
    /// A part comes twice; holds its name.
    #[error("{0} stands in it twice")]
    Twice(String),
    /// A part is not one of those that are looked at; holds its name.
    #[error("{0} is not looked at here")]
    Unknown(String),
    /// It holds a PIN.
    #[error("it holds a PIN, which belongs into the environment or a file")]
    Pin,
    /// The driver is not named.
    #[error("it does not name the token's driver (module-path)")]
    NoModule,
}

/// The address of one key on a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenUri {
    /// The driver (`module-path`), a dynamic library.
    pub module: PathBuf,
    /// The token's label.
    pub token: Option<String>,
    /// The token's serial number.
    pub serial: Option<String>,
    /// The number of the slot it is plugged into (`slot-id`).
    pub slot: Option<u64>,
    /// The key's label (`object`).
    pub object: Option<String>,
    /// The key's identifier.
    pub id: Option<Vec<u8>>,
    /// The file that holds the PIN (`pin-source`).
    pub pin_source: Option<PathBuf>,
    text: String,
}

impl TokenUri {
    /// Whether a name is meant as the address of a token's key.
    pub fn is_meant(name: &str) -> bool {
        name.starts_with(SCHEME)
    }

    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, UriError> {
        if text.len() > MAX_LENGTH {
            return Err(UriError::TooLong);
        }
        let rest = text.strip_prefix(SCHEME).ok_or(UriError::Scheme)?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let parts = path.split(';').chain(query.split('&'));
        let mut parts = Parts::read(parts.filter(|part| !part.is_empty()))?;
        if parts.take("pin-value").is_some() {
            return Err(UriError::Pin);
        }
        // Which of several makers' things it is, tokens' labels tell; these are allowed and say nothing more.
        for known in [
            "type",
            "manufacturer",
            "model",
            "library-manufacturer",
            "module-name",
        ] {
            parts.take(known);
        }
        let uri = Self {
            module: parts.text("module-path")?.ok_or(UriError::NoModule)?.into(),
            token: parts.text("token")?,
            serial: parts.text("serial")?,
            slot: parts.number("slot-id")?,
            object: parts.text("object")?,
            id: parts.take("id"),
            pin_source: parts.text("pin-source")?.map(|source| {
                let path = source.strip_prefix("file:").unwrap_or(&source);
                PathBuf::from(path.strip_prefix("//").unwrap_or(path))
            }),
            text: text.to_owned(),
        };
        match parts.0.pop() {
            Some((name, _)) => Err(UriError::Unknown(name)),
            None => Ok(uri),
        }
    }
}

impl fmt::Display for TokenUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The parts of an address by name, their values decoded.
struct Parts(Vec<(String, Vec<u8>)>);

impl Parts {
    fn read<'a>(parts: impl Iterator<Item = &'a str>) -> Result<Self, UriError> {
        let mut found: Vec<(String, Vec<u8>)> = Vec::new();
        for part in parts {
            let unreadable = || UriError::Part(part.to_owned());
            let (name, value) = part.split_once('=').ok_or_else(unreadable)?;
            if found.iter().any(|(known, _)| known == name) {
                return Err(UriError::Twice(name.to_owned()));
            }
            found.push((name.to_owned(), decoded(value).ok_or_else(unreadable)?));
        }
        Ok(Self(found))
    }

    fn take(&mut self, name: &str) -> Option<Vec<u8>> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, UriError> {
        self.take(name)
            .map(String::from_utf8)
            .transpose()
            .map_err(|_| UriError::Part(name.to_owned()))
    }

    fn number(&mut self, name: &str) -> Result<Option<u64>, UriError> {
        self.text(name)?
            .map(|text| text.parse())
            .transpose()
            .map_err(|_| UriError::Part(name.to_owned()))
    }
}

/// A value with its percent-encoded bytes as they are.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = text.bytes();
    let mut found = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        found.push(if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
            u8::try_from(16 * high + low).ok()?
        } else {
            byte
        });
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_names_token_key_and_driver() {
        let text = "pkcs11:token=My%20card;object=report%20key;id=%01%ff;type=private\
                    ?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/run/pin";
        let uri = TokenUri::parse(text).unwrap();
        assert_eq!(uri.token.as_deref(), Some("My card"));
        assert_eq!(uri.object.as_deref(), Some("report key"));
        assert_eq!(uri.id, Some(vec![1, 255]));
        assert_eq!(uri.module, PathBuf::from("/usr/lib/softhsm/libsofthsm2.so"));
        assert_eq!(uri.pin_source, Some(PathBuf::from("/run/pin")));
        assert_eq!(uri.to_string(), text);
    }

    #[test]
    fn other_addresses_are_refused_with_their_reason() {
        let refused = |text: &str| TokenUri::parse(text).unwrap_err();
        assert_eq!(refused("https://example.org"), UriError::Scheme);
        assert_eq!(refused("pkcs11:token=a"), UriError::NoModule);
        assert_eq!(
            refused("pkcs11:token=a?module-path=/m&pin-value=1234"),
            UriError::Pin
        );
        assert_eq!(
            refused("pkcs11:token=a;token=b?module-path=/m"),
            UriError::Twice("token".into())
        );
        assert_eq!(
            refused("pkcs11:token=%4?module-path=/m"),
            UriError::Part("token=%4".into())
        );
        assert_eq!(
            refused("pkcs11:slot-id=one?module-path=/m"),
            UriError::Part("slot-id".into())
        );
        assert_eq!(
            refused("pkcs11:colour=red?module-path=/m"),
            UriError::Unknown("colour".into())
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "pkcs11:[a-z%=;?&0-9-]{0,60}", other: String) {
            let _ = TokenUri::parse(&text);
            let _ = TokenUri::parse(&other);
        }
    }
}
