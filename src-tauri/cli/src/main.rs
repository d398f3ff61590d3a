//! The command line, `waymark`: parses, calls `workspace`, prints. It holds no logic, knows no Tauri and no WebKit, and so
//! runs on a server and in tests.
//!
//! Standard output carries the answer and nothing else; errors and progress go to standard error. Exit codes: 0 good, 1 the
//! answer is no, 2 cannot tell, and sysexits beyond.

mod args;
mod commands;
mod field_args;
mod output;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use args::Arguments;

/// `EX_USAGE` of sysexits.h.
const USAGE: u8 = 64;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let asked = matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            );
            // A closed pipe is all that can fail here, and then nobody reads.
            let _ = error.print();
            return ExitCode::from(if asked { 0 } else { USAGE });
        }
    };
    match commands::run(arguments) {
        Ok(code) => code,
        Err(failure) => {
            output::failure(&failure);
            ExitCode::from(failure.kind.exit_code())
        }
    }
}
