//! The file being verified, and what was found.

use base64::{Engine, engine::general_purpose::STANDARD};
use leptos::{prelude::*, task::spawn_local};
use protocol::{CommandError, ErrorCode, StepView, Verdict};
use wasm_bindgen_futures::JsFuture;

use super::{App, Notice, Place};
use crate::{
    bridge::{self, Answer},
    locales::{current, t, tf},
    logic::format,
};

/// A report is a few hundred kilobytes; beyond this a file is not read into the window.
const LONGEST: f64 = 64e6;

/// How far verifying has come.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Checking {
    /// No file yet.
    Nothing,
    /// The backend works on the file of this name.
    Working(String),
    /// It is done.
    Done(Box<Verdict>),
}

/// The file being verified.
#[derive(Clone, Copy)]
pub(crate) struct VerifyState {
    /// How far it has come.
    pub(crate) stage: RwSignal<Checking>,
    /// The steps decided so far on the file under way.
    pub(crate) steps: RwSignal<Vec<StepView>>,
    /// Where the file is, if the window knows: a file that it read itself has no place.
    pub(crate) path: RwSignal<Option<String>>,
    /// Whether a file is held over the window.
    pub(crate) over: RwSignal<bool>,
    /// Counts up with every file, so that a late answer about an old one is dropped.
    question: RwSignal<u32>,
}

impl VerifyState {
    pub(super) fn new() -> Self {
        Self {
            stage: RwSignal::new(Checking::Nothing),
            steps: RwSignal::new(Vec::new()),
            path: RwSignal::new(None),
            over: RwSignal::new(false),
            question: RwSignal::new(0),
        }
    }

    /// Takes a step of the file under way. One that is not the next belongs to a file that was put aside.
    pub(crate) fn hear(self, step: StepView) {
        let next = self.steps.with_untracked(Vec::len) + 1;
        if usize::from(step.number) == next {
            self.steps.update(|steps| steps.push(step));
        }
    }

    /// Saves the verdict as a PDF where the user says.
    pub(crate) fn save(app: App, verdict: &Verdict) {
        let number = verdict.report.as_ref().map(|report| report.number.as_str());
        let suggested = format::report_file_name(number.unwrap_or("report"), "verdict");
        spawn_local(async move {
            match bridge::save_verdict(&suggested, current()).await {
                Ok(Some(path)) => {
                    app.tell(Notice::done(tf("verdict.saved", &[("path", &path)])));
                }
                Ok(None) => {}
                Err(error) => app.fail(error),
            }
        });
    }

    /// Lets the user choose a file and verifies it.
    pub(crate) fn choose(self, app: App) {
        spawn_local(async move {
            match bridge::choose_open_path().await {
                Ok(Some(path)) => self.check_path(app, path),
                Ok(None) => {}
                Err(error) => app.fail(error),
            }
        });
    }

    /// Verifies the file at a path.
    pub(crate) fn check_path(self, app: App, path: String) {
        let name = format::file_name(&path).to_owned();
        self.path.set(Some(path.clone()));
        self.check(app, name, async move {
            bridge::verify_report(&path, current()).await
        });
    }

    /// Reads a file that the user handed to the window, and verifies it.
    pub(crate) fn check_file(self, app: App, file: web_sys::File) {
        let name = file.name();
        if file.size() > LONGEST {
            app.fail(CommandError {
                code: ErrorCode::Failed,
                message: t("verify.too-long").to_owned(),
                hint: t("verify.too-long-hint").to_owned(),
            });
            return;
        }
        let named = name.clone();
        self.path.set(None);
        self.check(app, name, async move {
            let unread = |_| CommandError {
                code: ErrorCode::Failed,
                message: t("verify.unread").to_owned(),
                hint: t("verify.unread-hint").to_owned(),
            };
            let buffer = JsFuture::from(file.array_buffer()).await.map_err(unread)?;
            let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
            bridge::verify_bytes(&STANDARD.encode(bytes), &named, current()).await
        });
    }

    fn check(
        self,
        app: App,
        name: String,
        verifying: impl Future<Output = Answer<Verdict>> + 'static,
    ) {
        app.go(Place::Verify);
        let before = self.stage.get_untracked();
        let question = self.question.get_untracked() + 1;
        self.question.set(question);
        self.steps.set(Vec::new());
        self.stage.set(Checking::Working(name));
        spawn_local(async move {
            let answer = verifying.await;
            if self.question.get_untracked() != question {
                return;
            }
            app.progress.set(None);
            match answer {
                Ok(verdict) => self.stage.set(Checking::Done(Box::new(verdict))),
                Err(error) => {
                    self.stage.set(match before {
                        Checking::Working(_) => Checking::Nothing,
                        before => before,
                    });
                    app.fail(error);
                }
            }
        });
    }
}
