//! The options of what is done in the field, as clap reads them.

use std::path::PathBuf;

use alloy_primitives::Address;
use clap::{Args, Subcommand};

#[derive(Args, Debug)]
pub(crate) struct Record {
    /// The workspace folder
    pub(crate) dir: PathBuf,
    /// The record, as JSON; the README shows what it looks like. Files that it names lie beside it
    pub(crate) file: PathBuf,
    /// The device key: a name of `waymark keys device list` or a file; else `WAYMARK_DEVICE`, or the only one there is
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Option<PathBuf>,
    /// A file that holds the key's passphrase; else it is read from `WAYMARK_PASSPHRASE`, or asked for
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Write it over this draft
    #[arg(long, value_name = "ID")]
    pub(crate) over: Option<String>,
    /// Keep it as a draft, whatever is missing; it is signed later
    #[arg(long)]
    pub(crate) draft: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Outbox {
    /// The workspace folder
    pub(crate) dir: PathBuf,
    /// Send what is signed and due, and call off what is to be called off
    #[arg(long, conflicts_with = "bundle")]
    pub(crate) submit: bool,
    /// With --submit: a file that holds the private key of the account that pays, 64 hex digits; by default the device key pays
    #[arg(long, value_name = "FILE", requires = "submit")]
    pub(crate) account: Option<PathBuf>,
    /// With --submit: only this record
    #[arg(long, value_name = "ID", requires = "submit")]
    pub(crate) only: Option<String>,
    /// With --submit: the records of this file, for somebody else; the receipts go to --receipts
    #[arg(long, value_name = "FILE", requires_all = ["submit", "account", "receipts"], conflicts_with = "only")]
    pub(crate) from: Option<PathBuf>,
    /// Write what is signed and waits to this file, to be submitted from another machine
    #[arg(long, value_name = "FILE")]
    pub(crate) bundle: Option<PathBuf>,
    /// Take in the receipts that came back; with --from, where to write them
    #[arg(long, value_name = "FILE")]
    pub(crate) receipts: Option<PathBuf>,
    /// Show everything about this record
    #[arg(long, value_name = "ID", conflicts_with_all = ["submit", "bundle", "receipts"])]
    pub(crate) show: Option<String>,
    /// Sign this draft
    #[arg(long, value_name = "ID")]
    pub(crate) sign: Option<String>,
    /// Have this record called off on the ledger with the next --submit
    #[arg(long, value_name = "ID")]
    pub(crate) cancel: Option<String>,
    /// Put this record aside; a copy is kept
    #[arg(long, value_name = "ID")]
    pub(crate) discard: Option<String>,
    /// Send this record as it is, whatever stands against it: the ledger decides
    #[arg(long, value_name = "ID")]
    pub(crate) resend: Option<String>,
    /// Make a new draft from this record; if it was signed, it is called off with the next --submit
    #[arg(long, value_name = "ID")]
    pub(crate) adjust: Option<String>,
    /// The device key, for --sign, and for what only the party or its device may do
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Option<PathBuf>,
    /// A file that holds the key's passphrase; else it is read from `WAYMARK_PASSPHRASE`, or asked for
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

/// Keys that sign what is recorded in the field.
#[derive(Subcommand, Debug)]
pub(crate) enum DeviceKeys {
    /// The device keys on this computer, and their accounts
    List {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Make a device key and print its account, for a party to delegate to
    Create {
        /// Its name: letters, digits, - and _
        name: String,
        /// A file that holds the passphrase; else it is read from `WAYMARK_PASSPHRASE`, or asked for
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Take in a Web3 Secret Storage file, or a private key of 64 hex digits
    Import {
        /// Its name: letters, digits, - and _
        name: String,
        /// The file
        source: PathBuf,
        /// A file that holds the passphrase; else it is read from `WAYMARK_PASSPHRASE`, or asked for
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Let a device act for a party on the ledger
    Delegate {
        /// The workspace folder
        dir: PathBuf,
        /// The device's account
        device: Address,
        /// Up to when, such as 2027-01-31T18:00:00+01:00
        #[arg(long, value_name = "TIME")]
        until: String,
        /// A file that holds the private key of the party's account, 64 hex digits
        #[arg(long, value_name = "FILE")]
        account: PathBuf,
    },
    /// Let a device no longer act for a party
    Withdraw {
        /// The workspace folder
        dir: PathBuf,
        /// The device's account
        device: Address,
        /// A file that holds the private key of the party's account, 64 hex digits
        #[arg(long, value_name = "FILE")]
        account: PathBuf,
    },
}
