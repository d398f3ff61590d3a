//! Each form as the event that it will be.

use alloy_primitives::B256;
use ledger::limits;
use protocol::field::{FieldAsset, FieldClaim, FieldEvent, Measurement, ProblemCode as Code};
use trace::{
    AssetDetail, AttestationId, Claim, ClaimKind, EventBody, Portion, Record, ShipmentId, SubjectId,
};

use super::goods::From;
use crate::problems::Problems;
use crate::{Known, ShipmentStatus, read};

/// Where a form is read: by whom, and against what.
pub(super) struct At<'a, K> {
    pub(super) problems: &'a mut Problems,
    pub(super) known: &'a K,
    /// The party that acts; zero while it is not known.
    pub(super) party: SubjectId,
}

impl<K: Known> At<'_, K> {
    /// The event of a form; `None` if something is wrong with it.
    #[expect(clippy::too_many_lines, reason = "an arm for each kind of event")]
    pub(super) fn event(&mut self, what: &FieldEvent, record: Record) -> Option<EventBody> {
        let party = self.party;
        match what {
            FieldEvent::Commission { asset } => {
                let asset = self.new_asset("what.asset", asset)?;
                Some(EventBody::Commissioned {
                    party,
                    asset,
                    record,
                })
            }
            FieldEvent::Transform { inputs, outputs } => {
                let inputs = self.portions("what.inputs", inputs, From::Hand, &record, true);
                let outputs = self.outputs(outputs);
                Some(EventBody::Transformed {
                    party,
                    inputs: inputs?,
                    outputs: outputs?,
                    record,
                })
            }
            FieldEvent::Pack { parent, children } => {
                let parent = self.parent("what.parent", parent);
                let children = self.portions("what.children", children, From::Hand, &record, false);
                let (parent, children) = (parent?, children?);
                self.not_in_itself(parent, &children)?;
                Some(EventBody::Packed {
                    party,
                    parent,
                    children,
                    record,
                })
            }
            FieldEvent::Unpack { parent, children } => {
                let parent = self.parent("what.parent", parent);
                let from = parent.map_or(From::Anywhere, From::Box);
                let children = self.portions("what.children", children, from, &record, false);
                Some(EventBody::Unpacked {
                    party,
                    parent: parent?,
                    children: children?,
                    record,
                })
            }
            FieldEvent::Ship { items, to } => {
                let items = self.portions("what.items", items, From::Hand, &record, false);
                let to_party = self.receiver(to);
                Some(EventBody::Shipped {
                    shipment: ShipmentId(B256::ZERO),
                    party,
                    to_party: to_party?,
                    items: items?,
                    record,
                })
            }
            FieldEvent::Receive { shipment } => {
                let (shipment, from_party, items) = self.arriving("what.shipment", shipment)?;
                Some(EventBody::Received {
                    shipment,
                    party,
                    from_party,
                    items,
                    record,
                })
            }
            FieldEvent::Reject { shipment, reason } => {
                let reason = read::needed(self.problems, "what.reason", reason, limits::REASON);
                let (shipment, from_party, items) = self.arriving("what.shipment", shipment)?;
                Some(EventBody::Rejected {
                    shipment,
                    party,
                    from_party,
                    items,
                    reason,
                    record,
                })
            }
            FieldEvent::Observe {
                items,
                shipment,
                measurements,
            } => {
                self.measured(measurements);
                let shipment = self.under_way(shipment)?;
                let from = if shipment.is_some() {
                    From::Anywhere
                } else {
                    From::Hand
                };
                let items = self.portions("what.items", items, from, &record, false)?;
                Some(EventBody::Observed {
                    party,
                    shipment,
                    items,
                    record,
                })
            }
            FieldEvent::Attest { subject, claim } => self.attested(subject, claim, record),
            FieldEvent::Correct {
                record: event,
                reason,
            } => self.corrected(event, reason, record),
        }
    }

    fn new_asset(&mut self, path: &str, form: &FieldAsset) -> Option<AssetDetail> {
        let asset = read::asset(self.problems, path, form)?;
        if self.known.asset(asset.id()).is_some() || self.is_other_subject(asset.id()) {
            let name = asset.epc.as_str();
            self.problems
                .error(format!("{path}.name"), Code::Exists, &[name]);
        }
        Some(asset)
    }

    fn is_other_subject(&self, id: SubjectId) -> bool {
        self.known.is_party(id) || self.known.is_location(id)
    }

    fn outputs(&mut self, forms: &[FieldAsset]) -> Option<Vec<AssetDetail>> {
        read::list(self.problems, "what.outputs", forms.len());
        let mut made: Vec<AssetDetail> = Vec::new();
        for (number, form) in forms.iter().enumerate() {
            let path = format!("what.outputs.{number}");
            let Some(asset) = self.new_asset(&path, form) else {
                continue;
            };
            if made.iter().any(|other| other.epc == asset.epc) {
                let name = asset.epc.as_str();
                self.problems
                    .error(format!("{path}.name"), Code::Twice, &[name]);
            }
            made.push(asset);
        }
        (made.len() == forms.len()).then_some(made)
    }

    fn receiver(&mut self, to: &str) -> Option<SubjectId> {
        let epc = read::epc(self.problems, "what.to", to)?;
        let id = SubjectId::of(&epc);
        if !self.known.is_party(id) {
            self.problems
                .error("what.to", Code::UnknownParty, &[epc.as_str()]);
        } else if id == self.party {
            self.problems.warning("what.to", Code::ToItself, &[]);
        }
        Some(id)
    }

    /// A shipment that the party is meant to have.
    fn arriving(
        &mut self,
        path: &str,
        text: &str,
    ) -> Option<(ShipmentId, SubjectId, Vec<Portion>)> {
        let id = ShipmentId(read::hash(self.problems, path, text)?);
        let Some(shipment) = self.known.shipment(id) else {
            // Its number is the ledger's, and what is in it nobody could tell.
            self.problems
                .error(path, Code::UnknownShipment, &[text.trim()]);
            return None;
        };
        if shipment.status != ShipmentStatus::UnderWay {
            self.problems.error(path, Code::NotInTransit, &[]);
        } else if shipment.to != self.party {
            self.problems.error(path, Code::NotReceiver, &[]);
        }
        Some((id, shipment.from, shipment.items))
    }

    /// The shipment that goods were seen in; `Some(None)` if they are in hand.
    #[allow(clippy::option_option)] // wrong, in hand, under way
    fn under_way(&mut self, text: &str) -> Option<Option<ShipmentId>> {
        if text.trim().is_empty() {
            return Some(None);
        }
        let path = "what.shipment";
        let id = ShipmentId(read::hash(self.problems, path, text)?);
        match self.known.shipment(id) {
            None => self
                .problems
                .warning(path, Code::UnknownShipment, &[text.trim()]),
            Some(shipment) if shipment.status != ShipmentStatus::UnderWay => {
                self.problems.warning(path, Code::NotInTransit, &[]);
            }
            Some(_) => {}
        }
        Some(Some(id))
    }

    fn measured(&mut self, measurements: &[Measurement]) {
        if measurements.len() > limits::LIST {
            let most = limits::LIST.to_string();
            self.problems
                .error("what.measurements", Code::TooMany, &[&most]);
        }
        for (number, measured) in measurements.iter().enumerate() {
            let at = |field: &str| format!("what.measurements.{number}.{field}");
            read::needed(
                self.problems,
                &at("kind"),
                &measured.kind,
                limits::CLAIM_KIND,
            );
            if measured.value.trim().is_empty() {
                self.problems.error(at("value"), Code::Missing, &[]);
            }
            read::signed_micro(self.problems, &at("value"), &measured.value);
            if !measured.unit.trim().is_empty() {
                read::unit(self.problems, &at("unit"), &measured.unit);
            }
        }
    }

    fn attested(&mut self, subject: &str, claim: &FieldClaim, record: Record) -> Option<EventBody> {
        let epc = read::epc(self.problems, "what.subject", subject);
        let claim = self.claim(claim);
        let epc = epc?;
        let id = SubjectId::of(&epc);
        if self.known.asset(id).is_none() && !self.is_other_subject(id) {
            self.problems
                .warning("what.subject", Code::UnknownSubject, &[epc.as_str()]);
        } else if !self.may_speak_of(id) {
            self.problems
                .warning("what.subject", Code::NotEntitled, &[]);
        }
        Some(EventBody::Attested {
            attestation: AttestationId(B256::ZERO),
            subject: id,
            party: self.party,
            certified: false,
            claim: claim?,
            record,
        })
    }

    /// Whether the ledger takes a declaration of the party about this, as far as is known. Whose a place is is not known here.
    fn may_speak_of(&self, id: SubjectId) -> bool {
        id == self.party || self.known.is_location(id) || self.known.held(id, self.party) > 0
    }

    fn claim(&mut self, form: &FieldClaim) -> Option<Claim> {
        let at = |field: &str| format!("what.claim.{field}");
        let problems = &mut *self.problems;
        let kind = read::needed(problems, &at("kind"), &form.kind, limits::CLAIM_KIND);
        let unit = read::text(problems, &at("unit"), &form.unit, limits::CLAIM_UNIT);
        let statement = read::text(
            problems,
            &at("statement"),
            &form.statement,
            limits::STATEMENT,
        );
        let method = read::text(problems, &at("method"), &form.method, limits::TEXT);
        let value_micro = read::signed_micro(problems, &at("value"), &form.value);
        let valid_from = read::second(problems, &at("validFrom"), &form.valid_from);
        let valid_until = read::second(problems, &at("validUntil"), &form.valid_until);
        if valid_from
            .zip(valid_until)
            .is_some_and(|(from, until)| until < from)
        {
            problems.error(
                at("validUntil"),
                Code::OutOfRange,
                &[form.valid_until.trim()],
            );
        }
        if form.value.trim().is_empty() && statement.is_empty() {
            problems.error(at("value"), Code::Missing, &[]);
        }
        let document_hash = if form.document.trim().is_empty() {
            None
        } else {
            Some(read::hash(problems, &at("document"), &form.document)?)
        };
        Some(Claim {
            kind: ClaimKind::from_word(&kind),
            value_micro: value_micro?,
            unit,
            statement,
            method,
            valid_from,
            valid_until,
            document_hash,
        })
    }

    fn corrected(&mut self, event: &str, reason: &str, record: Record) -> Option<EventBody> {
        let reason = read::needed(self.problems, "what.reason", reason, limits::REASON);
        let event = event.trim();
        if event.is_empty() {
            self.problems.error("what.record", Code::Missing, &[]);
            return None;
        }
        let Some(wrong) = self.known.event(event) else {
            self.problems
                .error("what.record", Code::UnknownEvent, &[event]);
            return None;
        };
        if wrong.party != self.party {
            self.problems.error("what.record", Code::NotAuthor, &[]);
        }
        Some(EventBody::Corrected {
            corrected: wrong.digest,
            party: self.party,
            histories: wrong.histories,
            reason,
            record,
        })
    }
}
