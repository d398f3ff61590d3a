//! What a report is asked to say, and how it is told apart from every other request.

use alloy_primitives::{B256, hex};
use protocol::{Paper, ReportWish, TemplateWord};
use report::Template;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{Failure, FailureKind};

/// What a report is to say, for whom and how it is to look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The asset it is about.
    pub epc: String,
    /// Its template, in the newest version.
    pub template: Template,
    /// The shipment that a statement is about; `None` for the newest that carried the asset. Other templates have none.
    pub shipment: Option<String>,
    /// Whom it is for.
    pub recipient: Option<String>,
    /// The size of its pages.
    pub paper: Paper,
    /// Its language.
    pub locale: protocol::Locale,
    /// As known at this block; `None` for the newest.
    pub as_of: Option<u64>,
}

impl Request {
    /// A declaration of provenance of an asset for nobody in particular, in English, on A4, of all that is known.
    pub fn of(epc: impl Into<String>) -> Self {
        Self {
            epc: epc.into(),
            template: Template::default(),
            shipment: None,
            recipient: None,
            paper: Paper::default(),
            locale: protocol::Locale::default(),
            as_of: None,
        }
    }

    /// What the window wishes of a report on this asset.
    pub fn wished(epc: &str, wish: &ReportWish) -> Result<Self, Failure> {
        Ok(Self {
            epc: epc.to_owned(),
            template: template_named(wish.template.word())?,
            shipment: wish.shipment.clone(),
            recipient: wish.recipient.clone(),
            paper: wish.paper,
            locale: wish.locale,
            as_of: wish.as_of,
        })
    }

    /// Whom it is for, without the space around it.
    pub(super) fn recipient(&self) -> Option<&str> {
        let name = self.recipient.as_deref().map(str::trim);
        name.filter(|name| !name.is_empty())
    }
}

/// The template that people mean by this word, in its newest version.
pub fn template_named(word: &str) -> Result<Template, Failure> {
    let named = |template: &Template| template_word(*template) == word;
    let found = Template::ALL.into_iter().rev().find(named);
    found.ok_or_else(|| {
        let known: Vec<&str> = Template::ALL.into_iter().map(template_word).collect();
        let shown: String = word.chars().take(40).collect();
        Failure::new(
            FailureKind::Usage,
            format!("there is no template named {shown}"),
            format!("Name one of: {}.", known.join(", ")),
        )
    })
}

/// What people call a template: its name without the version.
pub fn template_word(template: Template) -> &'static str {
    let name = template.name();
    name.split_once('/').map_or(name, |(word, _)| word)
}

/// The templates that can be chosen, in the order in which they are offered.
pub(crate) fn templates() -> Vec<TemplateWord> {
    let known = |word: &TemplateWord| template_named(word.word()).is_ok();
    TemplateWord::ALL.into_iter().filter(known).collect()
}

/// All that two requests must have in common to be the same, in a fixed form.
#[derive(Serialize)]
struct Canonical<'a> {
    epc: &'a str,
    template: &'a str,
    shipment: Option<&'a str>,
    recipient: Option<&'a str>,
    paper: Paper,
    locale: protocol::Locale,
    as_of: Option<u64>,
    number: Option<&'a str>,
    signer: String,
    target: &'a str,
}

/// What tells a request from every other: two with the same digest ask the same signer for the same words in the same place.
/// `epc` is the canonical name; `target` is where the file goes, or the folder of a batch.
pub(super) fn digest(
    request: &Request,
    epc: &str,
    number: Option<&str>,
    signer: &[u8],
    target: &str,
) -> B256 {
    let canonical = Canonical {
        epc,
        template: request.template.name(),
        shipment: request.shipment.as_deref(),
        recipient: request.recipient(),
        paper: request.paper,
        locale: request.locale,
        as_of: request.as_of,
        number,
        signer: hex::encode(signer),
        target,
    };
    // Strings, numbers and words under fixed keys: nothing in here can fail to be written.
    B256::from_slice(&Sha256::digest(
        serde_json::to_vec(&canonical).unwrap_or_default(),
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_found_by_the_word_for_them() {
        for template in Template::ALL {
            let found = template_named(template_word(template)).unwrap();
            assert_eq!(template_word(found), template_word(template));
        }
        let refused = template_named("provenance/1").unwrap_err();
        assert!(refused.hint.contains("provenance"), "{refused:?}");
    }

    #[test]
    fn what_is_asked_differently_is_another_request() {
        let of = |request: &Request, signer: &[u8], target| {
            digest(request, &request.epc, None, signer, target)
        };
        let plain = Request::of("urn:x");
        let same = of(&plain, b"one", "out");
        let spaces = Request {
            recipient: Some("  ".into()),
            ..plain.clone()
        };
        assert_eq!(of(&spaces, b"one", "out"), same, "for nobody, too");
        let german = Request {
            locale: protocol::Locale::De,
            ..plain.clone()
        };
        let earlier = Request {
            as_of: Some(7),
            ..plain.clone()
        };
        for other in [
            of(&german, b"one", "out"),
            of(&earlier, b"one", "out"),
            of(&plain, b"two", "out"),
            of(&plain, b"one", "elsewhere"),
        ] {
            assert_ne!(other, same);
        }
    }
}
