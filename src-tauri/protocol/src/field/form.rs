//! A record as it is typed: the forms, field by field, and the file that `waymark record` reads. Everything that a person
//! types stays the text that was typed, so that a draft is never less than what stands on the screen.

use serde::{Deserialize, Serialize};

use crate::{AssetKind, Granularity};

/// One record, finished or not. Every field may be missing; unknown ones are refused.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FieldRecord {
    /// The party that acts: an EPC URN or a GS1 Digital Link.
    pub party: String,
    /// When it happened, with the offset of the place: RFC 3339, such as `2026-11-23T10:00:00+01:00`.
    pub time: String,
    /// Where it happened: a location of the directory; empty for none.
    pub place: String,
    /// The CBV business step as a bare word, such as `inspecting`; empty takes the usual one of the event.
    pub biz_step: String,
    /// The CBV disposition as a bare word, such as `in_progress`; it stays off the ledger.
    pub disposition: String,
    /// What happened.
    pub what: FieldEvent,
    /// Photos and files.
    pub documents: Vec<FieldDocument>,
    /// Where exactly, if that is known; it stays off the ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<FieldPosition>,
    /// Whatever else there is to say; it stays off the ledger.
    pub remarks: String,
    /// Up to when it may be submitted, RFC 3339; empty for ever.
    pub expires: String,
    /// Whether it counts only if nothing else happened to its first subject meanwhile.
    pub only_if_unchanged: bool,
}

/// What happened, and to what. Quantities are decimal numbers in the unit of the asset, such as `1050.25`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(
    tag = "event",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum FieldEvent {
    /// An asset came into being without recorded inputs.
    Commission {
        /// The asset.
        #[serde(default)]
        asset: FieldAsset,
    },
    /// Inputs were used up and outputs made.
    Transform {
        /// What was used up.
        #[serde(default)]
        inputs: Vec<FieldPortion>,
        /// What was made.
        #[serde(default)]
        outputs: Vec<FieldAsset>,
    },
    /// Children were put into a parent.
    Pack {
        /// What they were put into.
        #[serde(default)]
        parent: String,
        /// What was put in.
        #[serde(default)]
        children: Vec<FieldPortion>,
    },
    /// Children were taken out of a parent.
    Unpack {
        /// What they were taken out of.
        #[serde(default)]
        parent: String,
        /// What was taken out.
        #[serde(default)]
        children: Vec<FieldPortion>,
    },
    /// Goods left for another party.
    Ship {
        /// The goods.
        #[serde(default)]
        items: Vec<FieldPortion>,
        /// The party that they are meant for.
        #[serde(default)]
        to: String,
    },
    /// Goods arrived.
    Receive {
        /// The shipment's number, `0x` and 64 hex digits.
        #[serde(default)]
        shipment: String,
    },
    /// Goods that arrived were refused.
    Reject {
        /// The shipment's number.
        #[serde(default)]
        shipment: String,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Goods were looked at.
    Observe {
        /// The goods.
        #[serde(default)]
        items: Vec<FieldPortion>,
        /// The number of the shipment that they are under way in; empty if they are in hand.
        #[serde(default)]
        shipment: String,
        /// What was measured.
        #[serde(default)]
        measurements: Vec<Measurement>,
    },
    /// Something is claimed of an asset, a party or a place.
    Attest {
        /// Of which.
        #[serde(default)]
        subject: String,
        /// What.
        #[serde(default)]
        claim: FieldClaim,
    },
    /// An event that this party recorded is wrong.
    Correct {
        /// The event: its digest, or the block and the log index of it, such as `1042/3`.
        #[serde(default)]
        record: String,
        /// Why it is wrong.
        #[serde(default)]
        reason: String,
    },
}

impl Default for FieldEvent {
    fn default() -> Self {
        Self::Observe {
            items: Vec::new(),
            shipment: String::new(),
            measurements: Vec::new(),
        }
    }
}

/// An asset in the making.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FieldAsset {
    /// Its name: an EPC URN or a GS1 Digital Link.
    pub name: String,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// Lot, item or logistic unit.
    pub granularity: Granularity,
    /// What people call it.
    pub description: String,
    /// How much of it there is, a decimal number.
    pub quantity: String,
    /// The unit, a UN/ECE Recommendation 20 code such as `KGM`.
    pub unit: String,
    /// The mass of one whole unit in kilograms, a decimal number; empty where it is not recorded.
    pub unit_mass: String,
}

impl Default for FieldAsset {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: AssetKind::Material,
            granularity: Granularity::Lot,
            description: String::new(),
            quantity: String::new(),
            unit: String::new(),
            unit_mass: String::new(),
        }
    }
}

/// Some of an asset.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FieldPortion {
    /// The asset's name.
    pub asset: String,
    /// How much of it, a decimal number.
    pub quantity: String,
    /// The unit, where the writer wants it checked: it must be the asset's own.
    pub unit: String,
}

/// A claim in the making.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FieldClaim {
    /// What it is about: `recycledContent`, `carbonFootprint`, `origin`, `conformity`, or a word of one's own.
    pub kind: String,
    /// The value, a decimal number; empty for a claim without one.
    pub value: String,
    /// The unit of the value.
    pub unit: String,
    /// The claim in words.
    pub statement: String,
    /// The standard that it was made by.
    pub method: String,
    /// From when it holds, RFC 3339; empty for always.
    pub valid_from: String,
    /// Until when it holds, RFC 3339; empty for ever.
    pub valid_until: String,
    /// SHA-256 of the document that carries it, one of [`FieldRecord::documents`]; empty for none.
    pub document: String,
}

