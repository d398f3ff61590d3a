//! What keeps a signature verifiable when its issuers are gone (PAdES B-LT, ETSI EN 319 142-1): certificates, lists and
//! answers about their revocation, in an update of their own, the document security store (ISO 32000-2, 12.8.4.3).
//!
//! What stands in it follows from the signatures: exactly the certificates on their paths, and exactly one answer for
//! each that has an issuer. So it can be placed again and compared.

use lopdf::ObjectId;
use sha1::{Digest, Sha1};

use crate::{
    certificate::Certificate,
    error::{SignatureError, SigningError},
    revocation::{self, Moment, RevocationAnswer, RevocationError, is_ocsp},
    standing::{Standing, object, object_start},
    syntax::reference,
    update::{Update, Written},
};

/// A signature with what must be shown about it.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    /// The container with its padding, as it stands in the file.
    pub(crate) contents: Vec<u8>,
    /// The signer's certificate and so on up to a root.
    pub(crate) path: Vec<Certificate>,
    /// The timestamp authority's certificate and so on up to a root.
    pub(crate) authority: Vec<Certificate>,
    /// When the timestamp proves that the signature existed.
    pub(crate) time: u64,
}

impl Subject {
    fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.path.iter().chain(&self.authority)
    }

    /// The name under which readers look for what concerns a signature. SHA-1 only names here.
    fn name(&self) -> String {
        hex::encode_upper(Sha1::digest(&self.contents))
    }
}

/// A certificate about whose revocation something must be known.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) certificate: &'a Certificate,
    /// `None` if it is not at hand.
    pub(crate) issuer: Option<&'a Certificate>,
    moments: Vec<Moment>,
}

impl Question<'_> {
    /// What a list or an answer shows about the certificate.
    pub(crate) fn ask(&self, der: &[u8]) -> Result<RevocationAnswer, RevocationError> {
        let issuer = self.issuer.ok_or(RevocationError::NoIssuer)?;
        let mut newest = Err(RevocationError::Missing);
        for &moment in &self.moments {
            newest = Ok(revocation::check(der, self.certificate, issuer, moment)?);
        }
        newest
    }

    /// The first of several lists and answers that shows it.
    fn ask_all(&self, pool: &[&[u8]]) -> Result<(usize, RevocationAnswer), RevocationError> {
        let mut why = match self.issuer {
            None => RevocationError::NoIssuer,
            Some(_) => RevocationError::Missing,
        };
        for (index, der) in pool.iter().enumerate() {
            match self.ask(der) {
                Ok(answer) => return Ok((index, answer)),
                Err(RevocationError::OtherCertificate) => {}
                Err(revoked @ RevocationError::Revoked(_)) => return Err(revoked),
                Err(error) => why = error,
            }
        }
        Err(why)
    }
}

/// About which certificates something must be known, each once. `closed` is when a timestamp closed the file.
pub(crate) fn questions(subjects: &[Subject], closed: Option<u64>) -> Vec<Question<'_>> {
    let mut questions: Vec<Question<'_>> = Vec::new();
    for subject in subjects {
        let moment = Moment {
            used: subject.time,
            closed,
        };
        for path in [&subject.path, &subject.authority] {
            for (at, certificate) in path.iter().enumerate() {
                if certificate.check_issued_by(certificate).is_ok() {
                    continue;
                }
                let known = questions.iter_mut();
                let mut known = known.filter(|known| known.certificate == certificate);
                match known.next() {
                    Some(known) => known.moments.push(moment),
                    None => questions.push(Question {
                        certificate,
                        issuer: path.get(at + 1),
                        moments: vec![moment],
                    }),
                }
            }
        }
    }
    questions
}

/// What goes into the file.
#[derive(Debug)]
pub(crate) struct Material<'a> {
    subjects: &'a [Subject],
    certificates: Vec<&'a Certificate>,
    /// Answers and lists, each once, with the certificates they are needed for.
    proofs: Vec<(Vec<u8>, Vec<&'a Certificate>)>,
    /// What they say.
    pub(crate) answers: Vec<RevocationAnswer>,
}

