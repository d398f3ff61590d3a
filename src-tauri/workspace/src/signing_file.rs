//! How a workspace's reports are signed (`signing.json`): how far a signature goes, which timestamp authority is asked, and
//! whether a second person signs. No key and no secret: keys have a folder of their own.

use std::path::Path;

use protocol::SigningWish;
use serde::{Deserialize, Serialize};
use signature::Level;

use crate::folder::write_whole;
use crate::node_file::has_credentials;
use crate::stamping::{Wanted, level_named, level_of, level_word};
use crate::trust_file::read_limited;
use crate::{Failure, FailureKind, Stamping, StampingChoice, Workspace};

/// The largest file that is read, in bytes: two files of certificates fit.
const MAX_LEN: u64 = 4 << 20;

/// As it is kept. What is absent is as if the user had said nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SigningFile {
    /// The level, such as `b-t`; absent for the highest that is possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// The timestamp authority's address, without credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
    /// Certificates of authorities that are trusted for connections beside the system's, as PEM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ca: Option<String>,
    /// Certificates that may be missing on the way to a root, as PEM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    issuers: Option<String>,
    /// Whether a second person is to sign.
    #[serde(default)]
    approval: bool,
}

impl SigningFile {
    fn read(path: &Path) -> Result<Self, Failure> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let bytes = read_limited(path, MAX_LEN)?;
        serde_json::from_slice(&bytes).map_err(|error| {
            Failure::new(
                FailureKind::InputUnusable,
                format!("{} cannot be read: {error}", path.display()),
                "Say anew how reports are signed with `waymark signing DIR`, or in the window's settings.",
            )
        })
    }

    fn write(&self, path: &Path) -> Result<(), Failure> {
        let json = serde_json::to_vec_pretty(self).map_err(Failure::internal)?;
        write_whole(path, &json)
    }

    /// Refuses what no report could be signed with. Nobody is asked.
    fn check(&self) -> Result<(), Failure> {
        if self.timestamp.as_deref().is_some_and(has_credentials) {
            return Err(Failure::new(
                FailureKind::Usage,
                "the timestamp authority's address has a user or password in it",
                "Addresses are kept in the workspace and secrets are not: put such an address in WAYMARK_TIMESTAMP instead.",
            ));
        }
        let level = self.level.as_deref().map(level_named).transpose()?;
        if self.approval && level.is_some_and(|level| level > Level::T) {
            return Err(Failure::new(
                FailureKind::Usage,
                "a report that a second person is to sign cannot be closed before",
                "Choose B-T or B-B, or the highest level: the second signature then reaches it.",
            ));
        }
        let stamping = self.wanted(&StampingChoice::default())?.stamping()?;
        match level {
            Some(level) if level > Level::B && !stamping.asks() => Err(Failure::new(
                FailureKind::Usage,
                format!("{level} needs a timestamp authority"),
                "Name one by its address (https://…), or choose PAdES B-B.",
            )),
            _ => Ok(()),
        }
    }

    /// This with what is said for one report on top.
    fn wanted(&self, choice: &StampingChoice) -> Result<Wanted, Failure> {
        let said = Wanted::said(choice)?;
        let kept = level_of(self.level.as_deref())?;
        Ok(Wanted {
            level: said.level.or(kept),
            timestamp: said.timestamp.or_else(|| self.timestamp.clone()),
            ca: said.ca.or_else(|| self.ca.clone()),
            issuers: said.issuers.or_else(|| self.issuers.clone()),
            approval: said.approval || self.approval,
        })
    }
}

impl Workspace {
    /// How a report is signed: as the workspace has it, with what is said for this one on top.
    pub fn stamping(&self, choice: &StampingChoice) -> Result<Stamping, Failure> {
        self.signing_file()?.wanted(choice)?.stamping()
    }

