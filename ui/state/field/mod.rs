//! Work in the field: who writes, what is written, and how far it has come. What is typed is on the disk a moment later.

mod attaching;
mod draft;
mod outbox;

use std::collections::HashMap;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use protocol::{
    ErrorCode,
    field::{
        DocumentFacts, FieldChoices, FieldProblem, FieldRecord, FieldRecordView,
        FieldState as Stage, FieldView, IdentifierView, LabelRequest, OutboxOutcome, ScannedSymbol,
    },
};

use super::{App, Notice};
use crate::{
    bridge::{self, Answer, browser},
    locales::{t, tf},
};

pub(crate) use draft::{Kind, put_name};

/// Where the place of the paying account's file is kept.
const PAYER_KEY: &str = "waymark-payer";

/// What the right side of the place shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Opened {
    /// Nothing yet.
    Nothing,
    /// A draft.
    Form,
    /// A record that cannot be changed any more.
    Record(Box<FieldRecordView>),
}

/// Whether what stands in the form is on the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kept {
    /// Nothing was typed yet.
    New,
    /// It is about to be written.
    Soon,
    /// It is.
    Yes,
    /// It could not be written.
    Failed,
}

/// What the place asks for in a dialog.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Asking {
    /// The passphrase, to sign this record.
    ToSign(String),
    /// The passphrase, to send.
    ToSend,
    /// The passphrase, to let this person write.
    ToUse(String),
    /// A new person's name and passphrase.
    Person,
    /// Whether this record is to be put aside; whether it is signed.
    Discard(String, bool),
    /// Whose account pays for sending.
    Payer,
    /// What a label is to look like.
    Label(Box<LabelRequest>),
}

/// Work in the field.
#[derive(Clone, Copy)]
pub(crate) struct FieldPlace {
    /// The backend's answer: people, records, counts.
    pub(crate) view: RwSignal<Option<FieldView>>,
    /// What can be chosen in a form.
    pub(crate) choices: RwSignal<Option<FieldChoices>>,
    /// Only records in this state are listed.
    pub(crate) only: RwSignal<Option<Stage>>,
    /// What the right side shows.
    pub(crate) opened: RwSignal<Opened>,
    /// What stands in the form.
    pub(crate) record: RwSignal<FieldRecord>,
    /// Its id, once it was saved.
    pub(crate) id: RwSignal<Option<String>>,
    /// What is wrong with it.
    pub(crate) problems: RwSignal<Vec<FieldProblem>>,
    /// Whether it can be signed.
    pub(crate) ready: RwSignal<bool>,
    /// Whether its writer wanted to sign it: from then on empty fields are errors.
    pub(crate) tried: RwSignal<bool>,
    /// Whether it is on the disk.
    pub(crate) kept: RwSignal<Kept>,
    /// What the dialog asks.
    pub(crate) asking: RwSignal<Option<Asking>>,
    /// Why the dialog's answer was refused.
    pub(crate) refused: RwSignal<Option<String>>,
    /// Whether something is under way that must not begin twice.
    pub(crate) busy: RwSignal<bool>,
    /// What attached files say of themselves, by hash.
    pub(crate) facts: RwSignal<HashMap<String, DocumentFacts>>,
    /// What was scanned from the file attached last.
    pub(crate) scanned: RwSignal<Vec<ScannedSymbol>>,
    /// What names are known to be, by the name.
    pub(crate) names: RwSignal<HashMap<String, IdentifierView>>,
    /// The file with the key of the account that pays for sending; empty: the key in use pays.
    pub(crate) payer: RwSignal<String>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Whether a draft is being written to the disk.
    writing: RwSignal<bool>,
    /// Counts changes of the form.
    change: RwSignal<u32>,
    /// Counts forms, so that a late answer about another one is dropped.
    form: RwSignal<u32>,
}

impl FieldPlace {
    pub(super) fn new() -> Self {
        Self {
            view: RwSignal::new(None),
            choices: RwSignal::new(None),
            only: RwSignal::new(None),
            opened: RwSignal::new(Opened::Nothing),
            record: RwSignal::new(FieldRecord::default()),
            id: RwSignal::new(None),
            problems: RwSignal::new(Vec::new()),
            ready: RwSignal::new(false),
            tried: RwSignal::new(false),
            kept: RwSignal::new(Kept::New),
            asking: RwSignal::new(None),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
            facts: RwSignal::new(HashMap::new()),
            scanned: RwSignal::new(Vec::new()),
            names: RwSignal::new(HashMap::new()),
            payer: RwSignal::new(browser::kept(PAYER_KEY).unwrap_or_default()),
            timer: StoredValue::new(None),
            writing: RwSignal::new(false),
            change: RwSignal::new(0),
            form: RwSignal::new(0),
        }
    }

