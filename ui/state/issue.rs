//! The report about to be issued, or the several. What was typed stays when the dialog is closed; the passphrase does not.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use protocol::{
    BatchIssued, CommandError, ErrorCode, IssueBatch, IssueChoices, IssueReport, IssuedReport,
    Locale, Paper, ReportPreview, ReportWish, ShipmentChoice, TemplateWord,
};

use super::App;
use crate::{bridge, logic::format};

/// How long the words must rest before the page is drawn again.
const REST: Duration = Duration::from_millis(250);

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
    /// They are issued.
    DoneMany(BatchIssued),
}

/// The first page, as far as it is drawn.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Preview {
    /// It is being drawn.
    Drawing,
    /// It is here.
    Drawn(ReportPreview),
    /// Why it cannot be drawn: then it cannot be issued either.
    Refused(CommandError),
}

/// The report about to be issued.
#[derive(Clone, Copy)]
pub(crate) struct IssueState {
    /// How far it has come.
    pub(crate) stage: RwSignal<IssueStage>,
    /// The assets that reports are about: canonical names, and what people call them.
    pub(crate) about: RwSignal<Vec<(String, String)>>,
    /// What can be chosen.
    pub(crate) choices: RwSignal<Option<IssueChoices>>,
    /// What the report is.
    pub(crate) template: RwSignal<TemplateWord>,
    /// The size of its pages.
    pub(crate) paper: RwSignal<Paper>,
    /// Its language.
    pub(crate) locale: RwSignal<Locale>,
    /// Its number; empty for the next free one.
    pub(crate) number: RwSignal<String>,
    /// Whom it is for; may be empty.
    pub(crate) recipient: RwSignal<String>,
    /// The block as of which it speaks, as typed; empty for the newest.
    pub(crate) as_of: RwSignal<String>,
    /// The shipment that a statement is about; empty for the newest.
    pub(crate) shipment: RwSignal<String>,
    /// The first page.
    pub(crate) preview: RwSignal<Preview>,
    /// Counts up with every page asked for, so that a late answer to an old question is dropped.
    question: RwSignal<u32>,
    /// Opens the signing key.
    pub(crate) passphrase: RwSignal<String>,
    /// Whether the backend asked for a passphrase.
    pub(crate) passphrase_asked: RwSignal<bool>,
    /// Whether this report goes without a timestamp, because the authority gives none now.
    pub(crate) unstamped: RwSignal<bool>,
    /// Why it could not be issued.
    pub(crate) error: RwSignal<Option<CommandError>>,
}

