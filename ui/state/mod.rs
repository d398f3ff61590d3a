//! What the window knows right now, as signals. What can be done with it is in `actions`; how it looks, in `pages` and
//! `components`.

mod asset_page;
mod assets;
mod attestations;
mod compare;
mod field;
mod issue;
mod lineage;
mod map;
mod notice;
mod preferences;
mod reach;
mod session;
mod verify;

use leptos::prelude::*;
use protocol::{CommandError, ErrorCode, Progress, WorkspaceState};

pub(crate) use asset_page::{AssetPageState, event_id};
pub(crate) use assets::{AssetsState, Collection, PAGE};
pub(crate) use attestations::{AttestationsState, ROWS};
pub(crate) use compare::CompareState;
pub(crate) use field::{Asking, FieldPlace, Kept, Kind, Opened, put_name};
pub(crate) use issue::{IssueStage, IssueState, Preview};
pub(crate) use lineage::{Drawn, Hovered, LineageMode, LineageState, Panel};
pub(crate) use map::{MapMode, MapState, Pointed};
pub(crate) use notice::Notice;
pub(crate) use preferences::{Preferences, Theme};
pub(crate) use reach::ReachState;
pub(crate) use verify::{Checking, VerifyState};

/// A place of the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    Overview,
    Assets,
    Asset,
    Lineage,
    Map,
    Compare,
    Attestations,
    Reports,
    Verify,
    Field,
    Network,
    Settings,
}

/// What is open.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Open {
    /// The backend has not answered yet.
    Asking,
    /// Nothing.
    Nothing,
    /// A workspace.
    Workspace(Box<WorkspaceState>),
}

/// Everything the window knows. It is a handle: copies see the same signals.
#[derive(Clone, Copy)]
pub(crate) struct App {
    /// Where the user is.
    pub(crate) place: RwSignal<Place>,
    /// Where the user was before, and the asset whose page it was.
    been: RwSignal<Vec<(Place, Option<String>)>>,
    /// What is open.
    pub(crate) open: RwSignal<Open>,
    /// Counts up whenever what the backend would answer has changed.
    pub(crate) revision: RwSignal<u32>,
    /// Work under way.
    pub(crate) progress: RwSignal<Option<Progress>>,
    /// Whether a workspace is being opened or synced.
    pub(crate) busy: RwSignal<bool>,
    /// What the user has to be told.
    pub(crate) notices: RwSignal<Vec<Notice>>,
    /// Whether the command palette is open.
    pub(crate) palette: RwSignal<bool>,
    /// Theme and language.
    pub(crate) preferences: Preferences,
    /// The list of assets.
    pub(crate) assets: AssetsState,
    /// The page of one asset.
    pub(crate) asset: AssetPageState,
    /// The list of attestations.
    pub(crate) attestations: AttestationsState,
    /// The lineage.
    pub(crate) lineage: LineageState,
    /// The map.
    pub(crate) map: MapState,
    /// Then and now.
    pub(crate) compare: CompareState,
    /// The reach of a recall.
    pub(crate) reach: ReachState,
    /// The report about to be issued.
    pub(crate) issue: IssueState,
    /// Work in the field.
    pub(crate) field: FieldPlace,
    /// The file being verified.
    pub(crate) verify: VerifyState,
}

impl App {
    /// The window as it starts.
    pub(crate) fn new() -> Self {
        Self {
            place: RwSignal::new(Place::Overview),
            been: RwSignal::new(Vec::new()),
            open: RwSignal::new(Open::Asking),
            revision: RwSignal::new(0),
            progress: RwSignal::new(None),
            busy: RwSignal::new(false),
            notices: RwSignal::new(Vec::new()),
            palette: RwSignal::new(false),
            preferences: Preferences::kept(),
            assets: AssetsState::new(),
            asset: AssetPageState::new(),
            attestations: AttestationsState::new(),
            lineage: LineageState::new(),
            map: MapState::new(),
            compare: CompareState::new(),
            reach: ReachState::new(),
            issue: IssueState::new(),
            field: FieldPlace::new(),
            verify: VerifyState::new(),
        }
    }

    /// The window's state, from any component.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// Goes to a place.
    pub(crate) fn go(self, place: Place) {
        if self.place.get_untracked() != place {
            self.remember();
            self.place.set(place);
        }
    }

    /// Remembers where the user is, to come back to.
    fn remember(self) {
        let here = (self.place.get_untracked(), self.asset.epc.get_untracked());
        self.been.update(|been| been.push(here));
    }

    /// Goes back to where the user was before.
    pub(crate) fn go_back(self) {
        if let Some((place, asset)) = self.been.try_update(Vec::pop).flatten() {
            self.asset.epc.set(asset);
            self.place.set(place);
        }
    }

    /// Whether there is a way back.
    pub(crate) fn has_been(self) -> bool {
        self.been.with_untracked(|been| !been.is_empty())
    }

    /// The open workspace, tracked.
    pub(crate) fn workspace(self) -> Option<WorkspaceState> {
        self.open.with(|open| match open {
            Open::Workspace(state) => Some((**state).clone()),
            Open::Asking | Open::Nothing => None,
        })
    }

    /// Whether a workspace is open, tracked.
    pub(crate) fn has_workspace(self) -> bool {
        self.open.with(|open| matches!(open, Open::Workspace(_)))
    }

    /// Tells the user of an error; one that the user caused by stopping the work is not told.
    pub(crate) fn fail(self, error: CommandError) {
        match error.code {
            ErrorCode::Cancelled => {}
            ErrorCode::NoWorkspace => self.open.set(Open::Nothing),
            _ => self.tell(Notice::error(error)),
        }
    }

    /// Shows a notice.
    pub(crate) fn tell(self, notice: Notice) {
        self.notices.update(|notices| {
            notices.retain(|other| !other.says_the_same(&notice));
            notices.push(notice);
        });
    }
}
