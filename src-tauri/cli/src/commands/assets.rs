//! `waymark assets`.

use std::path::Path;

use protocol::{AssetQuery, AssetRow};
use serde::Serialize;
use workspace::{Access, Failure, Workspace};

use crate::output;

#[derive(Serialize)]
struct Answer {
    assets: Vec<AssetRow>,
}

pub(crate) fn run(dir: &Path, query: &str, json: bool) -> Result<(), Failure> {
    let workspace = Workspace::open(dir, Access::Read)?;
    let query = AssetQuery {
        text: query.to_owned(),
        limit: u32::MAX,
        ..AssetQuery::default()
    };
    let assets = workspace.assets(&query)?.rows;
    if json {
        return output::json(&Answer { assets });
    }
    let rows: Vec<Vec<String>> = assets.iter().map(row).collect();
    output::table(
        &[
            "NAME",
            "KIND",
            "QUANTITY",
            "HOLDER",
            "ASSURANCE",
            "FINDINGS",
            "EPC",
        ],
        &rows,
    )
}

fn row(asset: &AssetRow) -> Vec<String> {
    vec![
        asset.name.clone(),
        output_word(&asset.kind),
        format!("{} {}", asset.quantity.number, asset.quantity.unit),
        asset.holder.clone(),
        output_word(&asset.assurance),
        asset
            .findings
            .map_or_else(String::new, |mark| mark.count.to_string()),
        asset.epc.clone(),
    ]
}

/// The word that stands for a value in JSON.
pub(crate) fn output_word(value: &impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}
