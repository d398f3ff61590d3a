//! Work in the field: drafts, signing, the outbox, and whose key is in use.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use protocol::field::{
    AttachBytes, AttachFile, DeviceKeyWish, FieldChoices, FieldDocument, FieldDraft,
    FieldRecordView, FieldView, OutboxOutcome, SaveDraft, SignRecord, SubmitOutbox,
};
use tauri::State;
use workspace::{
    Access, Attachment, Failure, FailureKind, Session, Workspace, create_device, open_device,
    read_account_key,
};

use super::{apart, now};
use crate::failure::{Answer, told};
use crate::state::Desk;

/// Whose device key is open, if one is: asked for once a session.
#[derive(Default)]
pub(crate) struct Person(Mutex<Option<Session>>);

impl Person {
    fn session(&self) -> MutexGuard<'_, Option<Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The open key, or the one of `name` opened with the passphrase that came along.
    fn open(&self, workspace: &Workspace, passphrase: Option<&str>) -> Result<Session, Failure> {
        if let Some(session) = self.session().as_ref() {
            return Ok(session.clone());
        }
        let view = workspace.field(None)?;
        let name = view.device.ok_or_else(|| {
            Failure::new(
                FailureKind::InputMissing,
                "Nobody's device key is in use.",
                "Choose who you are, or make a device key.",
            )
        })?;
        let session = open_device(Some(Path::new(&name)), passphrase)?;
        *self.session() = Some(session.clone());
        Ok(session)
    }
}

/// The Field place as it is after something was done.
fn seen(desk: &Desk, person: &Person) -> Answer<FieldView> {
    let session = person.session().clone();
    desk.ask(|workspace| workspace.field(session.as_ref()))
}

/// The workspace once more, for what takes its time.
fn beside(desk: &Desk) -> Answer<Workspace> {
    let path = desk.ask(|workspace| Ok(workspace.path().to_owned()))?;
    Workspace::open(&path, Access::Read).map_err(told)
}

/// After a sync: what it says of the records, and, where that was switched on, what is signed is sent.
pub(crate) fn after_sync(desk: &Desk, person: &Person) -> Answer<()> {
    let automatic = desk.ask(|workspace| {
        workspace.reconcile(now())?;
        workspace.sends_by_itself()
    })?;
    let Some(session) = person.session().clone().filter(|_| automatic) else {
        return Ok(());
    };
    let workspace = beside(desk)?;
    let sent = apart(move || workspace.submit_outbox(session.payer(), Some(&session), None, now()));
    sent.map(drop).map_err(told)
}

#[tauri::command(async)]
pub(crate) fn field(desk: State<'_, Desk>, person: State<'_, Person>) -> Answer<FieldView> {
    desk.ask(|workspace| workspace.reconcile(now()))?;
    seen(&desk, &person)
}

#[tauri::command(async)]
pub(crate) fn field_choices(
    desk: State<'_, Desk>,
    person: State<'_, Person>,
) -> Answer<FieldChoices> {
    let session = person.session().clone();
    desk.ask(|workspace| workspace.field_choices(session.as_ref()))
}

#[tauri::command(async)]
pub(crate) fn field_record(desk: State<'_, Desk>, id: &str) -> Answer<FieldRecordView> {
    desk.ask(|workspace| workspace.field_record(id, now()))
}

#[tauri::command(async)]
pub(crate) fn save_draft(
    desk: State<'_, Desk>,
    person: State<'_, Person>,
    draft: SaveDraft,
) -> Answer<FieldDraft> {
    let open = person.session().as_ref().map(Session::account);
    desk.ask(|workspace| {
        let device = open.map_or_else(|| workspace.device_in_use(), |open| Ok(Some(open)))?;
        workspace.save_draft(draft.id.as_deref(), draft.record, device, now())
    })
}

#[tauri::command(async)]
pub(crate) fn discard_record(desk: State<'_, Desk>, id: &str) -> Answer<()> {
    desk.ask(|workspace| workspace.discard_record(id, now()))
}

#[tauri::command(async)]
pub(crate) fn sign_record(
    desk: State<'_, Desk>,
    person: State<'_, Person>,
    request: SignRecord,
) -> Answer<FieldRecordView> {
    desk.ask(|workspace| {
        let session = person.open(workspace, request.passphrase.as_deref())?;
        workspace.sign_record(&request.id, &session, now())?;
        workspace.field_record(&request.id, now())
    })
}

#[tauri::command(async)]
pub(crate) fn cancel_record(desk: State<'_, Desk>, id: &str) -> Answer<FieldRecordView> {
    desk.ask(|workspace| {
        workspace.cancel_record(id, now())?;
        workspace.field_record(id, now())
    })
}

#[tauri::command(async)]
pub(crate) fn resend_record(desk: State<'_, Desk>, id: &str) -> Answer<FieldRecordView> {
    desk.ask(|workspace| {
        workspace.resend_record(id, now())?;
        workspace.field_record(id, now())
    })
}