/// Something that was measured; it goes to the ledger with the record.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Measurement {
    /// What was measured, such as `Temperature` (a type of the EPCIS sensor vocabulary, or a word of one's own).
    pub kind: String,
    /// The value, a decimal number.
    pub value: String,
    /// Its unit, a UN/ECE Recommendation 20 code such as `CEL`.
    pub unit: String,
}

/// What an attached file is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DocumentRole {
    /// A photo of what happened.
    #[default]
    Photo,
    /// A delivery note, waybill or packing list.
    DeliveryNote,
    /// A certificate.
    Certificate,
    /// A laboratory's or instrument's report.
    TestReport,
    /// Anything else.
    Other,
}

/// An attached file. Its hash goes to the ledger with the record; its name and content do not.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FieldDocument {
    /// Where the file lies, in a file that `waymark record` reads: beside it. Afterwards it is empty and the file is in the
    /// workspace, under its hash.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
    /// Its name, as the user has it.
    pub name: String,
    /// Its media type, such as `image/jpeg`.
    pub media_type: String,
    /// Its length in bytes.
    pub length: u64,
    /// What it is.
    pub role: DocumentRole,
}

/// Whose word a position is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PositionOrigin {
    /// A person typed it.
    #[default]
    Typed,
    /// A photo says so in its EXIF data, which anybody can write.
    Exif,
    /// It came in a file from another device.
    Imported,
}

/// A point on Earth (WGS 84).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FieldPosition {
    /// Degrees north, a decimal number.
    pub latitude: String,
    /// Degrees east, a decimal number.
    pub longitude: String,
    /// How far off it may be, in metres, a decimal number; empty where nobody knows.
    pub accuracy: String,
    /// Whose word it is.
    pub origin: PositionOrigin,
}

/// How much a problem weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ProblemWeight {
    /// The record cannot be signed.
    Error,
    /// It can, but somebody should look.
    Warning,
}

/// What is wrong with a field.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ProblemCode {
    /// It must be filled in.
    Missing,
    /// It is no name that GS1 or a URI allows; a wrong check digit is among this.
    NotAName,
    /// It is no decimal number of at most six decimals.
    NotANumber,
    /// It must be more than nothing.
    NotPositive,
    /// It is no time with an offset.
    NotATime,
    /// It is no unit of UN/ECE Recommendation 20.
    NotAUnit,
    /// It is no hash, or no number of a shipment or event.
    NotAHash,
    /// It is longer than the ledger takes.
    TooLong,
    /// There are more of them than the ledger takes.
    TooMany,
    /// It is out of the range that the ledger takes.
    OutOfRange,
    /// It is named twice.
    Twice,
    /// An item is one piece (1 H87).
    ItemIsOnePiece,
    /// The workspace knows no such party.
    UnknownParty,
    /// The workspace knows no such place.
    UnknownPlace,
    /// The workspace knows no such asset, party or place.
    UnknownSubject,
    /// The workspace knows no such shipment.
    UnknownShipment,
    /// The workspace knows no such event.
    UnknownEvent,
    /// The name is in use already.
    Exists,
    /// It is not the asset's unit.
    OtherUnit,
    /// The party does not hold that much.
    NotEnough,
    /// What is packed moves as a whole.
    NotWhole,
    /// It still has something in it.
    NotEmpty,
    /// It is not packed in there, or not that much of it.
    NotPacked,
    /// The shipment arrived or was sent back already.
    NotInTransit,
    /// The shipment is meant for another party.
    NotReceiver,
    /// The asset is recalled.
    Recalled,
    /// It lies in the future.
    InFuture,
    /// It lies before what it builds upon.
    TooEarly,
    /// The key does not act for the party, as far as is known here.
    NotDelegated,
    /// What it builds upon is not known well enough here to tie the record to it.
    NotTied,
    /// Only who recorded an event can correct it.
    NotAuthor,
    /// The party lacks a role that the ledger asks for: with the role, and the block at which that was so.
    LacksRole,
    /// The party has nothing to do with what it speaks of: the ledger lets holders speak of goods, and each of itself.
    NotEntitled,
    /// It goes to itself: a shipment to its sender, a box in itself.
    ToItself,
    /// The document is not at hand.
    DocumentMissing,
}

/// Something that is wrong with one field.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// The field as the JSON form names it, such as `what.items.0.quantity`.
    pub path: String,
    /// What is wrong.
    pub code: ProblemCode,
    /// How much that weighs.
    pub weight: ProblemWeight,
    /// What stands in the window's sentence, such as how much there is; hostile text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// The same in English words, for the command line.
    pub words: String,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn a_record_needs_nothing_and_keeps_what_was_typed() {
        let empty: FieldRecord = from_value(json!({})).unwrap();
        assert_eq!(empty, FieldRecord::default());
        let typed = json!({
            "what": { "event": "commission", "asset": { "name": "urn:epc:cl", "quantity": "12," } }
        });
        let record: FieldRecord = from_value(typed).unwrap();
        let FieldEvent::Commission { asset } = &record.what else {
            panic!("{record:?}");
        };
        assert_eq!(asset.quantity, "12,");
        let again: FieldRecord = from_value(to_value(&record).unwrap()).unwrap();
        assert_eq!(again, record);
    }

    #[test]
    fn a_field_that_nobody_knows_is_refused_by_its_name() {
        let wrong = [
            json!({ "colour": "1" }),
            json!({ "what": { "event": "ship", "colour": [] } }),
            json!({ "what": { "event": "commission", "asset": { "colour": "1" } } }),
            json!({ "documents": [{ "colour": 1 }] }),
        ];
        for json in wrong {
            let error = from_value::<FieldRecord>(json).unwrap_err().to_string();
            assert!(error.contains("`colour`"), "{error}");
        }
    }
}
