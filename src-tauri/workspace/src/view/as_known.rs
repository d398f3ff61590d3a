//! The record as known at one block, and what is wrong with it as of then: what the views of single assets are made from. Events
//! and how well they are proven are those held, whatever block one looks back to.

use lineage::{Finding, Register, RollUp};
use trace::{Assurance, EventKey, TraceEvent};

use super::badges::Badges;
use super::findings::Marks;
use crate::Workspace;
use crate::open::KnownAt;

/// What is known at a block, beside the workspace that holds the events.
#[derive(Clone, Copy, Debug)]
pub(super) struct AsKnown<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) register: &'a Register,
    pub(super) findings: &'a [Finding],
    pub(super) marks: &'a Marks,
    /// When claims are judged, seconds since 1970: at the last thing that happened.
    pub(super) second: u64,
}

impl<'a> AsKnown<'a> {
    pub(super) fn roll_up(&self) -> RollUp<'a> {
        RollUp::new(self.register, self.second)
    }

    pub(super) fn badges(&self) -> Badges<'a> {
        Badges::of(self.register, self.marks)
    }

    pub(super) fn event(&self, key: EventKey) -> Option<TraceEvent> {
        self.workspace.event(key)
    }

    pub(super) fn assurance(&self, event: EventKey) -> Assurance {
        self.workspace.assurance(event)
    }
}

impl Workspace {
    /// Everything held.
    pub(super) fn now(&self) -> AsKnown<'_> {
        AsKnown {
            workspace: self,
            register: &self.register,
            findings: &self.findings,
            marks: self.marks(),
            second: self.second(),
        }
    }

    /// What was known at another block; `marks` are those of its findings.
    pub(super) fn then<'a>(&'a self, known: &'a KnownAt, marks: &'a Marks) -> AsKnown<'a> {
        AsKnown {
            workspace: self,
            register: &known.register,
            findings: &known.findings,
            marks,
            second: known.register.last_happened(),
        }
    }
}
