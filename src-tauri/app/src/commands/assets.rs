//! Assets and their lineage.

use protocol::{
    ActivityBin, AssetDetail, AssetPage, AssetQuery, LineageQuery, LineageView, MapQuery, MapView,
};
use tauri::State;

use crate::failure::Answer;
use crate::state::Desk;

#[tauri::command(async)]
pub(crate) fn assets(desk: State<'_, Desk>, query: AssetQuery) -> Answer<AssetPage> {
    desk.ask(|workspace| workspace.assets(&query))
}

#[tauri::command(async)]
pub(crate) fn asset(desk: State<'_, Desk>, epc: &str) -> Answer<AssetDetail> {
    desk.ask(|workspace| workspace.asset(epc))
}

#[tauri::command(async)]
pub(crate) fn lineage(desk: State<'_, Desk>, query: LineageQuery) -> Answer<LineageView> {
    desk.ask(|workspace| workspace.drawing(&query))
}

#[tauri::command(async)]
pub(crate) fn activity(desk: State<'_, Desk>) -> Answer<Vec<ActivityBin>> {
    desk.ask(|workspace| Ok(workspace.activity()))
}

#[tauri::command(async)]
pub(crate) fn map(desk: State<'_, Desk>, query: MapQuery) -> Answer<MapView> {
    desk.ask(|workspace| workspace.map(&query))
}
