//! `waymark reach`: the reach of a recall. It records nothing; a recall itself is an event on the ledger.

use std::path::Path;

use protocol::{HoldingWord, MassRange, RangeView, ReachAsset, ReachHolder, ReachView};
use workspace::{Access, Failure, Workspace};

use super::assets::output_word;
use crate::args::Reach;
use crate::output;

pub(crate) fn run(arguments: &Reach) -> Result<(), Failure> {
    let workspace = Workspace::open(&arguments.dir, Access::Read)?;
    match &arguments.csv {
        Some(path) if path == Path::new("-") => output::text(&workspace.reach_csv(&arguments.epc)?),
        Some(path) => {
            let table = workspace.reach_csv(&arguments.epc)?;
            workspace::write_file(path, table.as_bytes())
        }
        None if arguments.json => output::json(&workspace.reach(&arguments.epc)?),
        None => told(&workspace.reach(&arguments.epc)?),
    }
}

fn told(reach: &ReachView) -> Result<(), Failure> {
    let standing = match &reach.recall {
        Some(recall) if recall.lifted.is_none() => {
            format!("recalled by {}: {}", recall.by, recall.reason)
        }
        Some(recall) => format!("was recalled by {}; the recall was lifted", recall.by),
        None => "not recalled".to_owned(),
    };
    output::lines([
        format!("{} ({standing})", reach.name),
        format!(
            "It went into {} assets.",
            reach.assets.len().saturating_sub(1)
        ),
        String::new(),
    ])?;
    let holders: Vec<Vec<String>> = reach.holders.iter().map(holder).collect();
    output::table(
        &[
            "WHO HAS IT",
            "WHERE",
            "ASSETS",
            "UNDER WAY",
            "KG OF THE LOT",
        ],
        &holders,
    )?;
    output::lines([String::new()])?;
    let assets: Vec<Vec<String>> = reach.assets.iter().flat_map(asset).collect();
    let head = [
        "STEP",
        "NAME",
        "SHARE OF THE LOT",
        "STATE",
        "HOLDER",
        "WHERE, TO WHOM OR IN WHAT",
        "AMOUNT",
        "SHIPPED TO",
        "EPC",
    ];
    output::table(&head, &assets)
}

fn holder(holder: &ReachHolder) -> Vec<String> {
    vec![
        known(&holder.party),
        known(&holder.place),
        holder.assets.to_string(),
        holder.under_way.to_string(),
        holder
            .kilograms
            .as_ref()
            .map_or_else(|| "unknown".into(), kilograms),
    ]
}

fn asset(asset: &ReachAsset) -> Vec<Vec<String>> {
    let shipped: Vec<&str> = asset.shipped.iter().map(|way| way.to.as_str()).collect();
    let row = |state: &str, party: &str, place: &str, amount: String| {
        vec![
            asset.steps.to_string(),
            asset.name.clone(),
            share(&asset.share),
            state.to_owned(),
            party.to_owned(),
            place.to_owned(),
            amount,
            shipped.join(", "),
            asset.epc.clone(),
        ]
    };
    if asset.holdings.is_empty() {
        return vec![row("used up", "", "", String::new())];
    }
    let holdings = asset.holdings.iter().map(|holding| {
        let state = match holding.state {
            HoldingWord::UnderWay => "under way".to_owned(),
            state => output_word(&state),
        };
        let amount = format!("{} {}", holding.amount.number, holding.amount.unit);
        row(&state, &holding.party, &holding.place, amount)
    });
    holdings.collect()
}

fn known(text: &str) -> String {
    if text.is_empty() {
        "unknown".into()
    } else {
        text.into()
    }
}

fn share(share: &RangeView) -> String {
    range(share.lower * 100.0, share.upper * 100.0, 1, "%")
}

fn kilograms(range_of: &MassRange) -> String {
    range(range_of.lower, range_of.upper, 3, "kg")
}

fn range(lower: f64, upper: f64, digits: usize, unit: &str) -> String {
    let (lower, upper) = (format!("{lower:.digits$}"), format!("{upper:.digits$}"));
    if lower == upper {
        format!("{lower} {unit}")
    } else {
        format!("{lower} to {upper} {unit}")
    }
}
