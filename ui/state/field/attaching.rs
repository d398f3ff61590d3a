//! Photos and files: kept under their hashes as soon as they are handed over, looked at, and scanned for symbols.

use leptos::{prelude::*, task::spawn_local};
use protocol::field::{
    AttachBytes, AttachFile, DocumentRole, FieldDocument, FieldPosition, PositionOrigin,
};

use super::FieldPlace;
use crate::{
    bridge::{self, Answer},
    state::App,
};

impl FieldPlace {
    /// Attaches a file that was chosen in the window.
    pub(crate) fn attach(self, app: App, file: web_sys::File) {
        let (name, media_type) = (file.name(), file.type_());
        let role = role_of(&media_type);
        spawn_local(async move {
            let kept = async {
                let base64 = bridge::file_base64(&file).await?;
                let wish = AttachBytes {
                    base64,
                    name,
                    media_type,
                    role,
                };
                bridge::attach_bytes(&wish).await
            };
            self.take_document(app, kept.await);
        });
    }

    /// Attaches a file that was dropped on the window.
    pub(crate) fn attach_path(self, app: App, path: String) {
        spawn_local(async move {
            let role = if looks_like_a_picture(&path) {
                DocumentRole::Photo
            } else {
                DocumentRole::Other
            };
            let kept = bridge::attach_file(&AttachFile { path, role }).await;
            self.take_document(app, kept);
        });
    }

    fn take_document(self, app: App, kept: Answer<FieldDocument>) {
        let document = match kept {
            Ok(document) => document,
            Err(error) => return app.fail(error),
        };
        let hash = document.sha256.clone();
        let is_picture = document.media_type.starts_with("image/");
        let is_there = self
            .record
            .with_untracked(|record| record.documents.iter().any(|other| other.sha256 == hash));
        if !is_there {
            self.edit(app, |record| record.documents.push(document));
        }
        self.look_at(hash.clone());
        if is_picture {
            self.scan_document(hash);
        }
    }

    /// Asks what an attached file says of itself, once.
    pub(crate) fn look_at(self, sha256: String) {
        if self
            .facts
            .with_untracked(|facts| facts.contains_key(&sha256))
        {
            return;
        }
        spawn_local(async move {
            if let Ok(facts) = bridge::document_facts(&sha256).await {
                self.facts.update(|all| {
                    all.insert(sha256, facts);
                });
            }
        });
    }

    /// Looks for symbols in an attached picture, to offer what they name.
    fn scan_document(self, sha256: String) {
        spawn_local(async move {
            let Ok(base64) = bridge::document_bytes(&sha256).await else {
                return;
            };
            if let Ok(found) = bridge::read_symbols(&base64).await {
                self.scanned.set(found);
            }
        });
    }

    /// Takes a photo's word for where it was.
    pub(crate) fn take_position(self, app: App, position: FieldPosition) {
        self.edit(app, |record| record.position = Some(position));
    }

    /// Changes the position by hand, which makes it the writer's word.
    pub(crate) fn type_position(self, app: App, change: impl FnOnce(&mut FieldPosition)) {
        self.edit(app, |record| {
            let position = record.position.get_or_insert_default();
            position.origin = PositionOrigin::Typed;
            change(position);
            let is_empty = [&position.latitude, &position.longitude, &position.accuracy]
                .iter()
                .all(|text| text.is_empty());
            if is_empty {
                record.position = None;
            }
        });
    }
}

fn role_of(media_type: &str) -> DocumentRole {
    if media_type.starts_with("image/") {
        DocumentRole::Photo
    } else {
        DocumentRole::Other
    }
}

fn looks_like_a_picture(path: &str) -> bool {
    let path = path.to_lowercase();
    [".jpg", ".jpeg", ".png", ".heic", ".webp"]
        .iter()
        .any(|ending| path.ends_with(ending))
}
