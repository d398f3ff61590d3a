//! The buttons at the borders of a card: how many neighbours are not drawn, and a press draws them; where they are drawn, a
//! press leaves them out again. What opens a group is here as well.

use leptos::prelude::*;
use protocol::{Direction, LineageNode, LineageView};

use crate::{
    components::icon::{Icon, icon},
    locales::{t, tn},
    logic::format,
    state::App,
};

/// The buttons of one card.
pub(super) fn stubs(app: App, view: &LineageView, index: usize) -> Option<impl IntoView + use<>> {
    let node = view.nodes.get(index)?;
    let at = u32::try_from(index).ok();
    let is_fed = view.edges.iter().any(|edge| Some(edge.to) == at);
    let is_used = view.edges.iter().any(|edge| Some(edge.from) == at);
    let direction = app.lineage.direction.get_untracked();
    // What lies in the direction that is not looked, such as the thousand other uses of a lot, is no part of this lineage.
    let looks_up = direction != Direction::Down && node.step <= 0;
    let looks_down = direction != Direction::Up && node.step >= 0;
    // A group is opened first: what one of it goes into is not what the others go into. And a path is a path.
    let is_path = (app.lineage.scope).with_untracked(|scope| scope.path.is_some());
    let is_one = node.group.is_none() && !is_path;
    let up = (looks_up && is_one).then(|| side(app, node, true, node.hidden_up, is_fed));
    let down = (looks_down && is_one).then(|| side(app, node, false, node.hidden_down, is_used));
    Some(view! { {up} {down} {group(app, node)} })
}

fn side(app: App, node: &LineageNode, up: bool, hidden: u32, has_drawn: bool) -> Option<AnyView> {
    let x = if up { node.x } else { node.x + node.width };
    let middle = node.y + node.height / 2.0;
    let place = format!("left:{x}px;top:{middle}px");
    let epc = node.epc.clone();
    if hidden > 0 {
        let words = tn("lineage.more.one", "lineage.more.many", hidden.into());
        let class = if up { "stub stub--up" } else { "stub" };
        return Some(
            view! {
                <button
                    type="button"
                    class=class
                    style=place
                    aria-label=words.clone()
                    title=words
                    data-testid="lineage-expand"
                    on:click=move |_| app.lineage.unfold(&epc, up, true)
                >
                    {format!("+{}", format::count(hidden.into()))}
                </button>
            }
            .into_any(),
        );
    }
    // The asset looked from always shows its neighbours.
    (has_drawn && node.step != 0).then(|| {
        let words = t("lineage.fewer");
        view! {
            <button
                type="button"
                class="stub stub--close"
                style=place
                tabindex="-1"
                aria-label=words
                title=words
                data-testid="lineage-collapse"
                on:click=move |_| app.lineage.unfold(&epc, up, false)
            >
                {icon(Icon::Minus)}
            </button>
        }
        .into_any()
    })
}

fn group(app: App, node: &LineageNode) -> Option<AnyView> {
    let place = format!("left:{}px;top:{}px", node.x + node.width, node.y);
    let card = node.clone();
    let group = node.group.as_ref()?;
    let words = tn("group.open.one", "group.open.many", group.count.into());
    Some(
        view! {
            <button
                type="button"
                class="stub stub--group"
                style=place
                aria-label=words.clone()
                title=words
                data-testid="lineage-open-group"
                on:click=move |_| app.lineage.open_group(&card)
            >
                {icon(Icon::Layers)}
            </button>
        }
        .into_any(),
    )
}
