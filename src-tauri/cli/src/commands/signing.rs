//! `waymark signing`: how reports of a workspace are signed.

use workspace::{Access, Failure, Workspace};

use crate::args::Signing;
use crate::output;

pub(crate) fn run(asked: &Signing) -> Result<(), Failure> {
    let wish = match asked.said() {
        None => Workspace::open(&asked.dir, Access::Read)?.signing()?,
        Some(choice) => Workspace::open(&asked.dir, Access::Write)?.keep_signing(&choice)?,
    };
    let authority = match &wish.timestamp {
        Some(address) => format!("Timestamps: {address}"),
        None => "Timestamps: none".to_owned(),
    };
    let level = match wish.level {
        Some(level) => format!("Level: {}", level.code().to_uppercase()),
        None => "Level: the highest that is possible".to_owned(),
    };
    let who = if wish.approval {
        "Signed by: one person, then a second one"
    } else {
        "Signed by: one person"
    };
    output::lines([authority, level, who.to_owned()])
}