impl IssueState {
    pub(super) fn new() -> Self {
        Self {
            stage: RwSignal::new(IssueStage::Closed),
            about: RwSignal::default(),
            choices: RwSignal::new(None),
            template: RwSignal::default(),
            paper: RwSignal::default(),
            locale: RwSignal::default(),
            number: RwSignal::default(),
            recipient: RwSignal::default(),
            as_of: RwSignal::default(),
            shipment: RwSignal::default(),
            preview: RwSignal::new(Preview::Drawing),
            question: RwSignal::new(0),
            passphrase: RwSignal::default(),
            passphrase_asked: RwSignal::new(false),
            unstamped: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    /// Opens the dialog for an asset.
    pub(crate) fn begin(self, app: App, epc: String, name: String) {
        self.begin_many(app, vec![(epc, name)]);
    }

    /// Opens the dialog for one asset or several.
    pub(crate) fn begin_many(self, app: App, about: Vec<(String, String)>) {
        let Some((epc, _)) = about.first().cloned() else {
            return;
        };
        if self.about.with_untracked(|before| *before != about) {
            self.number.set(String::new());
            self.as_of.set(String::new());
            self.shipment.set(String::new());
        }
        self.about.set(about);
        self.choices.set(None);
        self.locale.set(app.preferences.locale.get_untracked());
        let workspace = untrack(|| app.workspace());
        self.passphrase_asked
            .set(workspace.is_some_and(|state| state.needs_passphrase));
        self.error.set(None);
        self.unstamped.set(false);
        self.preview.set(Preview::Drawing);
        self.stage.set(IssueStage::Form);
        spawn_local(async move {
            match bridge::issue_choices(&epc).await {
                Ok(choices) => {
                    if !choices.templates.contains(&self.template.get_untracked()) {
                        self.template.set(TemplateWord::default());
                    }
                    self.choices.set(Some(choices));
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Closes the dialog.
    pub(crate) fn close(self) {
        self.passphrase.set(String::new());
        self.stage.set(IssueStage::Closed);
    }

    /// Whether it is about several assets; tracked.
    pub(crate) fn is_many(self) -> bool {
        self.about.with(|about| about.len() > 1)
    }

    /// The block typed: `Ok(None)` for the newest, an error for what is no block that is held; tracked.
    pub(crate) fn block(self) -> Result<Option<u64>, ()> {
        let typed = self.as_of.get();
        let digits: String = typed.chars().filter(|mark| !mark.is_whitespace()).collect();
        if digits.is_empty() {
            return Ok(None);
        }
        let block: u64 = digits.parse().map_err(|_| ())?;
        let held = self.choices.with(|choices| {
            choices
                .as_ref()
                .is_none_or(|of| (of.first_block..=of.newest_block).contains(&block))
        });
        held.then_some(Some(block)).ok_or(())
    }

    /// What is wished, if all that was typed can be meant; tracked.
    fn wish(self) -> Option<ReportWish> {
        let recipient = self.recipient.get().trim().to_owned();
        Some(ReportWish {
            template: self.template.get(),
            paper: self.paper.get(),
            locale: self.locale.get(),
            recipient: (!recipient.is_empty()).then_some(recipient),
            as_of: self.block().ok()?,
            shipment: self.named_shipment(),
        })
    }

    /// The shipments that can be chosen from: of one asset, for a statement on a shipment, where there are several; tracked.
    pub(crate) fn shipments(self) -> Vec<ShipmentChoice> {
        if self.is_many() || self.template.get() != TemplateWord::Custody {
            return Vec::new();
        }
        let choices = self.choices.get();
        let shipments = choices.map(|choices| choices.shipments).unwrap_or_default();
        if shipments.len() > 1 {
            shipments
        } else {
            Vec::new()
        }
    }

    fn named_shipment(self) -> Option<String> {
        let named = self.shipment.get();
        let is_one = self.shipments().iter().any(|of| of.event == named);
        is_one.then_some(named)
    }

    /// Draws the first page again whenever something changes that stands on it. Belongs to the dialog while it is open.
    pub(crate) fn keep_preview(self) {
        Effect::new(move |before: Option<()>| {
            let (wish, number) = (self.wish(), self.number.get());
            let epc = self
                .about
                .with(|about| about.first().map(|(epc, _)| epc.clone()));
            self.question.update_untracked(|question| *question += 1);
            let question = self.question.get_untracked();
            let (Some(wish), Some(epc)) = (wish, epc) else {
                return;
            };
            let ask = move || {
                if self.question.try_get_untracked() == Some(question) {
                    spawn_local(self.draw(question, epc, number, wish));
                }
            };
            match before {
                None => ask(),
                Some(()) => set_timeout(ask, REST),
            }
        });
    }

    async fn draw(self, question: u32, epc: String, number: String, wish: ReportWish) {
        let drawn = bridge::preview_report(&epc, number.trim(), &wish).await;
        if self.question.try_get_untracked() != Some(question) {
            return;
        }
        self.preview.set(match drawn {
            Ok(drawn) => Preview::Drawn(drawn),
            Err(error) => Preview::Refused(error),
        });
    }

    /// Asks where to save, then issues.
    pub(crate) fn confirm(self, app: App) {
        if self.stage.get_untracked() == IssueStage::Working {
            return;
        }
        let Some(wish) = untrack(|| self.wish()) else {
            return;
        };
        self.error.set(None);
        let about = self.about.get_untracked();
        let number = self.number.get_untracked();
        spawn_local(async move {
            let many = about.len() > 1;
            let name = about.first().map(|(_, name)| name.clone());
            let suggested = format::report_file_name(&number, &name.unwrap_or_default());
            let chosen = if many {
                bridge::choose_folder().await
            } else {
                bridge::choose_save_path(&suggested).await
            };
            match chosen {
                Ok(Some(folder)) if many => self.issue_many(app, folder, wish).await,
                Ok(Some(path)) => self.issue(app, path, wish).await,
                Ok(None) => {}
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    async fn issue(self, app: App, out: String, wish: ReportWish) {
        self.stage.set(IssueStage::Working);
        let number = self.number.get_untracked().trim().to_owned();
        let about = self.about.get_untracked().into_iter().next();
        let request = IssueReport {
            epc: about.unwrap_or_default().0,
            out,
            number: (!number.is_empty()).then_some(number),
            wish,
            passphrase: self.given_passphrase(),
            unstamped: self.unstamped.get_untracked(),
        };
        let answer = bridge::issue_report(&request).await;
        self.end(app, answer.map(IssueStage::Done));
    }

    async fn issue_many(self, app: App, out_dir: String, wish: ReportWish) {
        self.stage.set(IssueStage::Working);
        let about = self.about.get_untracked().into_iter();
        let request = IssueBatch {
            epcs: about.map(|(epc, _)| epc).collect(),
            out_dir,
            wish,
            passphrase: self.given_passphrase(),
            unstamped: self.unstamped.get_untracked(),
        };
        let answer = bridge::issue_batch(&request).await;
        self.end(app, answer.map(IssueStage::DoneMany));
    }

    fn given_passphrase(self) -> Option<String> {
        let text = self.passphrase.get_untracked();
        (!text.is_empty()).then_some(text)
    }

    fn end(self, app: App, answer: Result<IssueStage, CommandError>) {
        match answer {
            Ok(done) => {
                self.number.set(String::new());
                self.passphrase.set(String::new());
                self.stage.set(done);
                app.assets.picked.set(Vec::new());
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
