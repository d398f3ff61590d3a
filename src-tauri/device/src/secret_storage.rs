//! Web3 Secret Storage, version 3 (ethereum.org, "Web3 Secret Storage Definition"), with scrypt: as Geth and others write it.

use aes::Aes128;
use alloy_primitives::{Address, keccak256};
use ctr::cipher::{KeyIvInit, StreamCipher};
use scrypt::Params;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{DeviceError, random};

const VERSION: u32 = 3;
const CIPHER: &str = "aes-128-ctr";
const KDF: &str = "scrypt";

/// The cost of opening a key that is made here: 2¹⁷ rounds over 1 KiB blocks take 128 MiB for a moment (OWASP's figure).
const LOG_N: u8 = 17;
const R: u32 = 8;
const P: u32 = 1;

/// What a file may ask for at most: Geth's own files take 256 MiB.
const MOST_MEMORY: u64 = 512 << 20;
const MOST_P: u32 = 16;

/// The longest key file, in bytes.
const MAX_LEN: usize = 16 << 10;

#[derive(Serialize, Deserialize)]
struct KeyFile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(alias = "Crypto")]
    crypto: Crypto,
    id: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct Crypto {
    cipher: String,
    cipherparams: CipherParams,
    ciphertext: String,
    kdf: String,
    kdfparams: serde_json::Value,
    mac: String,
}

#[derive(Serialize, Deserialize)]
struct CipherParams {
    iv: String,
}

#[derive(Serialize, Deserialize)]
struct KdfParams {
    dklen: u32,
    n: u64,
    p: u32,
    r: u32,
    salt: String,
}

/// The key in a file, and the account that the file says it is of.
pub(crate) fn open(
    file: &[u8],
    passphrase: &str,
) -> Result<(Zeroizing<[u8; 32]>, Option<Address>), DeviceError> {
    let file = read(file)?;
    let crypto = &file.crypto;
    for (found, wanted) in [(&crypto.cipher, CIPHER), (&crypto.kdf, KDF)] {
        if found != wanted {
            let shown: String = found.chars().take(40).collect();
            return Err(DeviceError::Unsupported(format!("{shown:?} for {wanted}")));
        }
    }
    let iv: [u8; 16] = bytes(&crypto.cipherparams.iv, "iv")?;
    let derived = derive(&crypto.kdfparams, passphrase)?;
    let ciphertext: [u8; 32] = bytes(&crypto.ciphertext, "ciphertext")?;
    let mac: [u8; 32] = bytes(&crypto.mac, "mac")?;
    if mac_of(&derived, &ciphertext) != mac {
        return Err(DeviceError::WrongPassphrase);
    }
    let mut key = Zeroizing::new(ciphertext);
    crypt(&derived, iv, &mut key);
    Ok((key, said(&file)?))
}

/// A file with this key in it.
pub(crate) fn lock(
    key: &[u8; 32],
    account: Address,
    passphrase: &str,
) -> Result<String, DeviceError> {
    let salt = random::<32>()?;
    let iv = random::<16>()?;
    let params = Params::new(LOG_N, R, P).map_err(unsupported)?;
    let derived = stretch(passphrase, &salt, &params)?;
    let mut ciphertext = *key;
    crypt(&derived, iv, &mut ciphertext);
    let kdfparams = KdfParams {
        dklen: 32,
        n: 1 << LOG_N,
        p: P,
        r: R,
        salt: hex::encode(salt),
    };
    let file = KeyFile {
        address: Some(hex::encode(account)),
        crypto: Crypto {
            cipher: CIPHER.to_owned(),
            cipherparams: CipherParams {
                iv: hex::encode(iv),
            },
            ciphertext: hex::encode(ciphertext),
            kdf: KDF.to_owned(),
            kdfparams: serde_json::to_value(kdfparams).map_err(unsupported)?,
            mac: hex::encode(mac_of(&derived, &ciphertext)),
        },
        id: uuid()?,
        version: VERSION,
    };
    serde_json::to_string_pretty(&file).map_err(unsupported)
}

/// The account that a file says it is of.
pub(crate) fn account(file: &[u8]) -> Result<Option<Address>, DeviceError> {
    said(&read(file)?)
}

fn read(file: &[u8]) -> Result<KeyFile, DeviceError> {
    if file.len() > MAX_LEN {
        return Err(DeviceError::NotAKeyFile(format!(
            "it has {} bytes",
            file.len()
        )));
    }
    let read: KeyFile = serde_json::from_slice(file)
        .map_err(|error| DeviceError::NotAKeyFile(error.to_string()))?;
    if read.version != VERSION {
        return Err(DeviceError::Unsupported(format!(
            "version {}",
            read.version
        )));
    }
    Ok(read)
}

fn said(file: &KeyFile) -> Result<Option<Address>, DeviceError> {
    let said = file
        .address
        .as_deref()
        .filter(|address| !address.is_empty());
    said.map(|address| bytes(address, "address").map(Address::new))
        .transpose()
}

