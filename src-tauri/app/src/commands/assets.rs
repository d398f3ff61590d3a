//! Assets and their lineage.

use protocol::{
    ActivityBin, AssetDetail, AssetFigures, AssetPage, AssetQuery, AttestationPage,
    AttestationQuery, BlockAt, CompareQuery, CompareView, LineageQuery, LineageView, MapQuery,
    MapView, OverviewView, ReachView, Until,
};
use tauri::State;

use crate::failure::Answer;
use crate::state::Desk;

#[tauri::command(async)]
pub(crate) fn assets(desk: State<'_, Desk>, query: AssetQuery) -> Answer<AssetPage> {
    desk.ask(|workspace| workspace.assets(&query))
}

#[tauri::command(async)]
pub(crate) fn asset(desk: State<'_, Desk>, epc: &str, as_of: Option<u64>) -> Answer<AssetDetail> {
    desk.ask(|workspace| workspace.asset(epc, as_of))
}

#[tauri::command(async)]
pub(crate) fn asset_figures(desk: State<'_, Desk>, epc: &str) -> Answer<AssetFigures> {
    desk.ask(|workspace| workspace.figures(epc))
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
pub(crate) fn block_at(desk: State<'_, Desk>, until: Until) -> Answer<Option<BlockAt>> {
    desk.ask(|workspace| Ok(workspace.block_at(until)))
}

#[tauri::command(async)]
pub(crate) fn map(desk: State<'_, Desk>, query: MapQuery) -> Answer<MapView> {
    desk.ask(|workspace| workspace.map(&query))
}

#[tauri::command(async)]
pub(crate) fn overview(desk: State<'_, Desk>) -> Answer<OverviewView> {
    desk.ask(|workspace| workspace.overview())
}

#[tauri::command(async)]
pub(crate) fn attestations(
    desk: State<'_, Desk>,
    query: AttestationQuery,
) -> Answer<AttestationPage> {
    desk.ask(|workspace| workspace.attestations(&query))
}

#[tauri::command(async)]
pub(crate) fn compare(desk: State<'_, Desk>, query: CompareQuery) -> Answer<CompareView> {
    desk.ask(|workspace| workspace.compare(&query))
}

#[tauri::command(async)]
pub(crate) fn reach(desk: State<'_, Desk>, epc: &str) -> Answer<ReachView> {
    desk.ask(|workspace| workspace.reach(epc))
}

#[tauri::command(async)]
pub(crate) fn reach_csv(desk: State<'_, Desk>, epc: &str) -> Answer<String> {
    desk.ask(|workspace| workspace.reach_csv(epc))
}
