//! Keys on PKCS#11 tokens (smart cards, security modules): the private key never leaves the token, which is asked for one
//! value per signature.

use std::sync::{Mutex, PoisonError};

use cryptoki::{
    context::{CInitializeArgs, CInitializeFlags, Pkcs11},
    error::{Error, RvError},
    mechanism::Mechanism,
    object::{Attribute, AttributeType, CertificateType, ObjectClass, ObjectHandle},
    session::{Session, UserType},
    slot::{Slot, TokenInfo},
    types::AuthPin,
};
use signature::{Certificate, DigestAlgorithm, KeyKind, Signer, digest_info, ecdsa_value};

use crate::{error::KeystoreError, issuers, uri::TokenUri};

/// A private key on a token, with its certificate. The session stays open as long as the key is held, so that many reports
/// are signed after asking for the PIN once.
#[derive(Debug)]
pub struct TokenKey {
    session: Mutex<Session>,
    key: ObjectHandle,
    kind: KeyKind,
    /// The PIN, where the token wants it again for every signature (`CKA_ALWAYS_AUTHENTICATE`).
    each_time: Option<AuthPin>,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

/// Opens the key at an address. `certificates` are taken where the token itself holds none for its key.
pub fn open_token(
    uri: &TokenUri,
    pin: Option<&str>,
    certificates: &[Certificate],
) -> Result<TokenKey, KeystoreError> {
    let context = load(uri)?;
    let (slot, token) = find_slot(&context, uri)?;
    let session = context.open_ro_session(slot).map_err(said)?;
    let pin = pin.map(AuthPin::from);
    log_in(&session, &token, pin.as_ref())?;
    let (key, id, name) = find_key(&session, uri)?;
    let held = read_certificates(&session)?;
    let own = held.iter().find(|each| !id.is_empty() && each.id == id);
    let certificate = match own {
        Some(held) => Certificate::from_der(&held.der)?,
        None => certificates
            .first()
            .cloned()
            .ok_or(KeystoreError::NoTokenCertificate(name))?,
    };
    certificate.check_may_sign()?;
    let mut others: Vec<Certificate> = certificates.to_vec();
    // What cannot be read on a token is no authority of ours.
    others.extend(
        held.iter()
            .filter_map(|each| Certificate::from_der(&each.der).ok()),
    );
    Ok(TokenKey {
        kind: certificate.key_kind()?,
        chain: issuers(&certificate, &others),
        each_time: pin.filter(|_| wants_pin_each_time(&session, key)),
        certificate,
        session: Mutex::new(session),
        key,
    })
}

impl Signer for TokenKey {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        let digest = self.kind.usual_algorithm().digest;
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let value = match &self.each_time {
            Some(pin) => sign_with_pin(&session, self.key, self.kind, pin, message),
            None => sign_hash(&session, self.key, self.kind, digest, message),
        };
        let value = value.map_err(|error| said(error).to_string())?;
        if matches!(self.kind, KeyKind::Rsa { .. }) {
            return Ok(value);
        }
        ecdsa_value(self.kind, &value).ok_or_else(|| "the token gave no ECDSA value".to_owned())
    }
}

/// The hash is made here and the token only signs it, which the simplest tokens can.
fn sign_hash(
    session: &Session,
    key: ObjectHandle,
    kind: KeyKind,
    digest: DigestAlgorithm,
    message: &[u8],
) -> Result<Vec<u8>, Error> {
    let hash = digest.digest(&[message]);
    match kind {
        KeyKind::Rsa { .. } => {
            let info = digest_info(digest, &hash).ok_or(Error::InvalidValue)?;
            session.sign(&Mechanism::RsaPkcs, key, &info)
        }
        _ => session.sign(&Mechanism::Ecdsa, key, &hash),
    }
}

/// Between beginning and ending the signature, the PIN is given again (PKCS#11, `CKU_CONTEXT_SPECIFIC`); only the
/// mechanisms that hash on the token have such a between.
fn sign_with_pin(
    session: &Session,
    key: ObjectHandle,
    kind: KeyKind,
    pin: &AuthPin,
    message: &[u8],
) -> Result<Vec<u8>, Error> {
    let mechanism = match kind {
        KeyKind::P256 => Mechanism::EcdsaSha256,
        KeyKind::P384 => Mechanism::EcdsaSha384,
        _ => Mechanism::Sha256RsaPkcs,
    };
    session.sign_init(&mechanism, key)?;
    session.login(UserType::ContextSpecific, Some(pin))?;
    session.sign_update(message)?;
    session.sign_final()
}

fn load(uri: &TokenUri) -> Result<Pkcs11, KeystoreError> {
    let context = Pkcs11::new(&uri.module).map_err(|error| KeystoreError::Module {
        path: uri.module.clone(),
        why: error.to_string(),
    })?;
    let threads = CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK);
    match context.initialize(threads) {
        // Another key of this program is held by the same driver.
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(context),
        Err(error) => Err(said(error)),
    }
}

