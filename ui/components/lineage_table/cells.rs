//! What stands in the cells of the table, on the screen and in a file.

use protocol::{Assurance, LineageEdge, LineageNode, LineageView};

use crate::{
    components::lineage_canvas::focus_layer,
    locales::{current, t, words},
    logic::{format, identity},
};

/// The cards from the asset looked from outwards, layer by layer: first towards material, then towards use.
pub(super) fn order(view: &LineageView) -> Vec<usize> {
    let focus = focus_layer(view);
    let far = |index: usize| {
        let away = i64::from(view.nodes[index].layer) - focus;
        (away > 0, away.unsigned_abs())
    };
    let mut order: Vec<usize> = (0..view.nodes.len()).collect();
    order.sort_by(|a, b| {
        let height = |index: usize| view.nodes[index].y;
        far(*a)
            .cmp(&far(*b))
            .then(height(*a).total_cmp(&height(*b)))
    });
    order
}

/// How many layers a card is away from the asset looked from.
pub(super) fn tier(view: &LineageView, node: &LineageNode) -> i64 {
    i64::from(node.layer) - focus_layer(view)
}

/// What each card goes into, such as `Tin ingot PT-2291 (420 kg, 32 %)`.
pub(super) fn into(view: &LineageView) -> Vec<String> {
    let mut into = vec![String::new(); view.nodes.len()];
    for edge in &view.edges {
        let from = usize::try_from(edge.from).ok();
        if let Some(words) = from.and_then(|from| into.get_mut(from)) {
            if !words.is_empty() {
                words.push_str("; ");
            }
            words.push_str(&goes_into(view, edge));
        }
    }
    into
}

fn goes_into(view: &LineageView, edge: &LineageEdge) -> String {
    let to = usize::try_from(edge.to)
        .ok()
        .and_then(|to| view.nodes.get(to));
    let name = to.map_or("", |node| node.name.as_str());
    let amount = edge
        .amount
        .as_ref()
        .map(|amount| format::amount(amount, current()));
    let share = edge.share.map(|share| format::share(share, current()));
    let circle = edge
        .closes_circle
        .then(|| t("edge.closes-circle").to_owned());
    let pending = edge
        .pending
        .then(|| words::assurance(Assurance::Pending).to_lowercase());
    let inside: Vec<_> = (amount.into_iter())
        .chain(share)
        .chain(circle)
        .chain(pending)
        .collect();
    if inside.is_empty() {
        return name.to_owned();
    }
    format!("{name} ({})", inside.join(", "))
}

/// A name that is told apart, with how many it stands for.
pub(super) fn name(node: &LineageNode) -> String {
    match &node.group {
        Some(group) => format!("{} × {}", format::count(group.count.into()), node.name),
        None => identity::told_apart(&node.name, &node.epc),
    }
}

/// The table for a file: heads, then a row for each card. Numbers and days are written as programs read them.
pub(crate) fn cells(view: &LineageView) -> Vec<Vec<String>> {
    let heads = [
        t("column.tier"),
        t("column.asset"),
        t("column.epc"),
        t("fact.kind"),
        t("fact.quantity"),
        t("column.unit"),
        t("fact.made-at"),
        t("fact.maker"),
        t("fact.made-on"),
        t("column.assurance"),
        t("column.findings"),
        t("column.claims"),
        t("column.into"),
    ];
    let into = into(view);
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for index in order(view) {
        let node = &view.nodes[index];
        let claims: Vec<_> = node.chips.iter().map(|chip| chip.text.as_str()).collect();
        let day = if node.made_on.unix == 0 {
            String::new()
        } else {
            format::iso_day(node.made_on)
        };
        rows.push(vec![
            words::tier(tier(view, node)),
            name(node),
            node.epc.clone(),
            words::kind(node.kind).to_owned(),
            node.quantity.number.clone(),
            node.quantity.unit.clone(),
            node.place.clone(),
            node.maker.clone(),
            day,
            words::assurance(node.assurance).to_owned(),
            node.findings.map_or(0, |mark| mark.count).to_string(),
            claims.join("; "),
            into[index].clone(),
        ]);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::samples::view;

    #[test]
    fn rows_begin_with_the_asset_looked_from_and_go_outwards() {
        let mut drawn = view(
            &[(0.0, 50.0), (0.0, 0.0), (400.0, 0.0), (200.0, 0.0)],
            &[(0, 3), (1, 3), (3, 2)],
        );
        for (node, layer) in drawn.nodes.iter_mut().zip([0, 0, 2, 1]) {
            node.layer = layer;
        }
        assert_eq!(order(&drawn), [3, 1, 0, 2]);
        let rows = cells(&drawn);
        assert_eq!(rows.len(), 5);
        assert!(rows.iter().all(|row| row.len() == rows[0].len()));
        assert_eq!(rows[1][2], "urn:x:3");
        assert_eq!(into(&drawn)[0], "3");
    }
}
