//! Debian packages (Debian 12 and what descends from it). Elsewhere the same things have other names: there this only
//! says what is needed, and the build will tell what is really missing.

use std::env;

use crate::{failure::Failure, process::Program};

use super::{Need, Terms};

/// A set of Debian packages that serve one purpose.
pub(crate) struct Packages {
    purpose: &'static str,
    names: &'static [&'static str],
}

/// What the desktop application is compiled and linked against.
pub(crate) const BUILD: Packages = Packages {
    purpose: "building the window",
    names: &[
        "build-essential",
        "file",
        "libayatana-appindicator3-dev",
        "librsvg2-dev",
        "libwebkit2gtk-4.1-dev",
        "libxdo-dev",
        "patchelf",
        "pkg-config",
    ],
};

/// What drives the real window, what other programs judge the PDF, and a token in software.
pub(crate) const TEST: Packages = Packages {
    purpose: "testing in a real window and judging the PDF",
    names: &[
        "dbus-x11",
        "imagemagick",
        "openssl",
        "poppler-utils",
        "qpdf",
        "softhsm2",
        "webkit2gtk-driver",
        "xauth",
        "xvfb",
    ],
};

/// A complete Rust whose standard library can be built for wasm32; one version of everything, so no mixture.
pub(crate) const WASM: Packages = Packages {
    purpose: "compiling the user interface without rustup's wasm32 target",
    names: &[
        "cargo-web",
        "lld-22",
        "rust-web-llvm",
        "rust-web-src",
        "rustc-web",
    ],
};

/// Node.js and its package manager.
pub(crate) const NODE: Packages = Packages {
    purpose: "npm packages",
    names: &["nodejs", "npm"],
};

impl Packages {
    fn missing(&self) -> Vec<&'static str> {
        let is_missing = |name: &&'static str| !is_installed(name);
        self.names.iter().copied().filter(is_missing).collect()
    }
}

impl Need for Packages {
    fn what(&self) -> String {
        let missing = self.missing();
        let shown = if missing.is_empty() {
            self.names
        } else {
            &missing
        };
        format!("system packages for {}: {}", self.purpose, shown.join(" "))
    }

    fn is_there(&self) -> bool {
        !is_debian() || self.missing().is_empty()
    }

    fn install(&self, terms: &Terms) -> Result<(), Failure> {
        let missing = self.missing();
        let privilege = Privilege::obtain(terms, &missing.join(" "))?;
        privilege.program("apt-get").arg("update").arg("-q").run()?;
        privilege
            .program("apt-get")
            .args(["install", "-q", "-y", "--no-install-recommends"])
            .args(["-o", "DPkg::Lock::Timeout=600"])
            .args(&missing)
            .run()
    }

    fn hint(&self) -> String {
        format!("apt-get install {}", self.names.join(" "))
    }
}

/// Whether Debian's package manager runs this machine.
pub(crate) fn is_debian() -> bool {
    Program::new("dpkg-query").arg("--version").succeeds()
}

/// The version of an installed package; `None` when it is not installed, or only its configuration is left.
fn is_installed(name: &str) -> bool {
    Program::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", name])
        .output_quietly()
        .is_some_and(|status| status == "installed")
}

/// How programs are run that need the administrator's rights.
pub(crate) enum Privilege {
    /// This already is root.
    Root,
    /// Through sudo, and the person agreed.
    Sudo,
}

impl Privilege {
    /// Finds a way to act as root, asking first unless that is given.
    pub(crate) fn obtain(terms: &Terms, what: &str) -> Result<Self, Failure> {
        let user = Program::new("id").arg("-u").output_quietly();
        if user.is_some_and(|user| user.trim() == "0") {
            return Ok(Self::Root);
        }
        if terms.allow(&format!("Install with sudo: {what}?"))? {
            return Ok(Self::Sudo);
        }
        Err(Failure::Missing {
            what: what.into(),
            hint: "install it as root, or allow it with --yes".into(),
        })
    }

    /// The program, to be run as root. apt asks nothing on the way.
    pub(crate) fn program(&self, name: &str) -> Program {
        let program = match self {
            Self::Root => Program::new(name),
            Self::Sudo => Program::new("sudo")
                .arg("--preserve-env=DEBIAN_FRONTEND")
                .arg(name),
        };
        let lang = env::var_os("LC_ALL").unwrap_or_else(|| "C.UTF-8".into());
        program
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env("LC_ALL", lang)
    }
}