impl<'a> Material<'a> {
    /// Takes out of a pool of lists and answers what is needed, in one order.
    pub(crate) fn gather(
        subjects: &'a [Subject],
        closed: Option<u64>,
        pool: &[&[u8]],
    ) -> Result<Self, SignatureError> {
        let mut pool = pool.to_vec();
        pool.sort_by_key(|der| !is_ocsp(der));
        let mut material = Self {
            subjects,
            certificates: Vec::new(),
            proofs: Vec::new(),
            answers: Vec::new(),
        };
        for certificate in subjects.iter().flat_map(Subject::certificates) {
            if !material.certificates.contains(&certificate) {
                material.certificates.push(certificate);
            }
        }
        for question in questions(subjects, closed) {
            let (index, answer) =
                question
                    .ask_all(&pool)
                    .map_err(|error| SignatureError::Revocation {
                        whose: question.certificate.display_name(),
                        error,
                    })?;
            let der = pool[index];
            match material.proofs.iter_mut().find(|(known, _)| known == der) {
                Some((_, whose)) => whose.push(question.certificate),
                None => material
                    .proofs
                    .push((der.to_vec(), vec![question.certificate])),
            }
            material.answers.push(answer);
        }
        material.proofs.sort_by_key(|(der, _)| is_ocsp(der));
        Ok(material)
    }

    /// Adds it to a file that stands like this.
    pub(crate) fn place(
        &self,
        previous: &[u8],
        standing: Standing,
    ) -> Result<Written, SigningError> {
        let mut update = Update::new(previous, standing);
        let store = update.new_id();
        let certificates: Vec<ObjectId> =
            self.certificates.iter().map(|_| update.new_id()).collect();
        let proofs: Vec<ObjectId> = self.proofs.iter().map(|_| update.new_id()).collect();
        let entry = format!("/DSS {}", reference(store));
        update.standing().add_to_catalog(&entry);
        update.catalog();
        update.object(store, &self.store(&certificates, &proofs));
        for (id, certificate) in certificates.iter().zip(&self.certificates) {
            update.stream(*id, certificate.der());
        }
        for (id, (der, _)) in proofs.iter().zip(&self.proofs) {
            update.stream(*id, der);
        }
        update.finish()
    }

    /// The store's dictionary.
    fn store(&self, certificates: &[ObjectId], proofs: &[ObjectId]) -> String {
        let of_subject = |subject: &Subject| {
            let is_own = |it: &Certificate| subject.certificates().any(|own| own == it);
            let own: Vec<ObjectId> = (self.certificates.iter().zip(certificates))
                .filter(|(certificate, _)| is_own(certificate))
                .map(|(_, id)| *id)
                .collect();
            let lists = |ocsp: bool| {
                let needed = self.proofs.iter().zip(proofs).filter(|((der, whose), _)| {
                    is_ocsp(der) == ocsp && whose.iter().any(|it| is_own(it))
                });
                needed.map(|(_, id)| *id).collect::<Vec<_>>()
            };
            format!(
                "/{}<<{}{}{}>>",
                subject.name(),
                entry("Cert", &own),
                entry("CRL", &lists(false)),
                entry("OCSP", &lists(true)),
            )
        };
        let all = |ocsp: bool| {
            let of_kind = self.proofs.iter().zip(proofs);
            let of_kind = of_kind.filter(|((der, _), _)| is_ocsp(der) == ocsp);
            of_kind.map(|(_, id)| *id).collect::<Vec<_>>()
        };
        let subjects: String = self.subjects.iter().map(of_subject).collect();
        format!(
            "<</Type/DSS{}{}{}/VRI<<{subjects}>>>>",
            entry("Certs", certificates),
            entry("CRLs", &all(false)),
            entry("OCSPs", &all(true)),
        )
    }
}

fn entry(key: &str, ids: &[ObjectId]) -> String {
    if ids.is_empty() {
        return String::new();
    }
    let references: Vec<String> = ids.iter().map(|id| reference(*id)).collect();
    format!("/{key}[{}]", references.join(" "))
}

/// The streams of an update that begins like one of these; `None` if it does not. The rest of it is not looked at.
pub(crate) fn streams(update: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = update.strip_prefix(b"\n")?;
    object(&mut rest)?;
    let (_, store) = object(&mut rest)?;
    store.starts_with("<</Type/DSS").then_some(())?;
    let mut found = Vec::new();
    while let Some(stream) = stream(&mut rest) {
        found.push(stream);
    }
    Some(found)
}

fn stream<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (_, body) = object_start(rest)?;
    let body = body.strip_prefix(b"<</Length ")?;
    let digits = body.iter().take(10).position(|&byte| byte == b'>')?;
    let length: usize = std::str::from_utf8(&body[..digits]).ok()?.parse().ok()?;
    let body = body[digits..].strip_prefix(b">>\nstream\n")?;
    let (data, after) = body.split_at_checked(length)?;
    *rest = after.strip_prefix(b"\nendstream\nendobj\n")?;
    Some(data)
}