    /// Begins anew for another workspace.
    pub(crate) fn forget(self) {
        self.view.set(None);
        self.choices.set(None);
        self.only.set(None);
        self.opened.set(Opened::Nothing);
        self.asking.set(None);
        self.names.set(HashMap::new());
        self.begin_form(FieldRecord::default(), None);
    }

    /// Asks the backend how everything stands.
    pub(crate) fn ask(self, app: App) {
        spawn_local(async move {
            match bridge::field().await {
                Ok(view) => self.view.set(Some(view)),
                Err(error) => app.fail(error),
            }
            match bridge::field_choices().await {
                Ok(choices) => self.choices.set(Some(choices)),
                Err(error) => app.fail(error),
            }
            self.refresh_record(app).await;
        });
    }

    /// Shows the open record as it stands now.
    async fn refresh_record(self, app: App) {
        let open = || {
            self.opened.with_untracked(|opened| match opened {
                Opened::Record(view) => Some(view.row.id.clone()),
                Opened::Nothing | Opened::Form => None,
            })
        };
        let Some(id) = open() else {
            return;
        };
        match bridge::field_record(&id).await {
            // Whoever went on to something else meanwhile is not called back.
            Ok(view) if open().as_ref() == Some(&id) => {
                self.opened.set(Opened::Record(Box::new(view)));
            }
            Ok(_) => {}
            Err(error) => app.fail(error),
        }
    }

    /// Lets another account pay for sending, whose key is in this file; none: the key in use pays.
    pub(crate) fn pay_with(self, file: String) {
        browser::keep(
            PAYER_KEY,
            Some(file.as_str()).filter(|file| !file.is_empty()),
        );
        self.payer.set(file);
    }

    /// Reads what a name is, once.
    pub(crate) fn learn(self, name: &str) {
        let name = name.trim().to_owned();
        if name.is_empty() || self.names.with_untracked(|names| names.contains_key(&name)) {
            return;
        }
        spawn_local(async move {
            if let Ok(protocol::field::IdentifierAnswer::Named { view }) =
                bridge::read_identifier(&name).await
            {
                self.names.update(|names| {
                    names.insert(name, *view);
                });
            }
        });
    }

    /// Takes a new person's key, or another person's.
    pub(crate) fn take_people(self, app: App, answer: Answer<FieldView>) {
        self.busy.set(false);
        match answer {
            Ok(view) => {
                self.asking.set(None);
                self.refused.set(None);
                let was_nobody = self
                    .view
                    .with_untracked(|view| view.as_ref().is_none_or(|view| view.device.is_none()));
                self.view.set(Some(view));
                // What was begun before anybody said who they are is the first one's; another person finds an empty desk.
                if was_nobody && self.opened.with_untracked(|opened| *opened == Opened::Form) {
                    self.edit(app, |_| {});
                } else {
                    self.opened.set(Opened::Nothing);
                }
                self.ask(app);
            }
            Err(error) if error.code == ErrorCode::PassphraseWrong => {
                self.refused
                    .set(Some(t("field.wrong-passphrase").to_owned()));
            }
            Err(error) => self.refused.set(Some(error.message)),
        }
    }
}

/// Tells what came of sending.
fn tell_outcome(app: App, outcome: &OutboxOutcome) {
    let count = |list: &[String]| list.len().to_string();
    if let Some(trouble) = &outcome.trouble {
        app.tell(Notice::warning(
            trouble.clone(),
            t("field.trouble-hint").to_owned(),
        ));
    }
    let (sent, refused) = (outcome.sent.len(), outcome.refused.len());
    if refused > 0 {
        app.tell(Notice::warning(
            tf("field.outcome-refused", &[("n", &count(&outcome.refused))]),
            t("field.outcome-refused-hint").to_owned(),
        ));
    }
    let cancelled = outcome.cancelled.len();
    if sent + cancelled > 0 {
        app.tell(Notice::done(tf(
            "field.outcome-sent",
            &[("n", &(sent + cancelled).to_string())],
        )));
    } else if refused == 0 && outcome.trouble.is_none() {
        let key = "field.outcome-nothing";
        app.tell(Notice::done(tf(key, &[("n", &count(&outcome.waiting))])));
    }
}
