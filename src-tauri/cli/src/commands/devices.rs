//! `waymark keys device`: keys that sign what is recorded in the field, and for whom they act.

use serde::Serialize;
use workspace::{Access, Failure, FailureKind, Session, Workspace, read_account_key};

use super::{keys, now};
use crate::field_args::DeviceKeys;
use crate::output;

pub(crate) fn run(asked: &DeviceKeys) -> Result<(), Failure> {
    match asked {
        DeviceKeys::List { json } => list(*json),
        DeviceKeys::Create {
            name,
            passphrase_file,
        } => {
            let passphrase = new_passphrase(passphrase_file.as_deref())?;
            told(&workspace::create_device(name, &passphrase)?)
        }
        DeviceKeys::Import {
            name,
            source,
            passphrase_file,
        } => {
            let passphrase = new_passphrase(passphrase_file.as_deref())?;
            told(&workspace::import_device(name, source, &passphrase)?)
        }
        DeviceKeys::Delegate {
            dir,
            device,
            until,
            account,
        } => {
            let workspace = Workspace::open(dir, Access::Read)?;
            let block = workspace.delegate(*device, until, read_account_key(account)?, now())?;
            output::lines([format!("{device} may act until {until}: block {block}.")])
        }
        DeviceKeys::Withdraw {
            dir,
            device,
            account,
        } => {
            let workspace = Workspace::open(dir, Access::Read)?;
            let block = workspace.withdraw_device(*device, read_account_key(account)?)?;
            output::lines([format!("{device} may not act any longer: block {block}.")])
        }
    }
}

fn new_passphrase(file: Option<&std::path::Path>) -> Result<String, Failure> {
    let passphrase = keys::passphrase_or_ask(file, "A passphrase for the device key: ")?;
    passphrase.ok_or_else(|| {
        Failure::new(
            FailureKind::PassphraseNeeded,
            "a device key is never kept unlocked",
            "Put a passphrase in a file and name that with --passphrase-file, or in WAYMARK_PASSPHRASE.",
        )
    })
}

fn told(session: &Session) -> Result<(), Failure> {
    output::lines([format!("{}: {}", session.name(), session.account())])
}

/// What a script reads of a device key.
#[derive(Serialize)]
struct Listed {
    name: String,
    account: Option<String>,
    trouble: Option<String>,
}

fn list(json: bool) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct All {
        devices: Vec<Listed>,
    }
    let devices = workspace::list_devices()?.into_iter();
    let devices: Vec<Listed> = devices
        .map(|device| Listed {
            name: device.name,
            account: device.account.map(|account| account.to_string()),
            trouble: device.trouble,
        })
        .collect();
    if json {
        return output::json(&All { devices });
    }
    if devices.is_empty() {
        return output::lines([
            "There are no device keys yet: make one with `waymark keys device create NAME`."
                .to_owned(),
        ]);
    }
    let rows: Vec<Vec<String>> = devices
        .into_iter()
        .map(|device| {
            vec![
                device.name,
                device.account.unwrap_or_default(),
                device.trouble.unwrap_or_default(),
            ]
        })
        .collect();
    output::table(&["Name", "Account", ""], &rows)
}
