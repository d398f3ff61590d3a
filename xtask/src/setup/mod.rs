//! What building and testing need from the machine: each need says what it is, sees whether it is there, and installs
//! it. Nothing is installed that is already there.

mod cargo_tools;
mod npm;
mod system;
pub(crate) mod wasm;

pub(crate) use self::npm::{anvil, node, npm};

use std::{
    env,
    io::{self, IsTerminal, Write},
};

use clap::{Args, ValueEnum};

use crate::{failure::Failure, project::Project};

/// On what terms things are installed.
#[derive(Args, Debug)]
pub(crate) struct Terms {
    /// Install system packages without asking first
    #[arg(long, short = 'y', global = true)]
    yes: bool,
    /// Where the compiler for the user interface (wasm32) comes from
    #[arg(long, global = true, value_enum, env = "WAYMARK_WASM", default_value_t = wasm::Source::Auto)]
    pub(crate) wasm: wasm::Source,
}

impl Terms {
    /// Whether this may be done with the administrator's rights. Root needs none, and CI has nobody to ask.
    fn allow(&self, what: &str) -> Result<bool, Failure> {
        if self.yes || env::var_os("CI").is_some_and(|ci| !ci.is_empty() && ci != "false") {
            return Ok(true);
        }
        if !io::stdin().is_terminal() {
            return Ok(false);
        }
        eprint!("{what} [y/N] ");
        let mut answer = String::new();
        io::stderr()
            .flush()
            .and_then(|()| io::stdin().read_line(&mut answer))
            .map_err(Failure::file("reading the answer from", "the terminal"))?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }
}

/// What the machine is prepared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Purpose {
    /// Building and running
    Run,
    /// Building, running and testing
    Test,
}

/// One thing that must be on the machine.
pub(crate) trait Need {
    /// What it is, for the person who reads along.
    fn what(&self) -> String;
    /// Whether it is there.
    fn is_there(&self) -> bool;
    /// Installs it.
    fn install(&self, terms: &Terms) -> Result<(), Failure>;
    /// What one can do by hand where installing did not help.
    fn hint(&self) -> String;
}

/// Installs those of the needs that are not met, in order.
pub(crate) fn ensure(needs: &[Box<dyn Need>], terms: &Terms) -> Result<(), Failure> {
    for need in needs {
        if need.is_there() {
            continue;
        }
        eprintln!("Missing: {}. Installing.", need.what());
        need.install(terms)?;
        if !need.is_there() {
            return Err(Failure::Missing {
                what: need.what(),
                hint: need.hint(),
            });
        }
    }
    Ok(())
}

/// All that the purpose needs; the wasm32 compiler is apart, because there is a choice to be made ([`wasm`]).
pub(crate) fn needs(project: &Project, purpose: Purpose) -> Vec<Box<dyn Need>> {
    let mut needs: Vec<Box<dyn Need>> = vec![Box::new(system::BUILD)];
    if purpose == Purpose::Test {
        needs.push(Box::new(system::TEST));
    }
    needs.extend(needs_of_ui(project));
    if purpose == Purpose::Test {
        needs.extend(needs_of_style());
        needs.extend(needs_of_contracts(project));
        needs.extend(needs_of_window(project));
    }
    needs
}

/// What building the user interface needs, besides the wasm32 compiler.
pub(crate) fn needs_of_ui(project: &Project) -> Vec<Box<dyn Need>> {
    vec![
        Box::new(npm::Node::new(project)),
        Box::new(npm::Locked::new(
            project,
            project.ui(),
            "the window's typefaces and the map's coasts",
        )),
    ]
}

/// What building and testing the contract needs.
pub(crate) fn needs_of_contracts(project: &Project) -> Vec<Box<dyn Need>> {
    vec![
        Box::new(npm::Node::new(project)),
        Box::new(npm::Locked::new(
            project,
            project.contracts(),
            "the contract's compiler, its tests and the test chain",
        )),
    ]
}

/// What the checks of licences and spelling need.
pub(crate) fn needs_of_style() -> Vec<Box<dyn Need>> {
    vec![Box::new(cargo_tools::DENY), Box::new(cargo_tools::TYPOS)]
}

/// What compiling the application needs, besides the user interface.
pub(crate) fn needs_of_build() -> Vec<Box<dyn Need>> {
    vec![Box::new(system::BUILD)]
}

/// What the tests of the whole need: the application, and programs of others that judge the PDF.
pub(crate) fn needs_of_judging() -> Vec<Box<dyn Need>> {
    vec![Box::new(system::BUILD), Box::new(system::TEST)]
}

/// What the tests in a real window need.
pub(crate) fn needs_of_window(project: &Project) -> Vec<Box<dyn Need>> {
    vec![
        Box::new(system::TEST),
        Box::new(cargo_tools::TAURI_DRIVER),
        Box::new(npm::Node::new(project)),
        Box::new(npm::Locked::new(
            project,
            project.root().join("tests/window"),
            "judging the window's accessibility",
        )),
    ]
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    struct Fake {
        there: Cell<bool>,
        helps: bool,
        installed: Cell<u32>,
    }

    impl Need for &'static Fake {
        fn what(&self) -> String {
            "a thing".into()
        }
        fn is_there(&self) -> bool {
            self.there.get()
        }
        fn install(&self, _: &Terms) -> Result<(), Failure> {
            self.installed.set(self.installed.get() + 1);
            self.there.set(self.helps);
            Ok(())
        }
        fn hint(&self) -> String {
            "get it elsewhere".into()
        }
    }

    fn ensured(there: bool, helps: bool) -> (Result<(), Failure>, u32) {
        let fake: &'static Fake = Box::leak(Box::new(Fake {
            there: Cell::new(there),
            helps,
            installed: Cell::new(0),
        }));
        let terms = Terms {
            yes: true,
            wasm: wasm::Source::Auto,
        };
        let outcome = ensure(&[Box::new(fake)], &terms);
        (outcome, fake.installed.get())
    }

    #[test]
    fn what_is_there_is_left_alone() {
        let (outcome, installed) = ensured(true, true);
        assert!(outcome.is_ok());
        assert_eq!(installed, 0);
    }

    #[test]
    fn what_is_missing_is_installed_once() {
        let (outcome, installed) = ensured(false, true);
        assert!(outcome.is_ok());
        assert_eq!(installed, 1);
    }

    #[test]
    fn an_installation_that_did_not_help_is_said() {
        let (outcome, _) = ensured(false, false);
        let said = outcome.err().map(|failure| failure.to_string());
        assert_eq!(
            said.as_deref(),
            Some("a thing is missing; get it elsewhere")
        );
    }
}