fn find_slot(context: &Pkcs11, uri: &TokenUri) -> Result<(Slot, TokenInfo), KeystoreError> {
    let slots = context.get_slots_with_initialized_token().map_err(said)?;
    let mut names = Vec::new();
    let mut found = Vec::new();
    for slot in slots {
        let Ok(token) = context.get_token_info(slot) else {
            // Pulled out meanwhile.
            continue;
        };
        let name = token.label().to_owned();
        names.push(name.clone());
        let is_meant = uri.token.as_deref().is_none_or(|label| label == name)
            && uri
                .serial
                .as_deref()
                .is_none_or(|serial| serial == token.serial_number())
            && uri.slot.is_none_or(|number| number == slot.id());
        if is_meant {
            found.push((name, slot, token));
        }
    }
    match found.len() {
        0 => Err(KeystoreError::NoToken(names)),
        1 => found
            .pop()
            .map(|(_, slot, token)| (slot, token))
            .ok_or(KeystoreError::NoToken(names)),
        _ => Err(KeystoreError::SeveralTokens(
            found.into_iter().map(|(name, _, _)| name).collect(),
        )),
    }
}

fn log_in(
    session: &Session,
    token: &TokenInfo,
    pin: Option<&AuthPin>,
) -> Result<(), KeystoreError> {
    if !token.login_required() {
        return Ok(());
    }
    let name = || token.label().to_owned();
    if pin.is_none() && !token.protected_authentication_path() {
        return Err(KeystoreError::PinNeeded(name()));
    }
    match session.login(UserType::User, pin) {
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
        Err(Error::Pkcs11(
            RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange,
            _,
        )) => Err(KeystoreError::PinWrong(name())),
        Err(Error::Pkcs11(RvError::PinLocked, _)) => Err(KeystoreError::PinLocked(name())),
        Err(error) => Err(said(error)),
    }
}

/// The key with its identifier and its label.
fn find_key(
    session: &Session,
    uri: &TokenUri,
) -> Result<(ObjectHandle, Vec<u8>, String), KeystoreError> {
    let all = session
        .find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY)])
        .map_err(said)?;
    let mut names = Vec::new();
    let mut found = Vec::new();
    for key in all {
        let (id, label) = id_and_label(session, key)?;
        names.push(label.clone());
        let is_meant = uri.object.as_deref().is_none_or(|name| name == label)
            && uri.id.as_deref().is_none_or(|wanted| wanted == id);
        if is_meant {
            found.push((key, id, label));
        }
    }
    match found.len() {
        0 => Err(KeystoreError::NoTokenKey(names)),
        1 => found.pop().ok_or(KeystoreError::NoTokenKey(names)),
        _ => Err(KeystoreError::SeveralTokenKeys(
            found.into_iter().map(|(_, _, label)| label).collect(),
        )),
    }
}

fn id_and_label(
    session: &Session,
    object: ObjectHandle,
) -> Result<(Vec<u8>, String), KeystoreError> {
    let attributes = session
        .get_attributes(object, &[AttributeType::Id, AttributeType::Label])
        .map_err(said)?;
    let (mut id, mut label) = (Vec::new(), String::new());
    for attribute in attributes {
        match attribute {
            Attribute::Id(bytes) => id = bytes,
            Attribute::Label(bytes) => label = String::from_utf8_lossy(&bytes).into_owned(),
            _ => {}
        }
    }
    Ok((id, label))
}

/// A certificate on a token: the identifier that it shares with its key, and its DER.
#[derive(Default)]
struct Held {
    id: Vec<u8>,
    der: Vec<u8>,
}

/// The X.509 certificates on the token.
fn read_certificates(session: &Session) -> Result<Vec<Held>, KeystoreError> {
    let template = [
        Attribute::Class(ObjectClass::CERTIFICATE),
        Attribute::CertificateType(CertificateType::X_509),
    ];
    let mut found = Vec::new();
    for object in session.find_objects(&template).map_err(said)? {
        let attributes = session
            .get_attributes(object, &[AttributeType::Id, AttributeType::Value])
            .map_err(said)?;
        let mut certificate = Held::default();
        for attribute in attributes {
            match attribute {
                Attribute::Id(bytes) => certificate.id = bytes,
                Attribute::Value(bytes) => certificate.der = bytes,
                _ => {}
            }
        }
        found.push(certificate);
    }
    Ok(found)
}

/// Tokens that do not know the attribute do not ask for it either.
fn wants_pin_each_time(session: &Session, key: ObjectHandle) -> bool {
    session
        .get_attributes(key, &[AttributeType::AlwaysAuthenticate])
        .is_ok_and(|found| found.contains(&Attribute::AlwaysAuthenticate(true)))
}

fn said(error: Error) -> KeystoreError {
    KeystoreError::Token(match error {
        Error::Pkcs11(code, function) => format!("{code} ({function})"),
        other => other.to_string(),
    })
}