    /// How reports are signed, for the window.
    pub fn signing(&self) -> Result<SigningWish, Failure> {
        let file = self.signing_file()?;
        Ok(SigningWish {
            level: level_of(file.level.as_deref())?.map(level_word),
            timestamp: file.timestamp,
            approval: file.approval,
        })
    }

    /// Says how reports are signed from now on; certificates that were given on the command line stay.
    pub fn set_signing(&self, wish: &SigningWish) -> Result<SigningWish, Failure> {
        let address = wish.timestamp.as_deref().map(str::trim);
        let file = SigningFile {
            level: wish.level.map(|level| level.code().to_owned()),
            timestamp: address.filter(|it| !it.is_empty()).map(str::to_owned),
            approval: wish.approval,
            ..self.signing_file().unwrap_or_default()
        };
        file.check()?;
        file.write(&self.folder.signing())?;
        self.signing()
    }

    /// The same with all that the command line can say. What is not said is forgotten.
    pub fn keep_signing(&self, choice: &StampingChoice) -> Result<SigningWish, Failure> {
        let said = Wanted::said(choice)?;
        let file = SigningFile {
            level: said.level.map(|level| level.code().to_owned()),
            // What the environment says is not the workspace's.
            timestamp: choice.timestamp.clone(),
            ca: said.ca,
            issuers: said.issuers,
            approval: said.approval,
        };
        file.check()?;
        file.write(&self.folder.signing())?;
        self.signing()
    }

    fn signing_file(&self) -> Result<SigningFile, Failure> {
        SigningFile::read(&self.folder.signing())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn file(timestamp: &str) -> SigningFile {
        SigningFile {
            timestamp: Some(timestamp.to_owned()),
            ..SigningFile::default()
        }
    }

    #[test]
    fn what_is_said_for_one_report_goes_before_what_is_kept() {
        let kept = SigningFile {
            level: Some("b-t".to_owned()),
            approval: true,
            ..file("https://kept.example")
        };
        let said = StampingChoice {
            level: Some("b-b".to_owned()),
            timestamp: Some("https://said.example".to_owned()),
            ..StampingChoice::default()
        };
        let wanted = kept.wanted(&said).unwrap();
        assert_eq!(wanted.level, Some(Level::B));
        assert_eq!(wanted.timestamp.as_deref(), Some("https://said.example"));
        assert!(wanted.approval);
        let wanted = kept.wanted(&StampingChoice::default()).unwrap();
        assert_eq!(wanted.level, Some(Level::T));
        assert_eq!(wanted.timestamp.as_deref(), Some("https://kept.example"));
    }

    #[test]
    fn what_could_sign_nothing_and_what_is_secret_is_not_kept() {
        assert!(file("https://time.example/tsa").check().is_ok());
        for address in [
            "time.example",
            "ftp://time.example",
            "https://me:hush@time.example",
        ] {
            assert_eq!(
                file(address).check().unwrap_err().kind,
                FailureKind::Usage,
                "{address}"
            );
        }
        let alone = SigningFile {
            level: Some("b-t".to_owned()),
            ..SigningFile::default()
        };
        assert_eq!(alone.check().unwrap_err().kind, FailureKind::Usage);
        let closed = SigningFile {
            level: Some("b-lta".to_owned()),
            approval: true,
            ..file("https://time.example")
        };
        assert_eq!(closed.check().unwrap_err().kind, FailureKind::Usage);
        let unknown = SigningFile {
            level: Some("b-z".to_owned()),
            ..SigningFile::default()
        };
        assert_eq!(unknown.check().unwrap_err().kind, FailureKind::Usage);
    }

    #[test]
    fn what_is_written_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("signing.json");
        assert_eq!(SigningFile::read(&path).unwrap(), SigningFile::default());
        let kept = file("https://time.example");
        kept.write(&path).unwrap();
        assert_eq!(SigningFile::read(&path).unwrap(), kept);
        std::fs::write(&path, "{").unwrap();
        let kind = SigningFile::read(&path).unwrap_err().kind;
        assert_eq!(kind, FailureKind::InputUnusable);
    }
}
