//! Portions of assets: whether there is so much, where it should be.

use ledger::limits;
use protocol::field::{FieldPortion, ProblemCode as Code};
use trace::{Portion, Quantity, Record, SubjectId, Unit};

use super::events::At;
use crate::{AssetFacts, Known, read};

/// Where goods are taken from.
#[derive(Clone, Copy)]
pub(super) enum From {
    /// What the party holds.
    Hand,
    /// What is in this.
    Box(SubjectId),
    /// Wherever they are.
    Anywhere,
}

impl<K: Known> At<'_, K> {
    /// The portions of a list; `None` if something is wrong with one of them.
    pub(super) fn portions(
        &mut self,
        path: &str,
        forms: &[FieldPortion],
        from: From,
        record: &Record,
        used_up: bool,
    ) -> Option<Vec<Portion>> {
        read::list(self.problems, path, forms.len());
        let mut read: Vec<Portion> = Vec::with_capacity(forms.len());
        for (number, form) in forms.iter().take(limits::LIST).enumerate() {
            let path = format!("{path}.{number}");
            let Some(portion) = self.portion(&path, form, from, record, used_up) else {
                continue;
            };
            if read.iter().any(|other| other.asset == portion.asset) {
                let name = form.asset.trim();
                self.problems
                    .error(format!("{path}.asset"), Code::Twice, &[name]);
            }
            read.push(portion);
        }
        (read.len() == forms.len()).then_some(read)
    }

    fn portion(
        &mut self,
        path: &str,
        form: &FieldPortion,
        from: From,
        record: &Record,
        used_up: bool,
    ) -> Option<Portion> {
        let (name, quantity) = (format!("{path}.asset"), format!("{path}.quantity"));
        let epc = read::epc(self.problems, &name, &form.asset);
        let asset = epc.as_ref().map(SubjectId::of);
        let facts = asset.and_then(|asset| self.known.asset(asset));
        let unit = self.unit_of(path, form, facts.as_ref());
        let counted = unit.clone().unwrap_or_else(Unit::piece);
        let micro = read::quantity(self.problems, &quantity, &form.quantity, &counted);
        let (epc, asset) = (epc?, asset?);
        let Some(facts) = facts else {
            if unit.is_none() {
                self.problems
                    .error(name, Code::UnknownSubject, &[epc.as_str()]);
                return None;
            }
            self.problems
                .warning(name, Code::UnknownSubject, &[epc.as_str()]);
            return Some(Portion {
                asset,
                micro: micro?,
            });
        };
        let portion = Portion {
            asset,
            micro: micro?,
        };
        self.judge(path, portion, &facts, from);
        if used_up && facts.has_contents {
            self.problems.warning(&name, Code::NotEmpty, &[]);
        }
        if let Some((_, reason)) = &facts.recalled {
            self.problems.warning(&name, Code::Recalled, &[reason]);
        }
        let second = record.time.unix_seconds();
        if second > 0 && second < facts.made_on.unix_seconds() {
            self.problems
                .warning("time", Code::TooEarly, &[epc.as_str()]);
        }
        Some(portion)
    }

    /// The asset's unit, or the one that was typed where the asset is not known.
    fn unit_of(
        &mut self,
        path: &str,
        form: &FieldPortion,
        facts: Option<&AssetFacts>,
    ) -> Option<Unit> {
        let path = format!("{path}.unit");
        let typed = if form.unit.trim().is_empty() {
            None
        } else {
            read::unit(self.problems, &path, &form.unit)
        };
        let Some(facts) = facts else { return typed };
        if typed.is_some_and(|typed| typed != facts.unit) {
            let code = facts.unit.code();
            self.problems.error(path, Code::OtherUnit, &[code]);
        }
        Some(facts.unit.clone())
    }

    /// Whether there is so much of it. More than was ever made is never right; what is not here may be on its way.
    fn judge(&mut self, path: &str, portion: Portion, facts: &AssetFacts, from: From) {
        let path = format!("{path}.quantity");
        let shown = |micro| {
            let unit = facts.unit.clone();
            Quantity { micro, unit }.to_string()
        };
        if portion.micro > facts.made_micro {
            let made = shown(facts.made_micro);
            self.problems.error(path, Code::NotEnough, &[&made]);
            return;
        }
        let (there, code) = match from {
            From::Hand => (self.known.held(portion.asset, self.party), Code::NotEnough),
            From::Box(parent) => (self.known.packed(parent, portion.asset), Code::NotPacked),
            From::Anywhere => return,
        };
        if portion.micro > there {
            self.problems.warning(path, code, &[&shown(there)]);
        } else if facts.has_contents && portion.micro != facts.made_micro {
            let whole = shown(facts.made_micro);
            self.problems.error(path, Code::NotWhole, &[&whole]);
        }
    }

    /// What things are packed in.
    pub(super) fn parent(&mut self, path: &str, text: &str) -> Option<SubjectId> {
        let epc = read::epc(self.problems, path, text)?;
        let id = SubjectId::of(&epc);
        match self.known.asset(id) {
            None => self
                .problems
                .warning(path, Code::UnknownSubject, &[epc.as_str()]),
            Some(facts) => {
                let there = self.known.held(id, self.party);
                if there < facts.made_micro {
                    let unit = facts.unit.clone();
                    let there = Quantity { micro: there, unit }.to_string();
                    self.problems.warning(path, Code::NotEnough, &[&there]);
                }
            }
        }
        Some(id)
    }

    /// Nothing is packed in itself.
    pub(super) fn not_in_itself(&mut self, parent: SubjectId, children: &[Portion]) -> Option<()> {
        let at = children.iter().position(|child| child.asset == parent);
        match at {
            None => Some(()),
            Some(number) => {
                let path = format!("what.children.{number}.asset");
                self.problems.error(path, Code::ToItself, &[]);
                None
            }
        }
    }
}
