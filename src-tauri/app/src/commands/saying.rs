//! Saying on the ledger what becomes of an issued report.

use std::path::Path;

use protocol::{ReportSaying, SayOfReport};
use tauri::State;
use workspace::{Access, Workspace, read_account_key};

use super::{apart, now};
use crate::failure::{Answer, told};
use crate::state::Desk;

#[tauri::command(async)]
pub(crate) fn say_of_report(desk: State<'_, Desk>, request: SayOfReport) -> Answer<()> {
    let path = desk.ask(|workspace| Ok(workspace.path().to_owned()))?;
    let workspace = Workspace::open(&path, Access::Issue).map_err(told)?;
    apart(move || {
        let number = request.number.as_str();
        let key = read_account_key(Path::new(request.key_file.trim()))?;
        match &request.say {
            ReportSaying::Anchor => workspace.anchor(number, key, now()),
            ReportSaying::Replace { by, reason } => {
                workspace.replace(number, by.trim(), reason, key, now())
            }
            ReportSaying::Withdraw { reason } => workspace.withdraw(number, reason, key, now()),
        }
    })
    .map(drop)
    .map_err(told)
}
