//! The draft in the form: begun, changed, written to the disk a moment after each change, signed.

use std::time::Duration;

use leptos::{leptos_dom::helpers::set_timeout_with_handle, prelude::*, task::spawn_local};
use protocol::{
    ErrorCode,
    field::{
        FieldAsset, FieldClaim, FieldEvent, FieldPortion, FieldRecord, FieldState as Stage,
        OutboxRow, ProblemWeight, SaveDraft, SignRecord,
    },
};

use super::{Asking, FieldPlace, Kept, Opened};
use crate::{
    bridge::{self, browser},
    locales::t,
    logic::when,
    state::{App, Notice, Place},
};

/// How long after the last keystroke a draft is written.
const SOON: Duration = Duration::from_millis(250);

/// What can be recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Commission,
    Transform,
    Pack,
    Unpack,
    Ship,
    Receive,
    Reject,
    Observe,
    Attest,
    Correct,
}

impl Kind {
    /// What is offered, in the order in which goods come and go. A correction begins at the record that it corrects.
    pub(crate) const OFFERED: [Self; 9] = [
        Self::Receive,
        Self::Reject,
        Self::Observe,
        Self::Commission,
        Self::Transform,
        Self::Pack,
        Self::Unpack,
        Self::Ship,
        Self::Attest,
    ];

    /// The kind of a record.
    pub(crate) const fn of(event: &FieldEvent) -> Self {
        match event {
            FieldEvent::Commission { .. } => Self::Commission,
            FieldEvent::Transform { .. } => Self::Transform,
            FieldEvent::Pack { .. } => Self::Pack,
            FieldEvent::Unpack { .. } => Self::Unpack,
            FieldEvent::Ship { .. } => Self::Ship,
            FieldEvent::Receive { .. } => Self::Receive,
            FieldEvent::Reject { .. } => Self::Reject,
            FieldEvent::Observe { .. } => Self::Observe,
            FieldEvent::Attest { .. } => Self::Attest,
            FieldEvent::Correct { .. } => Self::Correct,
        }
    }

    /// The word that tests find its button by.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Commission => "commission",
            Self::Transform => "transform",
            Self::Pack => "pack",
            Self::Unpack => "unpack",
            Self::Ship => "ship",
            Self::Receive => "receive",
            Self::Reject => "reject",
            Self::Observe => "observe",
            Self::Attest => "attest",
            Self::Correct => "correct",
        }
    }

    /// An empty record of this kind: one line where lines can be added.
    fn blank(self, unit: &str) -> FieldEvent {
        let made = || FieldAsset {
            unit: unit.to_owned(),
            ..FieldAsset::default()
        };
        let portions = || vec![FieldPortion::default()];
        match self {
            Self::Commission => FieldEvent::Commission { asset: made() },
            Self::Transform => FieldEvent::Transform {
                inputs: portions(),
                outputs: vec![made()],
            },
            Self::Pack => FieldEvent::Pack {
                parent: String::new(),
                children: portions(),
            },
            Self::Unpack => FieldEvent::Unpack {
                parent: String::new(),
                children: portions(),
            },
            Self::Ship => FieldEvent::Ship {
                items: portions(),
                to: String::new(),
            },
            Self::Receive => FieldEvent::Receive {
                shipment: String::new(),
            },
            Self::Reject => FieldEvent::Reject {
                shipment: String::new(),
                reason: String::new(),
            },
            Self::Observe => FieldEvent::Observe {
                items: portions(),
                shipment: String::new(),
                measurements: Vec::new(),
            },
            Self::Attest => FieldEvent::Attest {
                subject: String::new(),
                claim: FieldClaim {
                    kind: "conformity".to_owned(),
                    ..FieldClaim::default()
                },
            },
            Self::Correct => FieldEvent::Correct {
                record: String::new(),
                reason: String::new(),
            },
        }
    }
}

impl FieldPlace {
    /// Begins a record with what was written last. It is on the disk from the first change.
    pub(crate) fn begin(self, app: App, kind: Kind) {
        app.go(Place::Field);
        spawn_local(async move {
            self.flush(app).await;
            let last = self
                .choices
                .with_untracked(|choices| choices.as_ref().map(|of| of.remembered.clone()))
                .unwrap_or_default();
            let mine = self.choices.with_untracked(|choices| {
                let parties = choices.as_ref()?.parties.iter();
                let mut mine = parties.filter(|party| party.mine);
                mine.next().map(|party| party.epc.clone())
            });
            let now = browser::now();
            let party = if last.party.is_empty() {
                mine.unwrap_or_default()
            } else {
                last.party
            };
            let record = FieldRecord {
                party,
                place: last.place,
                time: when::rfc(now, browser::offset_minutes(now)),
                what: kind.blank(&last.unit),
                ..FieldRecord::default()
            };
            self.begin_form(record, None);
            self.opened.set(Opened::Form);
        });
    }

    /// Opens a record of the list: its form, or what became of it.
    pub(crate) fn open(self, app: App, row: &OutboxRow) {
        self.open_id(app, row.id.clone());
    }

    /// Opens a record by its id.
    pub(crate) fn open_id(self, app: App, id: String) {
        spawn_local(async move {
            self.flush(app).await;
            match bridge::field_record(&id).await {
                Ok(view) if matches!(view.row.state, Stage::Draft | Stage::Ready) => {
                    let ready = view.row.state == Stage::Ready;
                    self.begin_form(view.record, Some(id));
                    self.problems.set(view.problems);
                    self.ready.set(ready);
                    self.kept.set(Kept::Yes);
                    self.opened.set(Opened::Form);
                }
                Ok(view) => {
                    self.begin_form(FieldRecord::default(), None);
                    self.opened.set(Opened::Record(Box::new(view)));
                }
                Err(error) => app.fail(error),
            }
        });
    }

