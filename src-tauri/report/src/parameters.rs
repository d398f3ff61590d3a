//! What a report is told from outside: who issues it, about what, as of when, in which language. It is attached to the report as
//! `parameters.json`; with the evidence it is all that the pages depend on.

use alloy_primitives::B256;
use serde::{Deserialize, Serialize};
use trace::EventTime;

use crate::document::check_names;
use crate::{ReportError, Template};

/// The largest `parameters.json` that is read, in bytes.
pub const MAX_PARAMETERS: usize = 64 * 1024;

/// What a report is told from outside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// The template and its version, as [`Template::name`] has it.
    pub template: String,
    /// The number of the declaration, unique for its issuer (ISO/IEC 17050-1:2004, 6.1 a).
    pub number: String,
    /// The canonical name of the asset that the report is about; of a statement on a shipment, of one of its goods.
    pub subject: String,
    /// The number of the shipment that a statement is about; other templates have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment: Option<B256>,
    /// The block up to which events are told.
    pub as_of: AsOf,
    /// When it is issued.
    pub issued_at: IssuedAt,
    /// Who issues it.
    pub issuer: Issuer,
    /// Whom it is made out to, if anyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Recipient>,
    /// Who signs it, and with what.
    pub signer: Signer,
    /// The language of the pages.
    pub locale: Locale,
    /// The size of the pages.
    #[serde(default)]
    pub paper: Paper,
    /// How well the issuer's workspace had proven the events: see [`trace::Assurance`].
    pub assurance: Proven,
    /// The documents that go with the report besides its evidence, in the order in which they are listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentReference>,
}

/// A document that is attached: what it is called and what its bytes must be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentReference {
    /// The name of the attachment, such as `certificate-0417.pdf`.
    pub name: String,
    /// Its media type (RFC 6838), such as `application/pdf`.
    pub media_type: String,
    /// SHA-256 of its bytes.
    pub sha256: B256,
}

/// The size of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// 210 × 297 mm (ISO 216).
    #[default]
    A4,
    /// 8½ × 11 inches (ANSI/ASME Y14.1, size A).
    Letter,
}

/// The block up to which events are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsOf {
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: B256,
    /// Its time in seconds since 1970.
    pub time: u64,
}

/// An instant as the issuer's clock showed it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedAt {
    /// Seconds since 1970.
    pub unix_seconds: u64,
    /// Minutes east of UTC.
    pub zone_offset_minutes: i16,
}

impl IssuedAt {
    /// The instant as the vocabulary has it.
    pub fn event_time(self) -> EventTime {
        EventTime {
            unix_millis: self.unix_seconds.saturating_mul(1000),
            zone_offset_minutes: self.zone_offset_minutes,
        }
    }
}

/// Who issues a declaration (ISO/IEC 17050-1:2004, 6.1 b and h).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// The company.
    pub name: String,
    /// Its address on one line.
    pub address: String,
    /// Its Global Location Number, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gln: Option<String>,
    /// The function of the person who signs, such as `head of compliance`.
    pub function: String,
}

/// Whom a declaration is made out to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The company.
    pub name: String,
    /// Its address on one line.
    pub address: String,
}

/// Who signs, and with what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// The name in the certificate.
    pub name: String,
    /// The first bytes of the SHA-256 of the certificate, in hex.
    pub certificate: String,
    /// The algorithm in words, such as `ECDSA P-256 with SHA-256`.
    pub algorithm: String,
    /// Whether nobody but the signer vouches for the certificate.
    pub self_signed: bool,
    /// Whether the key is a public one, for trying things out.
    pub demonstration: bool,
}

/// A language of the pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// French.
    Fr,
}

/// The assurances that events in a report can have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proven {
    /// Proven to a quorum of the validators' seals.
    Sealed,
    /// Proven to a block hash that the issuer trusts.
    Included,
    /// A node said so.
    Reported,
}

/// What every version of the parameters has.
#[derive(Deserialize)]
struct Named {
    template: String,
}

impl Parameters {
    /// Reads `parameters.json`.
    pub fn from_json(json: &[u8]) -> Result<Self, ReportError> {
        if json.len() > MAX_PARAMETERS {
            return Err(ReportError::ParametersTooLarge(json.len()));
        }
        let unreadable = |error: serde_json::Error| ReportError::Parameters(error.to_string());
        // The template is asked first: what else there is depends on it.
        let named: Named = serde_json::from_slice(json).map_err(unreadable)?;
        Template::from_name(&named.template)?;
        let parameters: Self = serde_json::from_slice(json).map_err(unreadable)?;
        check_names(&parameters.documents)?;
        Ok(parameters)
    }

    /// The template that these parameters are for.
    pub fn template(&self) -> Result<Template, ReportError> {
        Template::from_name(&self.template)
    }

    /// Writes `parameters.json`: indented, fields in the order above, a line feed at the end.
    pub fn to_json(&self) -> Vec<u8> {
        // Strings, numbers and booleans under fixed keys: nothing in here can fail to be written.
        let mut json = serde_json::to_vec_pretty(self).unwrap_or_default();
        json.push(b'\n');
        json
    }
}
