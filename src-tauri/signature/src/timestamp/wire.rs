//! What goes to a timestamp authority and what comes back (RFC 3161, sections 2.4.1 and 2.4.2), in DER.

use cms::content_info::ContentInfo;
use der::{
    Decode, Encode, Sequence,
    asn1::{BitString, Int, OctetString},
};
use spki::AlgorithmIdentifierOwned;

use super::{
    TimestampError,
    statement::{MessageImprint, Statement},
    token,
};
use crate::{algorithm::DigestAlgorithm, certificate::Certificate};

/// No honest answer is longer.
const MAX_ANSWER_BYTES: usize = 64 * 1024;
/// So much of an authority's words is kept.
const MAX_WORDS: usize = 200;

#[derive(Sequence)]
pub(super) struct TimeStampReq {
    version: u8,
    pub(super) imprint: MessageImprint,
    pub(super) nonce: Int,
    certificates: bool,
}

#[derive(Sequence)]
pub(super) struct TimeStampResp {
    pub(super) status: StatusInfo,
    pub(super) token: Option<ContentInfo>,
}

/// `PKIStatusInfo`.
#[derive(Sequence)]
pub(super) struct StatusInfo {
    pub(super) status: u8,
    pub(super) words: Option<Vec<String>>,
    pub(super) failure: Option<BitString>,
}

/// One question to a timestamp authority: when did this hash exist?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampRequest {
    imprint: [u8; 32],
    nonce: [u8; 8],
}

impl TimestampRequest {
    /// A request for a SHA-256 `imprint`. The nonce should be drawn at random.
    pub fn new(imprint: [u8; 32], nonce: [u8; 8]) -> Self {
        Self { imprint, nonce }
    }

    /// The request in DER, of the media type `application/timestamp-query`. It asks for the authority's certificate and
    /// for no particular policy.
    pub fn to_der(&self) -> Vec<u8> {
        self.request()
            .and_then(|it| it.to_der())
            .unwrap_or_default()
    }

    fn request(&self) -> der::Result<TimeStampReq> {
        Ok(TimeStampReq {
            version: 1,
            imprint: MessageImprint {
                algorithm: AlgorithmIdentifierOwned {
                    oid: DigestAlgorithm::Sha256.oid(),
                    parameters: Some(der::Any::null()),
                },
                hash: OctetString::new(self.imprint.to_vec())?,
            },
            nonce: self.nonce()?,
            certificates: true,
        })
    }

    /// The nonce as a number that is positive and has one form.
    fn nonce(&self) -> der::Result<Int> {
        let mut bytes = self.nonce;
        bytes[0] = (bytes[0] & 0x7f) | 0x40;
        Int::new(&bytes)
    }

    /// Takes the token out of an answer (`application/timestamp-reply`), checks it against this request, and gives it in
    /// the one form that is written into files: what no signature covers in it is written anew. `more` are certificates
    /// that complete the authority's path where the token does not.
    pub fn accept(&self, answer: &[u8], more: &[Certificate]) -> Result<Vec<u8>, TimestampError> {
        let token = self.open(answer)?;
        let token = token::canonical(&token, more)?;
        token::check(&token, &self.imprint)?;
        Ok(token)
    }

    /// The token of an answer as it came; the answer must be a yes to this very request.
    pub(crate) fn open(&self, answer: &[u8]) -> Result<Vec<u8>, TimestampError> {
        let unreadable = |_| TimestampError::Structure("the authority's answer cannot be read");
        if answer.len() > MAX_ANSWER_BYTES {
            return Err(TimestampError::Structure(
                "the authority's answer is too long",
            ));
        }
        let answer = TimeStampResp::from_der(answer).map_err(unreadable)?;
        // Granted, or granted with changes (RFC 3161, section 2.4.2).
        let (0 | 1, Some(token)) = (answer.status.status, answer.token) else {
            return Err(TimestampError::Refused(words(&answer.status)));
        };
        let token = token.to_der().map_err(unreadable)?;
        let statement: Statement = token::statement(&token)?;
        if statement.nonce != self.nonce().ok() {
            return Err(TimestampError::OtherNonce);
        }
        Ok(token)
    }
}

fn words(status: &StatusInfo) -> String {
    let said = status.words.iter().flatten().cloned();
    let said: Vec<String> = said.collect();
    let text: String = if said.is_empty() {
        format!("status {}", status.status)
    } else {
        said.join(" ")
    };
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_WORDS)
        .collect()
}
