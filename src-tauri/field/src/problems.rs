//! What is wrong, at the field: collected while a record is read and checked, in English words for those who have no window.

use protocol::field::{FieldProblem, ProblemCode as Code, ProblemWeight as Weight};

/// The longest of the words that come from the record or the ledger.
const SHOWN: usize = 120;

/// The problems of one record.
#[derive(Default, Debug)]
pub(crate) struct Problems(Vec<FieldProblem>);

impl Problems {
    /// The record cannot be signed.
    pub(crate) fn error(&mut self, path: impl Into<String>, code: Code, with: &[&str]) {
        self.add(path.into(), code, Weight::Error, with);
    }

    /// Somebody should look.
    pub(crate) fn warning(&mut self, path: impl Into<String>, code: Code, with: &[&str]) {
        self.add(path.into(), code, Weight::Warning, with);
    }

    fn add(&mut self, path: String, code: Code, weight: Weight, with: &[&str]) {
        let with: Vec<String> = (with.iter())
            .map(|text| {
                text.chars()
                    .filter(|c| !c.is_control())
                    .take(SHOWN)
                    .collect()
            })
            .collect();
        let words = in_words(code, &with);
        self.0.push(FieldProblem {
            path,
            code,
            weight,
            with,
            words,
        });
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.0.iter().any(|problem| problem.weight == Weight::Error)
    }

    pub(crate) fn into_list(self) -> Vec<FieldProblem> {
        self.0
    }
}

#[rustfmt::skip] // One line per code.
fn in_words(code: Code, with: &[String]) -> String {
    let first = with.first().map_or("", String::as_str);
    match code {
        Code::Missing => "must be filled in".to_owned(),
        Code::NotAName => format!("is no name: {first}"),
        Code::NotANumber => format!("is no decimal number with at most six decimals: {first:?}"),
        Code::NotPositive => "must be more than nothing".to_owned(),
        Code::NotATime => format!("is no time with an offset, such as 2026-11-23T10:00:00+01:00: {first:?}"),
        Code::NotAUnit => format!("is no unit of UN/ECE Recommendation 20, such as KGM or H87: {first:?}"),
        Code::NotAHash => format!("is not 64 hex digits: {first:?}"),
        Code::TooLong => format!("has more than the {first} bytes that the ledger takes"),
        Code::TooMany => format!("has more than the {first} entries that the ledger takes"),
        Code::OutOfRange => format!("is out of range: {first}"),
        Code::Twice => format!("is named twice: {first}"),
        Code::ItemIsOnePiece => "an item is exactly one piece (1 H87)".to_owned(),
        Code::UnknownParty => format!("no party of this name is known here: {first}"),
        Code::UnknownPlace => format!("no place of this name is known here: {first}"),
        Code::UnknownSubject => format!("nothing of this name is known here: {first}"),
        Code::UnknownShipment => format!("no shipment of this number is known here: {first}"),
        Code::UnknownEvent => format!("no event of this name is known here: {first}"),
        Code::Exists => format!("the name is in use already: {first}"),
        Code::OtherUnit => format!("the asset is counted in {first}"),
        Code::NotEnough => format!("there is only {first}"),
        Code::NotWhole => format!("something is packed in it: it moves only as a whole, {first}"),
        Code::NotEmpty => "something is still packed in it".to_owned(),
        Code::NotPacked => format!("only {first} of it is packed in there"),
        Code::NotInTransit => "the shipment arrived or was sent back already".to_owned(),
        Code::NotReceiver => "the shipment is not meant for this party".to_owned(),
        Code::Recalled => format!("it is recalled: {first}"),
        Code::InFuture => "lies in the future".to_owned(),
        Code::TooEarly => "lies before the asset was made".to_owned(),
        Code::NotDelegated => "the key does not act for this party, as far as is known here".to_owned(),
        Code::LacksRole => format!("the party lacks the role {first} on the ledger, as of block {}: ask whoever runs the ledger to grant it", with.get(1).map_or("", String::as_str)),
        Code::NotEntitled => "only who holds it, or has it certified, may make a claim about it: the ledger would refuse this".to_owned(),
        Code::NotTied => "what it builds upon is not known well enough here".to_owned(),
        Code::NotAuthor => "only who recorded an event can correct it".to_owned(),
        Code::ToItself => "cannot be the same as the other".to_owned(),
        Code::DocumentMissing => format!("the file is not at hand: {first}"),
    }
}
