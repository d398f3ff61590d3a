//! `waymark report list`, `anchor`, `replace` and `withdraw`: what the ledger says of issued reports, and saying it.

use protocol::{Standing, StandingWord};
use serde::Serialize;
use workspace::{Access, Failure, Noticed, Workspace, read_account_key};

use super::now;
use crate::args::{Issued, OfReport};
use crate::output;

pub(crate) fn run(issued: &Issued) -> Result<(), Failure> {
    match issued {
        Issued::List { dir, json } => {
            let workspace = Workspace::open(dir, Access::Read)?;
            list(&workspace.standings()?, *json)
        }
        Issued::Anchor { of } => said(of, "is anchored", |workspace, key| {
            workspace.anchor(&of.number, key, now())
        }),
        Issued::Replace { of, by, reason } => said(of, "is replaced", |workspace, key| {
            workspace.replace(&of.number, by, reason, key, now())
        }),
        Issued::Withdraw { of, reason } => said(of, "is withdrawn", |workspace, key| {
            workspace.withdraw(&of.number, reason, key, now())
        }),
    }
}

/// What a script reads of a statement.
#[derive(Serialize)]
struct Said<'a> {
    number: &'a str,
    transaction: String,
    block: u64,
}

fn said(
    of: &OfReport,
    what: &str,
    say: impl FnOnce(&Workspace, alloy_primitives::B256) -> Result<Noticed, Failure>,
) -> Result<(), Failure> {
    let key = read_account_key(&of.key)?;
    let workspace = Workspace::open(&of.dir, Access::Issue)?;
    let noticed = say(&workspace, key)?;
    if of.json {
        return output::json(&Said {
            number: &noticed.number,
            transaction: noticed.tx.to_string(),
            block: noticed.block,
        });
    }
    output::lines([format!(
        "{} {what} on the ledger: block {}, transaction {}. Others learn of it with their next sync.",
        noticed.number, noticed.block, noticed.tx
    )])
}

/// What a script reads of all reports.
#[derive(Serialize)]
struct Listed<'a> {
    reports: &'a [Standing],
}

fn list(standings: &[Standing], json: bool) -> Result<(), Failure> {
    if json {
        return output::json(&Listed { reports: standings });
    }
    if standings.is_empty() {
        return output::lines(["No report was issued from here.".to_owned()]);
    }
    output::lines(standings.iter().map(in_words))
}

fn in_words(standing: &Standing) -> String {
    let at = standing.block.map(|block| format!(", block {block}"));
    let at = at.unwrap_or_default();
    let because = standing.reason.as_deref().unwrap_or_default();
    let unseen = standing.sent.iter().filter(|sent| !sent.seen).count();
    let mut words = match standing.word {
        StandingWord::NotAnchored => "not anchored".to_owned(),
        StandingWord::InForce => format!("anchored{at}"),
        StandingWord::Replaced => {
            let by = standing.by.as_deref().unwrap_or_default();
            format!("replaced by {by}{at}: {because}")
        }
        StandingWord::Withdrawn => format!("withdrawn{at}: {because}"),
    };
    if standing.undermined > 0 {
        words = format!(
            "{words}; undermined by {} later events",
            standing.undermined
        );
    }
    if unseen > 0 {
        words = format!("{words}; {unseen} statements sent, not synced back yet");
    }
    format!(
        "{}  {words} (known to block {})",
        standing.number, standing.known_to
    )
}
