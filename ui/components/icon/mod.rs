//! The window's own icons: one line of 1.5 on a grid of 16. An icon never stands for a word alone.

use leptos::prelude::*;

/// An icon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Icon {
    Overview,
    Assets,
    Lineage,
    Map,
    Compare,
    Reach,
    Report,
    Verify,
    Network,
    Settings,
    Search,
    Sync,
    Back,
    Table,
    Fit,
    Plus,
    Minus,
    Folder,
    Sample,
    Theme,
    Language,
    Check,
    Cross,
    Alert,
    Question,
    Dash,
    Dot,
    Info,
    Copy,
    Close,
    Upload,
    Recycled,
    Carbon,
    Origin,
    Shield,
    Layers,
    Box,
    Drop,
    Chip,
    Device,
    Attestation,
    Stop,
    Field,
    Pen,
    Scan,
    Person,
    Label,
    Clip,
}

impl Icon {
    /// Its line.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Overview => {
                "M2.25 2.25h5v6.5h-5zM8.75 2.25h5v3.5h-5zM8.75 7.25h5v6.5h-5zM2.25 10.25h5v3.5h-5z"
            }
            Self::Assets => "M2.5 4h11M2.5 8h11M2.5 12h11",
            Self::Lineage => {
                "M3.5 5.25a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM3.5 14.25a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM12.5 9.75a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM5.25 3.5C9 3.5 7.5 8 10.75 8M5.25 12.5C9 12.5 7.5 8 10.75 8"
            }
            Self::Map => {
                "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM8 10.25a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5z"
            }
            Self::Compare => "M6.5 2.5h-4v11h4M9.5 2.5h4v11h-4M8 1.5v13",
            Self::Reach => {
                "M8 9.25a1.25 1.25 0 1 0 0-2.5 1.25 1.25 0 0 0 0 2.5zM8 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z"
            }
            Self::Report => "M9.5 1.75h-6v12.5h9V4.75zM9.5 1.75v3h3M5.75 8.25h4.5M5.75 11h4.5",
            Self::Verify => {
                "M8 1.75 13 3.5v4c0 3.3-2.1 5.6-5 6.75C5.1 13.1 3 10.8 3 7.5v-4zM5.75 8l1.6 1.6 3-3.2"
            }
            Self::Network => {
                "M8 5.25a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM3.25 14a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM12.75 14a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM7.2 5.1 4.1 10.7M8.8 5.1l3.1 5.6M5 12.25h6"
            }
            Self::Settings => {
                "M2.5 4.5h6M12 4.5h1.5M10.25 6.25a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM2.5 11.5H4M7.5 11.5h6M5.75 13.25a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5z"
            }
            Self::Search => {
                "M7 11.75a4.75 4.75 0 1 0 0-9.5 4.75 4.75 0 0 0 0 9.5zM10.5 10.5l3.25 3.25"
            }
            Self::Sync => {
                "M13.25 3v3.25H10M2.75 13V9.75H6M12.9 6.25A5.25 5.25 0 0 0 3.4 5.5M3.1 9.75a5.25 5.25 0 0 0 9.5.75"
            }
            Self::Back => "M9.75 3.25 5 8l4.75 4.75",
            Self::Table => "M2.25 3h11.5v10H2.25zM2.25 6.5h11.5M2.25 9.75h11.5M6.5 6.5V13",
            Self::Fit => {
                "M2.5 5.75V2.5h3.25M10.25 2.5h3.25v3.25M13.5 10.25v3.25h-3.25M5.75 13.5H2.5v-3.25"
            }
            Self::Plus => "M8 3.25v9.5M3.25 8h9.5",
            Self::Minus | Self::Dash => "M3.25 8h9.5",
            Self::Folder => "M1.75 12.75v-9.5h4.5l1.5 1.75h6.5v7.75z",
            Self::Sample => "M8 1.75 14 5v6l-6 3.25L2 11V5zM2.1 5.05 8 8.25l5.9-3.2M8 8.25v6",
            Self::Theme => {
                "M8 13.75a5.75 5.75 0 1 0 0-11.5 5.75 5.75 0 0 0 0 11.5zM8 2.25v11.5M8 5.25h4.9M8 8h5.7M8 10.75h4.9"
            }
            Self::Language => {
                "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM2 8h12M8 2c2 1.8 2.5 4 2.5 6S10 12.2 8 14M8 2C6 3.8 5.5 6 5.5 8S6 12.2 8 14"
            }
            Self::Check => "M3.25 8.5l3.25 3.25 6.25-7",
            Self::Cross | Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Alert => "M8 2.25 14.5 13.5h-13zM8 6.5v3.25M8 11.6v.3",
            Self::Question => "M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 9.9M8 12.3v.3",
            Self::Dot => "M8 9a1 1 0 1 0 0-2 1 1 0 0 0 0 2z",
            Self::Info => "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM8 7.25v3.75M8 5v.2",
            Self::Copy => "M5.5 5.5h7.75v7.75H5.5zM3.75 10.5h-1v-7.75h7.75v1",
            Self::Upload => "M8 10.5V2.75M4.75 6 8 2.75 11.25 6M2.5 10.5v2.75h11V10.5",
            Self::Recycled => {
                "M12.9 6.25A5.25 5.25 0 0 0 3.4 5.5M3.1 9.75a5.25 5.25 0 0 0 9.5.75M13.25 3v3.25H10M2.75 13V9.75H6"
            }
            Self::Carbon => {
                "M4.75 11.75a3 3 0 0 1-.2-5.99 3.75 3.75 0 0 1 7.3.99 2.55 2.55 0 0 1-.35 5z"
            }
            Self::Origin => {
                "M8 14.25c3-3.3 4.5-5.6 4.5-7.5a4.5 4.5 0 1 0-9 0c0 1.9 1.5 4.2 4.5 7.5zM8 8.25a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z"
            }
            Self::Shield => "M8 1.75 13 3.5v4c0 3.3-2.1 5.6-5 6.75-2.9-1.15-5-3.45-5-6.75v-4z",
            Self::Layers => "M8 2 14 5.25 8 8.5 2 5.25zM2.5 8.25 8 11.25l5.5-3M2.5 11 8 14l5.5-3",
            Self::Box => "M2.25 4.75h11.5v8.5H2.25zM1.75 2.25h12.5v2.5H1.75zM6.5 7.5h3",
            Self::Drop => {
                "M8 1.9c2.7 3 4.25 5.2 4.25 7.5a4.25 4.25 0 0 1-8.5 0C3.75 7.1 5.3 4.9 8 1.9z"
            }
            Self::Chip => {
                "M4.25 4.25h7.5v7.5h-7.5zM6.25 4.25v-2.5M9.75 4.25v-2.5M6.25 14.25v-2.5M9.75 14.25v-2.5M4.25 6.25h-2.5M4.25 9.75h-2.5M14.25 6.25h-2.5M14.25 9.75h-2.5"
            }
            Self::Attestation => {
                "M8 9.75a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5.5 9l-1 5.25L8 12.5l3.5 1.75-1-5.25M6.4 5.8l1.2 1.2 2.1-2.3"
            }
            Self::Stop => {
                "M5.25 1.75h5.5l3.5 3.5v5.5l-3.5 3.5h-5.5l-3.5-3.5v-5.5zM5.75 5.75l4.5 4.5M10.25 5.75l-4.5 4.5"
            }
            Self::Field => "M3.5 2.75h9v11.5h-9zM6 1.75h4v2H6zM5.75 7.25h4.5M5.75 10h2.75",
            Self::Pen => "M2.75 13.25l.75-3 7.5-7.5 2.25 2.25-7.5 7.5zM9.5 4.25l2.25 2.25",
            Self::Scan => {
                "M2.25 5.25v-3h3M10.75 2.25h3v3M13.75 10.75v3h-3M5.25 13.75h-3v-3M5 5.5v5M7.5 5.5v5M9 5.5v5M11 5.5v5"
            }
            Self::Person => {
                "M8 7.75a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM2.75 13.75c.5-2.75 2.5-4 5.25-4s4.75 1.25 5.25 4"
            }
            Self::Label => {
                "M2.25 3.25h6.5l5 4.75-5 4.75h-6.5zM5.25 8.75a.75.75 0 1 0 0-1.5.75.75 0 0 0 0 1.5z"
            }
            Self::Clip => {
                "M10.5 4.5 5.75 9.25a1.6 1.6 0 0 0 2.25 2.25l5-5a3 3 0 0 0-4.25-4.25l-5 5a4.4 4.4 0 0 0 6.2 6.2l3.55-3.5"
            }
            Self::Device => "M3.75 1.75h8.5v12.5h-8.5zM7 12h2",
        }
    }
}

/// Draws an icon. It is hidden from screen readers: the word beside it says the same.
pub(crate) fn icon(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=icon.path()></path>
        </svg>
    }
}