fn derive(
    params: &serde_json::Value,
    passphrase: &str,
) -> Result<Zeroizing<[u8; 32]>, DeviceError> {
    let params: KdfParams = serde_json::from_value(params.clone())
        .map_err(|error| DeviceError::NotAKeyFile(error.to_string()))?;
    let memory = params
        .n
        .checked_mul(u64::from(params.r))
        .and_then(|blocks| blocks.checked_mul(128));
    let bearable = memory.is_some_and(|memory| memory <= MOST_MEMORY) && params.p <= MOST_P;
    if params.dklen != 32 || !params.n.is_power_of_two() || !bearable {
        return Err(DeviceError::Unsupported(format!(
            "scrypt with n {}, r {}, p {} and {} bytes",
            params.n, params.r, params.p, params.dklen
        )));
    }
    let log_n = u8::try_from(params.n.ilog2()).map_err(unsupported)?;
    let cost = Params::new(log_n, params.r, params.p).map_err(unsupported)?;
    let salt = hex::decode(&params.salt)
        .map_err(|_| DeviceError::NotAKeyFile("its salt is not hex".to_owned()))?;
    stretch(passphrase, &salt, &cost)
}

fn stretch(
    passphrase: &str,
    salt: &[u8],
    cost: &Params,
) -> Result<Zeroizing<[u8; 32]>, DeviceError> {
    let mut derived = Zeroizing::new([0; 32]);
    scrypt::scrypt(passphrase.as_bytes(), salt, cost, derived.as_mut_slice())
        .map_err(unsupported)?;
    Ok(derived)
}

/// AES-128 in counter mode: locking and opening are the same.
fn crypt(derived: &[u8; 32], iv: [u8; 16], key: &mut [u8; 32]) {
    let mut half = Zeroizing::new([0; 16]);
    half.copy_from_slice(&derived[..16]);
    let mut cipher = ctr::Ctr128BE::<Aes128>::new((&*half).into(), &iv.into());
    cipher.apply_keystream(key);
}

fn mac_of(derived: &[u8; 32], ciphertext: &[u8; 32]) -> [u8; 32] {
    let joined = Zeroizing::new([&derived[16..], ciphertext].concat());
    keccak256(joined.as_slice()).0
}

fn bytes<const N: usize>(text: &str, what: &str) -> Result<[u8; N], DeviceError> {
    let mut bytes = [0; N];
    let digits = text.strip_prefix("0x").unwrap_or(text);
    hex::decode_to_slice(digits, &mut bytes)
        .map_err(|_| DeviceError::NotAKeyFile(format!("its {what} is not {N} bytes in hex")))?;
    Ok(bytes)
}

/// A random UUID (RFC 9562, version 4).
fn uuid() -> Result<String, DeviceError> {
    let mut bytes = random::<16>()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex::encode(bytes);
    let parts = [
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..],
    ];
    Ok(parts.join("-"))
}

fn unsupported(error: impl std::fmt::Display) -> DeviceError {
    DeviceError::Unsupported(error.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The test vector of the definition, for scrypt.
    const VECTOR: &str = r#"{
        "crypto" : {
            "cipher" : "aes-128-ctr",
            "cipherparams" : { "iv" : "83dbcc02d8ccb40e466191a123791e0e" },
            "ciphertext" : "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
            "kdf" : "scrypt",
            "kdfparams" : {
                "dklen" : 32, "n" : 262144, "p" : 8, "r" : 1,
                "salt" : "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"
            },
            "mac" : "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"
        },
        "id" : "3198bc9c-6672-5ab3-d995-4942343ae5b6",
        "version" : 3
    }"#;

    #[test]
    fn the_definitions_own_example_is_opened() {
        let (key, said) = open(VECTOR.as_bytes(), "testpassword").unwrap();
        assert_eq!(
            hex::encode(*key),
            "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
        );
        assert_eq!(said, None);
        assert_eq!(
            open(VECTOR.as_bytes(), "testpasswort").unwrap_err(),
            DeviceError::WrongPassphrase
        );
    }

    #[test]
    fn files_that_ask_for_too_much_or_are_something_else_are_refused() {
        let bent =
            |from: &str, to: &str| open(VECTOR.replace(from, to).as_bytes(), "x").unwrap_err();
        let unsupported = |error| matches!(error, DeviceError::Unsupported(_));
        assert!(unsupported(bent("262144", "1099511627776")));
        assert!(unsupported(bent("262144", "262143")));
        assert!(unsupported(bent("\"p\" : 8", "\"p\" : 4000000000")));
        assert!(unsupported(bent("\"r\" : 1", "\"r\" : 0")));
        assert!(unsupported(bent("\"scrypt\"", "\"pbkdf2\"")));
        assert!(unsupported(bent("\"version\" : 3", "\"version\" : 1")));
        let unreadable = |error| matches!(error, DeviceError::NotAKeyFile(_));
        assert!(unreadable(bent("83dbcc", "83dbc")));
        for junk in [&b"{}"[..], b"", b"\xff\xff", &vec![b' '; MAX_LEN + 1]] {
            assert!(unreadable(open(junk, "x").unwrap_err()));
        }
    }
}
