//! How something stands: a mark and a word, coloured by tone. Also the small chips of claims and figures.

use leptos::prelude::*;
use protocol::{Assurance, Chip, ChipKind, FindingMark, Severity, Tone};

use crate::{
    components::icon::{Icon, icon},
    locales::{tn, words},
};

/// The class that colours by tone.
pub(crate) const fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "tone-neutral",
        Tone::Good => "tone-good",
        Tone::Warn => "tone-warn",
        Tone::Bad => "tone-bad",
    }
}

/// The mark of a tone.
pub(crate) const fn tone_icon(tone: Tone) -> Icon {
    match tone {
        Tone::Neutral => Icon::Dot,
        Tone::Good => Icon::Check,
        Tone::Warn => Icon::Alert,
        Tone::Bad => Icon::Cross,
    }
}

/// How bad a finding is, as a tone.
pub(crate) const fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Note => Tone::Neutral,
        Severity::Warning => Tone::Warn,
        Severity::Error => Tone::Bad,
    }
}

const fn assurance_tone(assurance: Assurance) -> Tone {
    match assurance {
        Assurance::Sealed | Assurance::Included => Tone::Good,
        Assurance::Reported | Assurance::Declared => Tone::Neutral,
        Assurance::Pending => Tone::Warn,
    }
}

/// A pill with a mark and a word.
#[component]
pub(crate) fn Badge(
    /// How it stands.
    tone: Tone,
    /// Another mark than the tone's own.
    #[prop(optional)]
    mark: Option<Icon>,
    /// The word.
    #[prop(into)]
    text: String,
    /// More, for those who rest the pointer on it.
    #[prop(optional, into)]
    title: String,
) -> impl IntoView {
    let class = format!("badge {}", tone_class(tone));
    let title = (!title.is_empty()).then_some(title);
    view! {
        <span class=class title=title>
            {icon(mark.unwrap_or(tone_icon(tone)))}
            <span>{text}</span>
        </span>
    }
}

/// The mark of how well something is proven.
pub(crate) const fn assurance_icon(assurance: Assurance) -> Icon {
    match assurance {
        Assurance::Sealed => Icon::Shield,
        Assurance::Included => Icon::Check,
        Assurance::Reported | Assurance::Declared => Icon::Info,
        Assurance::Pending => Icon::Upload,
    }
}

/// How well something is proven.
#[component]
pub(crate) fn AssuranceBadge(
    /// How well.
    assurance: Assurance,
) -> impl IntoView {
    view! {
        <Badge
            tone=assurance_tone(assurance)
            mark=assurance_icon(assurance)
            text=words::assurance(assurance)
            title=words::assurance_meaning(assurance)
        />
    }
}

/// How many findings there are, and how bad.
#[component]
pub(crate) fn FindingBadge(
    /// The findings, counted.
    mark: FindingMark,
) -> impl IntoView {
    let text = tn(
        "count.findings.one",
        "count.findings.many",
        u64::from(mark.count),
    );
    let icon = if mark.worst == Severity::Note {
        Icon::Info
    } else {
        Icon::Alert
    };
    view! {
        <Badge
            tone=severity_tone(mark.worst)
            mark=icon
            text=text
            title=words::severity(mark.worst)
        />
    }
}

pub(crate) const fn chip_icon(kind: ChipKind) -> Option<Icon> {
    match kind {
        ChipKind::Recycled => Some(Icon::Recycled),
        ChipKind::Carbon => Some(Icon::Carbon),
        ChipKind::Origin => Some(Icon::Origin),
        ChipKind::Conformity => Some(Icon::Shield),
        ChipKind::Other => None,
    }
}

/// A claim or figure in a few characters.
pub(crate) fn chip(chip: &Chip) -> impl IntoView + use<> {
    let class = format!("chip {}", tone_class(chip.tone));
    view! {
        <span class=class title=chip.text.clone()>
            {chip_icon(chip.kind).map(icon)}
            <span class="chip__text">{chip.text.clone()}</span>
        </span>
    }
}