#[tauri::command(async)]
pub(crate) fn adjust_record(desk: State<'_, Desk>, id: &str) -> Answer<FieldDraft> {
    desk.ask(|workspace| workspace.adjust_record(id, now()))
}

#[tauri::command(async)]
pub(crate) fn correct_record(desk: State<'_, Desk>, id: &str) -> Answer<FieldDraft> {
    desk.ask(|workspace| workspace.correct_record(id, now()))
}

#[tauri::command(async)]
pub(crate) fn submit_outbox(
    desk: State<'_, Desk>,
    person: State<'_, Person>,
    request: SubmitOutbox,
) -> Answer<OutboxOutcome> {
    let (workspace, person) = (beside(&desk)?, &*person);
    let sent = apart(move || {
        let file = request.account_file.as_deref().map(str::trim);
        let (payer, session) = if let Some(file) = file.filter(|file| !file.is_empty()) {
            (read_account_key(Path::new(file))?, person.session().clone())
        } else {
            let session = person.open(&workspace, request.passphrase.as_deref())?;
            (session.payer(), Some(session))
        };
        workspace.submit_outbox(payer, session.as_ref(), request.only.as_deref(), now())
    });
    sent.map_err(told)
}

#[tauri::command(async)]
pub(crate) fn attach_bytes(desk: State<'_, Desk>, file: AttachBytes) -> Answer<FieldDocument> {
    desk.ask(|workspace| {
        let bytes = STANDARD.decode(&file.base64).map_err(Failure::internal)?;
        workspace.attach(&Attachment {
            bytes: &bytes,
            name: &file.name,
            media_type: &file.media_type,
            role: file.role,
        })
    })
}

#[tauri::command(async)]
pub(crate) fn attach_file(desk: State<'_, Desk>, file: AttachFile) -> Answer<FieldDocument> {
    desk.ask(|workspace| workspace.attach_file(Path::new(&file.path), file.role))
}

#[tauri::command(async)]
pub(crate) fn document_bytes(desk: State<'_, Desk>, sha256: &str) -> Answer<String> {
    desk.ask(|workspace| Ok(STANDARD.encode(workspace.document(sha256)?)))
}

#[tauri::command(async)]
pub(crate) fn create_device_key(
    desk: State<'_, Desk>,
    person: State<'_, Person>,
    wish: DeviceKeyWish,
) -> Answer<FieldView> {
    let session = create_device(wish.name.trim(), &wish.passphrase).map_err(told)?;
    desk.ask(|workspace| workspace.use_device(session.account()))?;
    *person.session() = Some(session);
    seen(&desk, &person)
}

#[tauri::command(async)]
pub(crate) fn use_device(
    desk: State<'_, Desk>,
    person: State<'_, Person>,
    name: &str,
    passphrase: Option<String>,
) -> Answer<FieldView> {
    // Whoever was here before leaves first.
    *person.session() = None;
    let opened = passphrase.map(|passphrase| open_device(Some(Path::new(name)), Some(&passphrase)));
    let opened = opened.transpose().map_err(told)?;
    desk.ask(|workspace| {
        let view = workspace.field(None)?;
        let known = view.devices.iter().find(|device| device.name == name);
        let account = known.and_then(|device| device.account.parse().ok());
        let account = opened.as_ref().map(Session::account).or(account);
        let account = account.ok_or_else(|| {
            Failure::new(
                FailureKind::InputMissing,
                format!("There is no device key {name}."),
                "Choose one of the list.",
            )
        })?;
        workspace.use_device(account)
    })?;
    *person.session() = opened;
    seen(&desk, &person)
}

#[tauri::command(async)]
pub(crate) fn lock_device(desk: State<'_, Desk>, person: State<'_, Person>) -> Answer<FieldView> {
    *person.session() = None;
    seen(&desk, &person)
}

#[tauri::command(async)]
pub(crate) fn set_automatic(
    desk: State<'_, Desk>,
    person: State<'_, Person>,
    on: bool,
) -> Answer<FieldView> {
    desk.ask(|workspace| workspace.set_sends_by_itself(on))?;
    seen(&desk, &person)
}

#[tauri::command(async)]
pub(crate) fn export_bundle(desk: State<'_, Desk>, path: &str) -> Answer<u32> {
    if !desk.take_offered(path) {
        return Err(told(Failure::new(
            FailureKind::Usage,
            "This file was not chosen for saving.",
            "Choose where to save it.",
        )));
    }
    desk.ask(|workspace| workspace.export_bundle(Path::new(path)))
}

#[tauri::command(async)]
pub(crate) fn import_receipts(desk: State<'_, Desk>, path: &str) -> Answer<OutboxOutcome> {
    desk.ask(|workspace| workspace.import_receipts(Path::new(path), now()))
}
