//! The flows: lines as thick as what went, with an arrow where it arrived. The tables say the same to those who do not see
//! them.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    components::collections::kind_class,
    logic::map::{
        projection::Point,
        scene::{Flow, Mark, Scene},
    },
    state::{MapState, Pointed},
};

/// All flows, beneath all marks.
pub(super) fn flows(map: MapState, scene: Memo<Arc<Scene>>) -> impl IntoView {
    let drawn = move || {
        let scene = scene.get();
        let flows = scene.flows.iter();
        flows.map(|flow| drawn(map, &scene, flow)).collect_view()
    };
    view! {
        <svg class="map__flows" aria-hidden="true">{drawn}</svg>
    }
}

fn drawn(map: MapState, scene: &Scene, flow: &Flow) -> impl IntoView + use<> {
    let lead = |index: usize| scene.marks.get(index).map(Mark::lead);
    let (from, to) = (
        lead(flow.from).unwrap_or_default(),
        lead(flow.to).unwrap_or_default(),
    );
    // One that is looked at stands out; of a place, what comes and goes there.
    let tone = move || match map.pointed.get() {
        None => "flow",
        Some(Pointed::Place(place)) if place == from || place == to => "flow flow--lit",
        Some(Pointed::Flow(a, b)) if (a, b) == (from, to) => "flow flow--lit",
        Some(_) => "flow flow--dim",
    };
    let kind = kind_class(flow.sum.main_kind(map.measure.get_untracked()));
    let all_under_way = flow.sum.under_way == flow.sum.count;
    let line = if all_under_way {
        "flow__line flow__line--under-way"
    } else {
        "flow__line"
    };
    let head = flow.arc.head.map(|corners| {
        view! { <polygon class="flow__head" points=corners.map(written).join(" ")></polygon> }
    });
    view! {
        <g class=move || format!("{} {kind}", tone()) data-testid="map-flow">
            <path class=line d=flow.arc.path.clone() stroke-width=format!("{:.2}", flow.thickness)></path>
            {head}
            <path
                class="flow__reach"
                d=flow.arc.path.clone()
                on:pointerenter=move |_| map.pointed.set(Some(Pointed::Flow(from, to)))
                on:pointerleave=move |_| map.pointed.set(None)
            ></path>
        </g>
    }
}

fn written(point: Point) -> String {
    format!("{:.1},{:.1}", point.x, point.y)
}
