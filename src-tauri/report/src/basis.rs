//! What a report rests on, read once: the proven events, which of them it tells, and whether they are the whole.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use alloy_primitives::B256;
use evidence::Bundle;
use sha2::{Digest, Sha256};

use crate::document::check_names;
use crate::file::{self, About, Attachment, EVENTS, EVIDENCE, PARAMETERS};
use crate::model::{
    self, Chain, Change, Completeness, History, Incomplete, Recorded, Telling, View, completeness,
};
use crate::pages::{Attached, Drawn, Folio};
use crate::paper::text::{clean, tidied};
use crate::templates::declaration_of;
use crate::words::Words;
use crate::{Declaration, Document, Parameters, ReportError, Template};

/// Evidence and parameters, read once for everything that follows from them.
pub struct Basis<'a> {
    bundle: &'a Bundle,
    parameters: &'a Parameters,
    template: Template,
    documents: &'a [Document],
    view: View,
    chain: Chain,
    recorded: usize,
    completeness: Result<Completeness, Incomplete>,
    declaration: OnceCell<Declaration>,
}

impl<'a> Basis<'a> {
    /// Reads the evidence: every receipt's proof is checked, and so is the proof of the ledger's state if there is one. Whether the
    /// blocks are those of a chain that somebody trusts is not. [`ReportError::Template`] where the parameters name a template that
    /// this version does not have: nobody can say then whether the report is right or wrong.
    pub fn new(bundle: &'a Bundle, parameters: &'a Parameters) -> Result<Self, ReportError> {
        let template = parameters.template()?;
        check_names(&parameters.documents)?;
        let recorded = model::recorded(bundle)?;
        let events = recorded
            .iter()
            .map(|recorded: &Recorded| recorded.event.clone());
        let telling = Telling::new(events.collect(), parameters)?;
        Ok(Self {
            bundle,
            parameters,
            template,
            documents: &[],
            completeness: completeness(bundle, parameters.as_of.number, &recorded, &telling),
            chain: model::chain(bundle, parameters.as_of.number)?,
            recorded: recorded.len(),
            view: View::new(telling, parameters),
            declaration: OnceCell::new(),
        })
    }

    /// With the documents that the parameters list, in their order.
    #[must_use]
    pub fn with_documents(self, documents: &'a [Document]) -> Self {
        Self { documents, ..self }
    }

    /// The template that the report is made by.
    pub fn template(&self) -> Template {
        self.template
    }

    /// Whether nothing was left out.
    pub fn completeness(&self) -> Result<Completeness, &Incomplete> {
        self.completeness.as_ref().copied()
    }

    /// The histories that the report speaks of.
    pub fn histories(&self) -> &BTreeSet<History> {
        &self.view.telling.histories
    }

    /// The slots of the ledger's storage that must be proven for a report on this evidence to be whole, and no others.
    pub fn slots(&self) -> Vec<B256> {
        model::head_slots(&self.view.telling)
    }

    /// How many events of record the evidence proves, told or not.
    pub fn recorded(&self) -> usize {
        self.recorded
    }

    /// What people call the asset that the report is about; an error where the evidence has no event that makes it.
    pub fn object_name(&self) -> Result<String, ReportError> {
        Ok(self.view.object(self.parameters)?.name)
    }

    /// What was taken back of the things told by the block named, in chain order of what it was taken back from.
    pub fn changes(&self) -> Vec<Change> {
        self.view.changes()
    }

    /// What a declaration of provenance says of the subject, whatever the template of the report itself.
    pub fn declaration(&self) -> Result<&Declaration, ReportError> {
        if let Some(known) = self.declaration.get() {
            return Ok(known);
        }
        let says = declaration_of(&self.view, &self.chain, self.proven(), self.parameters)?;
        Ok(self.declaration.get_or_init(|| says))
    }

    /// The whole report, unsigned: pages, `evidence.json`, `events.jsonld`, `parameters.json` and the documents listed in it.
    pub fn render(&self) -> Result<Vec<u8>, ReportError> {
        let words = Words::of(self.parameters.locale);
        let attachments = self.attachments(words)?;
        let drawn = self.drawn(words, &attachments)?;
        let title = self.template.heading(self.parameters.locale).title;
        let about = About {
            title: tidied(&format!("{title} {}", self.parameters.number)),
            author: tidied(&self.parameters.issuer.name),
            subject: tidied(&drawn.subject),
            lang: words.lang,
            issued: self.parameters.issued_at.event_time(),
        };
        file::write(drawn, &about, &attachments)
    }

    /// The pages.
    #[cfg(test)]
    pub(crate) fn draw(&self) -> Result<Drawn, ReportError> {
        let words = Words::of(self.parameters.locale);
        self.drawn(words, &self.attachments(words)?)
    }

    fn drawn(&self, words: &'static Words, files: &[Attachment]) -> Result<Drawn, ReportError> {
        let attached: Vec<Attached> = files.iter().map(told).collect();
        let folio = Folio {
            parameters: self.parameters,
            words,
            heading: self.template.heading(self.parameters.locale),
            attached: &attached,
            chain: &self.chain,
            completeness: self.proven(),
        };
        self.template.draw(&self.view, &folio)
    }

    fn attachments(&self, words: &Words) -> Result<Vec<Attachment>, ReportError> {
        let telling = &self.view.telling;
        let names = model::NamesOf(&self.view.register);
        let events = interchange::to_json(&interchange::document(&telling.events, &names));
        let files = [
            (EVIDENCE, "application/json", self.bundle.to_json()),
            (EVENTS, "application/ld+json", events),
            (PARAMETERS, "application/json", self.parameters.to_json()),
        ];
        let mut attachments: Vec<Attachment> = files
            .into_iter()
            .zip(words.file_about)
            .map(|((name, media_type, bytes), about)| Attachment {
                name: name.to_owned(),
                media_type: media_type.to_owned(),
                description: about.to_owned(),
                bytes,
            })
            .collect();
        for listed in &self.parameters.documents {
            let document = (self.documents.iter())
                .find(|document| document.is(listed))
                .ok_or_else(|| ReportError::Document(clean(&listed.name)))?;
            attachments.push(Attachment {
                name: listed.name.clone(),
                media_type: listed.media_type.clone(),
                description: words.document_about.to_owned(),
                bytes: document.bytes.clone(),
            });
        }
        Ok(attachments)
    }

    /// What the pages say of it: a proof that does not hold proves nothing.
    fn proven(&self) -> Completeness {
        self.completeness().unwrap_or(Completeness::NotProven)
    }
}

/// What the pages tell of a file.
fn told(file: &Attachment) -> Attached {
    Attached {
        name: file.name.clone(),
        about: file.description.clone(),
        size: file.bytes.len(),
        sha256: B256::from_slice(&Sha256::digest(&file.bytes)),
    }
}