    /// Goes to where a record begins, once what was typed is on the disk.
    pub(crate) fn anew(self, app: App) {
        app.go(Place::Field);
        spawn_local(async move {
            self.flush(app).await;
            self.forget_form();
        });
    }

    /// Puts the form away without a trace: nothing was typed into it, or all of it is on the disk.
    pub(crate) fn forget_form(self) {
        self.begin_form(FieldRecord::default(), None);
        self.opened.set(Opened::Nothing);
    }

    pub(super) fn begin_form(self, record: FieldRecord, id: Option<String>) {
        self.form.update(|form| *form += 1);
        self.record.set(record);
        self.id.set(id);
        self.problems.set(Vec::new());
        self.scanned.set(Vec::new());
        self.ready.set(false);
        self.tried.set(false);
        self.kept.set(Kept::New);
    }

    /// Changes the record, and writes it soon.
    pub(crate) fn edit(self, app: App, change: impl FnOnce(&mut FieldRecord)) {
        self.record.update(change);
        self.change.update(|count| *count += 1);
        self.kept.set(Kept::Soon);
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        let save = move || spawn_local(async move { self.flush(app).await });
        if let Ok(timer) = set_timeout_with_handle(save, SOON) {
            self.timer.set_value(Some(timer));
        }
    }

    /// Writes what was changed and is not on the disk yet. One draft is written after the other, so that none becomes two.
    pub(crate) async fn flush(self, app: App) {
        while self.writing.get_untracked() {
            browser::pause(15).await;
        }
        if self.kept.get_untracked() != Kept::Soon {
            return;
        }
        self.writing.set(true);
        let (change, form) = (self.change.get_untracked(), self.form.get_untracked());
        let is_new = self.id.with_untracked(Option::is_none);
        let draft = SaveDraft {
            id: self.id.get_untracked(),
            record: self.record.get_untracked(),
        };
        let answer = bridge::save_draft(&draft).await;
        self.writing.set(false);
        match answer {
            Ok(saved) if self.form.get_untracked() == form => {
                self.id.set(Some(saved.id));
                if self.change.get_untracked() == change {
                    self.problems.set(saved.problems);
                    self.ready.set(saved.ready);
                    self.kept.set(Kept::Yes);
                }
            }
            Ok(_) => {}
            Err(error) => {
                self.kept.set(Kept::Failed);
                app.fail(error);
            }
        }
        if is_new {
            self.ask(app);
        } else if let Ok(view) = bridge::field().await {
            self.view.set(Some(view));
        }
    }

    /// Signs what stands in the form; from then on it cannot be changed.
    pub(crate) fn sign(self, app: App) {
        self.tried.set(true);
        spawn_local(async move {
            if self.id.with_untracked(Option::is_none) {
                self.kept.set(Kept::Soon);
            }
            self.flush(app).await;
            if !self.ready.get_untracked() {
                let first = self.problems.with_untracked(|problems| {
                    let mut errors = problems
                        .iter()
                        .filter(|of| of.weight == ProblemWeight::Error);
                    errors.next().map(|of| of.path.clone())
                });
                if let Some(path) = first {
                    browser::reveal(&path);
                }
                return;
            }
            if let Some(id) = self.id.get_untracked() {
                self.sign_with(app, id, None).await;
            }
        });
    }

    /// Signs a record, with the passphrase where it was asked for.
    pub(crate) async fn sign_with(self, app: App, id: String, passphrase: Option<String>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let request = SignRecord {
            id: id.clone(),
            passphrase,
        };
        let answer = bridge::sign_record(&request).await;
        self.busy.set(false);
        match answer {
            Ok(view) => {
                self.asking.set(None);
                self.refused.set(None);
                self.begin_form(FieldRecord::default(), None);
                self.opened.set(Opened::Record(Box::new(view)));
                app.tell(Notice::done(t("field.signed-now").to_owned()));
                app.refresh();
                self.ask(app);
            }
            Err(error) if error.code == ErrorCode::PassphraseNeeded => {
                self.refused.set(None);
                self.asking.set(Some(Asking::ToSign(id)));
            }
            Err(error) if error.code == ErrorCode::PassphraseWrong => {
                self.refused
                    .set(Some(t("field.wrong-passphrase").to_owned()));
            }
            Err(error) => {
                self.asking.set(None);
                app.fail(error);
            }
        }
    }
}

/// Puts a name where the first one is missing.
pub(crate) fn put_name(event: &mut FieldEvent, name: String) {
    let portion = |all: &mut Vec<FieldPortion>, name: String| {
        let empty = all.iter_mut().find(|of| of.asset.trim().is_empty());
        if let Some(found) = empty {
            found.asset = name;
        } else {
            all.push(FieldPortion {
                asset: name,
                ..FieldPortion::default()
            });
        }
    };
    match event {
        FieldEvent::Commission { asset } => asset.name = name,
        FieldEvent::Pack { parent, .. } | FieldEvent::Unpack { parent, .. }
            if parent.trim().is_empty() =>
        {
            *parent = name;
        }
        FieldEvent::Transform { inputs: all, .. }
        | FieldEvent::Pack { children: all, .. }
        | FieldEvent::Unpack { children: all, .. }
        | FieldEvent::Ship { items: all, .. }
        | FieldEvent::Observe { items: all, .. } => portion(all, name),
        FieldEvent::Attest { subject, .. } => *subject = name,
        FieldEvent::Receive { .. } | FieldEvent::Reject { .. } | FieldEvent::Correct { .. } => {}
    }
}
