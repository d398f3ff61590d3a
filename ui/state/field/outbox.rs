//! What becomes of signed records: sent, put aside, adjusted, corrected, carried on a stick.

use leptos::{prelude::*, task::spawn_local};
use protocol::{
    ErrorCode,
    field::{FieldRecordView, SubmitOutbox, WayOut},
};

use super::{Asking, FieldPlace, Opened, tell_outcome};
use crate::{
    bridge::{self, Answer},
    locales::{t, tf},
    state::{App, Notice},
};

impl FieldPlace {
    /// Sends what is due.
    pub(crate) fn send(self, app: App, passphrase: Option<String>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            self.flush(app).await;
            let request = SubmitOutbox {
                account_file: Some(self.payer.get_untracked()).filter(|file| !file.is_empty()),
                passphrase,
                ..SubmitOutbox::default()
            };
            let answer = bridge::submit_outbox(&request).await;
            self.busy.set(false);
            match answer {
                Ok(outcome) => {
                    self.asking.set(None);
                    tell_outcome(app, &outcome);
                }
                Err(error) if error.code == ErrorCode::PassphraseNeeded => {
                    self.refused.set(None);
                    self.asking.set(Some(Asking::ToSend));
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
            app.refresh();
            self.ask(app);
        });
    }

    /// Switches whether a sync sends by itself.
    pub(crate) fn switch(self, app: App, on: bool) {
        spawn_local(async move {
            match bridge::set_automatic(on).await {
                Ok(view) => self.view.set(Some(view)),
                Err(error) => app.fail(error),
            }
        });
    }

    /// Takes a way out of a conflict or a refusal.
    pub(crate) fn take_way(self, app: App, id: String, way: WayOut) {
        match way {
            WayOut::SendAnyway => self.renew(app, async move { bridge::resend_record(&id).await }),
            WayOut::Cancel => self.renew(app, async move { bridge::cancel_record(&id).await }),
            WayOut::LetExpire => self.asking.set(Some(Asking::Discard(id, true))),
            WayOut::Discard => self.asking.set(Some(Asking::Discard(id, false))),
            WayOut::Adjust => self.redraft(app, async move { bridge::adjust_record(&id).await }),
            WayOut::Correct => self.redraft(app, async move { bridge::correct_record(&id).await }),
        }
    }

    fn renew(self, app: App, work: impl Future<Output = Answer<FieldRecordView>> + 'static) {
        spawn_local(async move {
            match work.await {
                Ok(view) => self.opened.set(Opened::Record(Box::new(view))),
                Err(error) if error.code == ErrorCode::PassphraseNeeded => {
                    let device = self
                        .view
                        .with_untracked(|view| view.as_ref()?.device.clone());
                    self.asking.set(device.map(Asking::ToUse));
                }
                Err(error) => app.fail(error),
            }
            self.ask(app);
        });
    }

    fn redraft(
        self,
        app: App,
        work: impl Future<Output = Answer<protocol::field::FieldDraft>> + 'static,
    ) {
        spawn_local(async move {
            match work.await {
                Ok(draft) => {
                    self.ask(app);
                    self.open_id(app, draft.id);
                }
                Err(error) => app.fail(error),
            }
        });
    }

    /// Puts a record aside; a copy is kept.
    pub(crate) fn discard(self, app: App, id: String) {
        self.asking.set(None);
        spawn_local(async move {
            self.flush(app).await;
            match bridge::discard_record(&id).await {
                Ok(()) => {
                    self.begin_form(protocol::field::FieldRecord::default(), None);
                    self.opened.set(Opened::Nothing);
                    app.tell(Notice::done(t("field.discarded-now").to_owned()));
                    app.refresh();
                }
                Err(error) => app.fail(error),
            }
            self.ask(app);
        });
    }

    /// Writes the signed records to a file, for a machine that has a network.
    pub(crate) fn bundle(self, app: App) {
        spawn_local(async move {
            self.flush(app).await;
            let path = match bridge::choose_save_path("outbox.waymark-bundle").await {
                Ok(Some(path)) => path,
                Ok(None) => return,
                Err(error) => return app.fail(error),
            };
            match bridge::export_bundle(&path).await {
                Ok(count) => {
                    let said = [("n", count.to_string()), ("path", path)];
                    let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
                    app.tell(Notice::done(tf("field.bundled", &said)));
                }
                Err(error) => app.fail(error),
            }
        });
    }

    /// Brings back what became of a bundle.
    pub(crate) fn receipts(self, app: App) {
        spawn_local(async move {
            let path = match bridge::choose_file().await {
                Ok(Some(path)) => path,
                Ok(None) => return,
                Err(error) => return app.fail(error),
            };
            match bridge::import_receipts(&path).await {
                Ok(outcome) => tell_outcome(app, &outcome),
                Err(error) => app.fail(error),
            }
            self.ask(app);
        });
    }
}
