//! `waymark assets`.

use std::fmt::Write;
use std::path::Path;

use protocol::{AssetQuery, AssetRow, PendingChange};
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
    )?;
    let waiting = assets.iter().filter_map(|asset| {
        let change = asset.change.as_ref()?;
        Some(format!("  {}: {}", asset.epc, will_be(change)))
    });
    let waiting: Vec<String> = waiting.collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let head = "\nWaits in the outbox and will change what is listed above:".to_owned();
    output::lines(std::iter::once(head).chain(waiting))
}

/// Such as `transformed (signed), then with nobody, 0 kg left`.
fn will_be(change: &PendingChange) -> String {
    let mut words = format!(
        "{} ({})",
        output_word(&change.event),
        output_word(&change.state)
    );
    // Writing to a string cannot fail.
    if let Some(holder) = &change.holder {
        let nobody = if holder.is_empty() { "nobody" } else { holder };
        let _ = write!(words, ", then with {nobody}");
    }
    if let Some(left) = &change.left {
        let _ = write!(words, ", {} {} left", left.number, left.unit);
    }
    words
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
