//! The report about to be issued. What was typed stays when the dialog is closed; the passphrase does not.

use leptos::{prelude::*, task::spawn_local};
use protocol::{CommandError, ErrorCode, IssueReport, IssuedReport, Locale};

use super::App;
use crate::{bridge, logic::format};

/// How far issuing has come.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum IssueStage {
    /// The dialog is closed.
    Closed,
    /// The user fills in the form.
    Form,
    /// The backend works.
    Working,
    /// It is issued.
    Done(IssuedReport),
}

/// The report about to be issued.
#[derive(Clone, Copy)]
pub(crate) struct IssueState {
    /// How far it has come.
    pub(crate) stage: RwSignal<IssueStage>,
    /// The asset it is about: canonical name, and what people call it.
    pub(crate) about: RwSignal<(String, String)>,
    /// Its number; empty for the next free one.
    pub(crate) number: RwSignal<String>,
    /// Whom it is for; may be empty.
    pub(crate) recipient: RwSignal<String>,
    /// Its language.
    pub(crate) locale: RwSignal<Locale>,
    /// Opens the signing key.
    pub(crate) passphrase: RwSignal<String>,
    /// Whether the backend asked for a passphrase.
    pub(crate) passphrase_asked: RwSignal<bool>,
    /// Why it could not be issued.
    pub(crate) error: RwSignal<Option<CommandError>>,
}

impl IssueState {
    pub(super) fn new() -> Self {
        Self {
            stage: RwSignal::new(IssueStage::Closed),
            about: RwSignal::default(),
            number: RwSignal::default(),
            recipient: RwSignal::default(),
            locale: RwSignal::default(),
            passphrase: RwSignal::default(),
            passphrase_asked: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    /// Opens the dialog for an asset.
    pub(crate) fn begin(self, app: App, epc: String, name: String) {
        if self.about.with_untracked(|about| about.0 != epc) {
            self.number.set(String::new());
        }
        self.about.set((epc, name));
        self.locale.set(app.preferences.locale.get_untracked());
        let workspace = untrack(|| app.workspace());
        self.passphrase_asked
            .set(workspace.is_some_and(|state| state.needs_passphrase));
        self.error.set(None);
        self.stage.set(IssueStage::Form);
    }

    /// Closes the dialog.
    pub(crate) fn close(self) {
        self.passphrase.set(String::new());
        self.stage.set(IssueStage::Closed);
    }

    /// Asks where to save, then issues.
    pub(crate) fn confirm(self, app: App) {
        if self.stage.get_untracked() == IssueStage::Working {
            return;
        }
        self.error.set(None);
        let (_, name) = self.about.get_untracked();
        let number = self.number.get_untracked();
        let suggested = format::report_file_name(&number, &name);
        spawn_local(async move {
            match bridge::choose_save_path(&suggested).await {
                Ok(Some(path)) => self.issue(app, path).await,
                Ok(None) => {}
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    async fn issue(self, app: App, out: String) {
        self.stage.set(IssueStage::Working);
        let given = |signal: RwSignal<String>| {
            let text = signal.get_untracked();
            (!text.is_empty()).then_some(text)
        };
        let request = IssueReport {
            epc: self.about.get_untracked().0,
            out,
            number: given(self.number).map(|number| number.trim().to_owned()),
            recipient: given(self.recipient).map(|name| name.trim().to_owned()),
            locale: self.locale.get_untracked(),
            passphrase: given(self.passphrase),
        };
        match bridge::issue_report(&request).await {
            Ok(issued) => {
                self.number.set(String::new());
                self.passphrase.set(String::new());
                self.stage.set(IssueStage::Done(issued));
                app.refresh();
                app.revision.update(|revision| *revision += 1);
            }
            Err(error) => {
                let locked = matches!(
                    error.code,
                    ErrorCode::PassphraseNeeded | ErrorCode::PassphraseWrong
                );
                if locked {
                    self.passphrase_asked.set(true);
                }
                if error.code != ErrorCode::Cancelled {
                    self.error.set(Some(error));
                }
                self.stage.set(IssueStage::Form);
            }
        }
        app.progress.set(None);
    }
}
