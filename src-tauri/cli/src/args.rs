//! The commands and their options, as clap reads them.

use std::path::PathBuf;

use alloy_primitives::Address;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use workspace::NodeAddress;

/// Reads, checks and carries what a supply-chain ledger recorded.
#[derive(Parser, Debug)]
#[command(name = "waymark", version, about, max_term_width = 100)]
pub(crate) struct Arguments {
    /// A workspace folder to open in the window
    pub(crate) open: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Make a workspace from the embedded sample; no node and no network is needed
    Demo {
        /// The folder to make
        dir: PathBuf,
    },
    /// Make a workspace of a network
    Init(Init),
    /// Pull what is new from the node; what came in before it is stopped stays, and the next sync goes on
    Sync(Sync),
    /// List assets
    Assets {
        /// The workspace folder
        dir: PathBuf,
        /// Words that a name, description, party or place begins with
        query: Vec<String>,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Show what an asset came from, or what became of it
    Trace(Trace),
    /// List what is wrong with the record
    Lint {
        /// The workspace folder
        dir: PathBuf,
        /// Only what concerns this asset and what it was made from
        epc: Option<String>,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Show what became known between two blocks, and which issued reports that undermines
    Compare(Compare),
    /// Show what a lot went into, who has that now, and where; nothing is recorded
    Reach(Reach),
    /// Issue a signed report on an asset, or one for each line of a list
    Report(Box<ReportCommand>),
    /// Sign a report as the second person
    Countersign(Countersign),
    /// Show or say how reports of a workspace are signed: level, timestamp authority, second person
    Signing(Signing),
    /// Verify a report; needs no network and no workspace
    Verify(Verify),
    /// Show and change what a workspace trusts
    #[command(subcommand)]
    Trust(Trust),
    /// Make and show signing keys
    #[command(subcommand)]
    Keys(Keys),
    /// Draw a label for a lot, an item or a pallet
    Label(Label),
    /// Bring newer blocks from a ledger file (.waymark) of the same network into a workspace
    Import {
        /// The workspace folder
        dir: PathBuf,
        /// The ledger file
        file: PathBuf,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// What works, what does not, and what to do about it
    Doctor {
        /// The workspace folder
        dir: PathBuf,
        /// Rebuild what can be rebuilt from the blocks and receipts that are held
        #[arg(long)]
        repair: bool,
        /// Ask no node
        #[arg(long)]
        offline: bool,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Carry a workspace away
    Export {
        /// The workspace folder
        dir: PathBuf,
        /// What to write
        #[arg(long, value_enum)]
        format: ExportFormat,
        /// The file to write; it must not exist
        #[arg(long)]
        out: PathBuf,
    },
    /// Record what happened in the field: into the outbox, signed; no network is needed
    Record(crate::field_args::Record),
    /// Show what was recorded in the field and how far it has come, and send it
    Outbox(Box<crate::field_args::Outbox>),
    /// Put a ledger on a network, or tell it a story
    #[command(subcommand)]
    Ledger(Ledger),
}

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("source").required(true).args(["rpc", "ledger"]))]
pub(crate) struct Init {
    /// The folder to make
    pub(crate) dir: PathBuf,
    #[command(flatten)]
    pub(crate) node: NodeOptions,
    /// The ledger's address
    #[arg(long, required_unless_present = "ledger")]
    pub(crate) contract: Option<Address>,
    /// Start from a ledger file instead of a node
    #[arg(long, conflicts_with_all = ["rpc", "contract", "accept"], requires = "trust")]
    pub(crate) ledger: Option<PathBuf>,
    /// Trust what this file says; the node must agree with it
    #[arg(long)]
    pub(crate) trust: Option<PathBuf>,
    /// Trust what the node says of itself now
    #[arg(long, conflicts_with = "trust")]
    pub(crate) accept: bool,
    /// What people call the network
    #[arg(long)]
    pub(crate) label: Option<String>,
    /// The first block to sync; the ledger's own first block will do
    #[arg(long, default_value_t = 1)]
    pub(crate) from_block: u64,
}

/// How to reach a node. Secrets are never given here: they come from the environment.
#[derive(Args, Debug)]
pub(crate) struct NodeOptions {
    /// The node's address, http or https
    #[arg(long, value_name = "URL")]
    pub(crate) rpc: Option<String>,
    /// Where the node announces new blocks, ws or wss; without it the node is asked again and again
    #[arg(long, value_name = "URL", requires = "rpc")]
    pub(crate) ws: Option<String>,
    /// The environment variable that holds the credentials: a line for each of `user:password`, `bearer:TOKEN` and
    /// `header:Name: value`
    #[arg(long, value_name = "VAR")]
    pub(crate) auth_env: Option<String>,
    /// A PEM file with certificates of authorities that are trusted beside the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// The proxy to go through; without it the environment's (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`)
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,
    /// Another node that the first is compared with at each sync; where they differ is listed
    #[arg(long, value_name = "URL", requires = "rpc")]
    pub(crate) second_rpc: Option<String>,
    /// The environment variable that holds the second node's credentials
    #[arg(long, value_name = "VAR", requires = "second_rpc")]
    pub(crate) second_auth_env: Option<String>,
}

impl NodeOptions {
    /// The node, if one is named.
    pub(crate) fn node(&self) -> Option<NodeAddress> {
        Some(NodeAddress {
            rpc: self.rpc.clone()?,
            ws: self.ws.clone(),
            auth_env: self.auth_env.clone(),
            ca: self.ca.clone(),
            proxy: self.proxy.clone(),
        })
    }

    /// The second source, if one is named. It is reached the same way, with credentials of its own.
    pub(crate) fn second(&self) -> Option<NodeAddress> {
        Some(NodeAddress {
            rpc: self.second_rpc.clone()?,
            ws: None,
            auth_env: self.second_auth_env.clone(),
            ca: self.ca.clone(),
            proxy: self.proxy.clone(),
        })
    }
}

#[derive(Args, Debug)]
pub(crate) struct Sync {
    /// The workspace folder
    pub(crate) dir: PathBuf,
    #[command(flatten)]
    pub(crate) node: NodeOptions,
    /// Go on until Ctrl-C: ask for something new again and again
    #[arg(long)]
    pub(crate) follow: bool,
    /// With --follow: the pause between two questions, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 2, requires = "follow",
          value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) every: u64,
    /// Take what the node reports and prove nothing: quick, and worth what the node is worth; a later sync proves it
    #[arg(long, conflicts_with = "follow")]
    pub(crate) reported_only: bool,
    /// Print one JSON document; with --follow, one per line for whatever happens
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Trace {
    /// The workspace folder
    pub(crate) dir: PathBuf,
    /// The asset: an EPC URN or a GS1 Digital Link
    pub(crate) epc: String,
    /// What it came from (the default)
    #[arg(long, conflicts_with = "down")]
    pub(crate) up: bool,
    /// What became of it
    #[arg(long)]
    pub(crate) down: bool,
    /// At most so many steps
    #[arg(long)]
    pub(crate) depth: Option<u32>,
    /// As known at this block
    #[arg(long, value_name = "BLOCK")]
    pub(crate) as_of: Option<u64>,
    /// How to print it
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: TraceFormat,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(crate) enum TraceFormat {
    /// For people
    Table,
    /// One JSON document
    Json,
    /// For Graphviz
    Dot,
    /// A table for spreadsheets (RFC 4180)
    Csv,
}

#[derive(Args, Debug)]
pub(crate) struct Compare {
    /// The workspace folder
    pub(crate) dir: PathBuf,
    /// Only what concerns this asset, what it was made from, and who made that and where
    pub(crate) epc: Option<String>,
    /// The earlier block
    #[arg(long, value_name = "BLOCK")]
    pub(crate) then: u64,
    /// The later block; by default the newest
    #[arg(long, value_name = "BLOCK")]
    pub(crate) now: Option<u64>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Reach {
    /// The workspace folder
    pub(crate) dir: PathBuf,
    /// The lot: an EPC URN or a GS1 Digital Link
    pub(crate) epc: String,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    /// Write a table for spreadsheets (RFC 4180) to this file; `-` prints it
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(crate) csv: Option<PathBuf>,
}

/// Issuing a report, or what is done with those that were issued.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct ReportCommand {
    #[command(subcommand)]
    pub(crate) issued: Option<Issued>,
    #[command(flatten)]
    pub(crate) issue: Option<Report>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Issued {
    /// List the reports issued from a workspace, and what the ledger says of each
    List {
        /// The workspace folder
        dir: PathBuf,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Say on the ledger that a report was issued
    Anchor {
        #[command(flatten)]
        of: OfReport,
    },
    /// Say on the ledger that a newer report takes a report's place
    Replace {
        #[command(flatten)]
        of: OfReport,
        /// The number of the newer report
        #[arg(long, value_name = "NUMBER")]
        by: String,
        /// Why, for whoever has the report
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Say on the ledger that a report does not hold any more
    Withdraw {
        #[command(flatten)]
        of: OfReport,
        /// Why, for whoever has the report
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// A report that was issued, and who speaks for its issuer.
#[derive(Args, Debug)]
pub(crate) struct OfReport {
    /// The workspace folder
    pub(crate) dir: PathBuf,
    /// The report's number
    pub(crate) number: String,
    /// A file that holds the private key of the account that stands for the issuer on the ledger, 64 hex digits
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").required(true).args(["epc", "batch"]))]
pub(crate) struct Report {
    /// The workspace folder
    pub(crate) dir: PathBuf,
    /// The asset: an EPC URN or a GS1 Digital Link
    #[arg(requires = "out")]
    pub(crate) epc: Option<String>,
    /// The PDF to write
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub(crate) out: Option<PathBuf>,
    /// Issue a report for each line of this file: a name, or a table (CSV) with the columns epc, template, recipient, shipment,
    /// lang and paper. Run again, it goes on where it was stopped
    #[arg(long, value_name = "LIST", requires = "out_dir")]
    pub(crate) batch: Option<PathBuf>,
    /// With --batch: the folder to write the PDFs to, each named after its number
    #[arg(long, value_name = "DIR", requires = "batch")]
    pub(crate) out_dir: Option<PathBuf>,
    /// What the report is: provenance, custody (of a shipment), recycled-carbon or dossier
    #[arg(long, value_name = "NAME", default_value = "provenance")]
    pub(crate) template: String,
    /// For custody: the shipment, by its number (0x…) or as BLOCK/LOG; by default the newest that carried the asset
    #[arg(long, value_name = "SHIPMENT")]
    pub(crate) shipment: Option<String>,
    /// The size of its pages
    #[arg(long, value_enum, default_value = "a4")]
    pub(crate) paper: PaperSize,
    /// Its language
    #[arg(long, value_enum, default_value = "en")]
    pub(crate) lang: Language,
    /// Whom it is for
    #[arg(long, value_name = "NAME")]
    pub(crate) recipient: Option<String>,
    /// As known at this block
    #[arg(long, value_name = "BLOCK")]
    pub(crate) as_of: Option<u64>,
    /// The report's number; by default the next free one
    #[arg(long, conflicts_with = "batch")]
    pub(crate) number: Option<String>,
    /// The signing key: a name of `waymark keys list`, a PEM or PKCS#12 file, or a token's key (pkcs11:…); the sample signs
    /// with its public demonstration key
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Option<PathBuf>,
    /// A file that holds the key's passphrase; else it is read from `WAYMARK_PASSPHRASE`
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// A file that holds the token's PIN; else it is read from `WAYMARK_PIN`
    #[arg(long, value_name = "FILE")]
    pub(crate) pin_file: Option<PathBuf>,
    /// The PAdES level: b-b, b-t, b-lt or b-lta; by default the highest that is possible with what is set
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// The timestamp authority (RFC 3161), http or https; else it is read from `WAYMARK_TIMESTAMP`
    #[arg(long, value_name = "URL")]
    pub(crate) timestamp: Option<String>,
    /// A PEM file of authorities to trust for connections, beside the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) timestamp_ca: Option<PathBuf>,
    /// A PEM file of certificates that are missing between the timestamp authority, or the signer, and a root
    #[arg(long, value_name = "FILE")]
    pub(crate) issuers: Option<PathBuf>,
    /// Leave room for a second person, who signs with `waymark countersign`
    #[arg(long)]
    pub(crate) approval: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

impl Report {
    /// How far the signature goes. These arguments stand in the structs themselves: clap cannot tell whether a group of
    /// arguments was given that holds another one.
    pub(crate) fn stamping(&self) -> workspace::StampingChoice {
        workspace::StampingChoice {
            level: self.level.clone(),
            timestamp: self.timestamp.clone(),
            ca: self.timestamp_ca.clone(),
            issuers: self.issuers.clone(),
            approval: self.approval,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct Signing {
    /// The workspace folder
    pub(crate) dir: PathBuf,
    /// The PAdES level: b-b, b-t, b-lt or b-lta; by default the highest that is possible
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// The timestamp authority (RFC 3161), http or https, without credentials
    #[arg(long, value_name = "URL")]
    pub(crate) timestamp: Option<String>,
    /// A PEM file of authorities to trust for connections, beside the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) timestamp_ca: Option<PathBuf>,
    /// A PEM file of certificates that are missing between the timestamp authority, or the signer, and a root
    #[arg(long, value_name = "FILE")]
    pub(crate) issuers: Option<PathBuf>,
    /// Leave room for a second person, who signs with `waymark countersign`
    #[arg(long)]
    pub(crate) approval: bool,
    /// Forget what was said: nobody is asked, and one person signs
    #[arg(long, conflicts_with_all = ["level", "timestamp", "timestamp_ca", "issuers", "approval"])]
    pub(crate) none: bool,
}

impl Signing {
    /// What is said; `None` if nothing is.
    pub(crate) fn said(&self) -> Option<workspace::StampingChoice> {
        let choice = workspace::StampingChoice {
            level: self.level.clone(),
            timestamp: self.timestamp.clone(),
            ca: self.timestamp_ca.clone(),
            issuers: self.issuers.clone(),
            approval: self.approval,
        };
        let is_said = self.none || choice != workspace::StampingChoice::default();
        is_said.then_some(choice)
    }
}

#[derive(Args, Debug)]
pub(crate) struct Label {
    /// The workspace folder
    pub(crate) dir: PathBuf,
    /// The asset: a Digital Link, an EPC URN, or (01)…(10)… as it stands on things; it need not be recorded yet
    pub(crate) epc: String,
    /// The file to write
    #[arg(long, value_name = "FILE.pdf")]
    pub(crate) out: PathBuf,
    /// The symbol on it: a QR code with the Digital Link, or a GS1 Data Matrix with the element string
    #[arg(long, value_enum, default_value_t = LabelSymbol::Qr)]
    pub(crate) symbol: LabelSymbol,
    /// The size in millimetres: 105 × 148 or 62 × 100
    #[arg(long, value_enum, default_value_t = LabelSize::A6)]
    pub(crate) size: LabelSize,
    /// The language of its captions
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum LabelSymbol {
    Qr,
    Datamatrix,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum LabelSize {
    A6,
    #[value(name = "62x100")]
    Small,
}

#[derive(Args, Debug)]
pub(crate) struct Countersign {
    /// The report, issued with --approval
    pub(crate) file: PathBuf,
    /// The second person's key: a name of `waymark keys list`, a PEM or PKCS#12 file, or a token's key (pkcs11:…)
    #[arg(long, value_name = "KEY")]
    pub(crate) key: PathBuf,
    /// Where to write it; by default it takes the report's place
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// A file that holds the key's passphrase; else it is read from `WAYMARK_PASSPHRASE`
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// A file that holds the token's PIN; else it is read from `WAYMARK_PIN`
    #[arg(long, value_name = "FILE")]
    pub(crate) pin_file: Option<PathBuf>,
    /// The PAdES level: b-b, b-t, b-lt or b-lta; by default the highest that is possible with what is set
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// The timestamp authority (RFC 3161), http or https; else it is read from `WAYMARK_TIMESTAMP`
    #[arg(long, value_name = "URL")]
    pub(crate) timestamp: Option<String>,
    /// A PEM file of authorities to trust for connections, beside the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) timestamp_ca: Option<PathBuf>,
    /// A PEM file of certificates that are missing between the timestamp authority, or the signer, and a root
    #[arg(long, value_name = "FILE")]
    pub(crate) issuers: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

impl Countersign {
    /// How far the signature goes.
    pub(crate) fn stamping(&self) -> workspace::StampingChoice {
        workspace::StampingChoice {
            level: self.level.clone(),
            timestamp: self.timestamp.clone(),
            ca: self.timestamp_ca.clone(),
            issuers: self.issuers.clone(),
            approval: true,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(crate) enum PaperSize {
    /// 210 × 297 mm
    A4,
    /// 8½ × 11 inches
    Letter,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(crate) enum Language {
    /// English
    En,
    /// German
    De,
    /// French
    Fr,
}

impl From<Language> for protocol::Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::De => Self::De,
            Language::Fr => Self::Fr,
        }
    }
}

#[derive(Subcommand, Debug)]
pub(crate) enum Trust {
    /// Print what a workspace trusts
    Show {
        /// The workspace folder
        dir: PathBuf,
    },
    /// Trust a block that the workspace holds, its validators, or a signer
    Add {
        /// The workspace folder
        dir: PathBuf,
        /// The number of a block, or `newest`
        #[arg(long, required_unless_present_any = ["signer", "root", "timestamp_root", "validators"])]
        block: Option<String>,
        /// A PEM file with the signer's certificate
        #[arg(long)]
        signer: Option<PathBuf>,
        /// A PEM file with the certificate of a certification authority, whose signers are all accepted
        #[arg(long)]
        root: Option<PathBuf>,
        /// A PEM file with the root certificate of a timestamp authority, whose times are believed
        #[arg(long, value_name = "FILE")]
        timestamp_root: Option<PathBuf>,
        /// A file with the validators, such as another trust file; or `newest` for those of the newest block
        #[arg(long, value_name = "FILE|newest")]
        validators: Option<PathBuf>,
        /// Trust the validators that were found without being asked
        #[arg(long, requires = "validators")]
        accept: bool,
    },
    /// Trust something no more
    Remove {
        /// The workspace folder
        dir: PathBuf,
        /// The block
        #[arg(long, required_unless_present_any = ["signer", "root", "timestamp_root", "validators"])]
        block: bool,
        /// The validators
        #[arg(long)]
        validators: bool,
        /// A signer: the SHA-256 of its certificate, or its name
        #[arg(long)]
        signer: Option<String>,
        /// A certification authority: the SHA-256 of its certificate, or its name
        #[arg(long)]
        root: Option<String>,
        /// A timestamp authority's root: the SHA-256 of its certificate, or its name
        #[arg(long, value_name = "ROOT")]
        timestamp_root: Option<String>,
    },
    /// Write what a workspace trusts to a file, for others to verify with
    Export {
        /// The workspace folder
        dir: PathBuf,
        /// The file to write; it must not exist
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// The PDF
    pub(crate) file: PathBuf,
    /// A trust file, such as the trust.json of a workspace
    #[arg(long)]
    pub(crate) trust: Option<PathBuf>,
    /// A workspace, or a ledger file (.waymark) of the trusted network, that says what became of the report since
    #[arg(long, value_name = "DIR|FILE")]
    pub(crate) with: Option<PathBuf>,
    /// Also write the verdict as a PDF; the file must not exist
    #[arg(long, value_name = "VERDICT.pdf")]
    pub(crate) save: Option<PathBuf>,
    /// The language of the answer
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Keys {
    /// Keys that sign what is recorded in the field
    #[command(subcommand)]
    Device(crate::field_args::DeviceKeys),
    /// Print the certificate of the sample's public key
    Demonstration,
    /// The keys in the key folder: how they sign, whose they are, until when they are valid
    List {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Take a key into the key folder: from a PEM or PKCS#12 file, or on a token
    Import {
        /// The file, or the address of a token's key: pkcs11:token=LABEL;object=KEY?module-path=/path/of/the/driver.so
        source: PathBuf,
        /// The name to keep it under; by default the file's, or the key's on the token
        #[arg(long = "as", value_name = "NAME")]
        name: Option<String>,
        /// A file with the key's certificate (PEM), where the token holds none
        #[arg(long, value_name = "FILE")]
        certificate: Option<PathBuf>,
        /// A file that holds the passphrase; else it is read from `WAYMARK_PASSPHRASE`
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
        /// A file that holds the token's PIN; else it is read from `WAYMARK_PIN`
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
    },
    /// Make a key with a self-signed certificate
    Create {
        /// The file to write, or a name in the key folder: one word without an ending
        file: PathBuf,
        /// Who signs, as it stands on reports
        #[arg(long)]
        name: String,
        /// The organisation; by default the name
        #[arg(long)]
        organisation: Option<String>,
        /// The country, two letters (ISO 3166-1)
        #[arg(long)]
        country: String,
        /// The elliptic curve
        #[arg(long, value_enum, default_value = "p256")]
        curve: KeyCurve,
        /// A file that holds the passphrase; else it is read from `WAYMARK_PASSPHRASE`
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
    },
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(crate) enum KeyCurve {
    /// P-256, which every reader knows
    P256,
    /// P-384
    P384,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(crate) enum ExportFormat {
    /// A ledger file (.waymark)
    Ledger,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Ledger {
    /// Put the ledger on a network and print its address
    Deploy {
        /// The node's address
        #[arg(long)]
        rpc: String,
        /// A file that holds the operator's private key, 64 hex digits
        #[arg(long)]
        key: PathBuf,
        /// The environment variable that holds `user:password` or `bearer:TOKEN`
        #[arg(long, value_name = "VAR")]
        auth_env: Option<String>,
    },
    /// Tell a story to a ledger: registers one account per party and records every step
    Simulate {
        /// The node's address
        #[arg(long)]
        rpc: String,
        /// The ledger's address
        #[arg(long)]
        contract: Address,
        /// A file that holds the operator's private key, 64 hex digits
        #[arg(long)]
        key: PathBuf,
        /// The story
        #[arg(long, value_enum)]
        scenario: Scenario,
        /// How many events the load has
        #[arg(long, default_value_t = 1_000,
              value_parser = clap::value_parser!(u64).range(1..=scenario::LONGEST_LOAD))]
        events: u64,
        /// The environment variable that holds `user:password` or `bearer:TOKEN`
        #[arg(long, value_name = "VAR")]
        auth_env: Option<String>,
        /// Ask a development node to date the blocks as the story does
        #[arg(long)]
        story_times: bool,
    },
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(crate) enum Scenario {
    /// From ore and scrap to a retail device
    Chips,
    /// Round after round of lots without trouble in them, as many events as asked for
    Load,
}
