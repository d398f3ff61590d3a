//! The words for work in the field.

use protocol::{
    Moment, Tone,
    field::{
        AttemptOutcome, ConflictWord, DocumentRole, FactView, FieldProblem, FieldState,
        IdentifierFault, PositionOrigin, ProblemCode, SymbolWord, WayOut,
    },
};

use super::{current, t, tf};
use crate::{
    bridge::browser, components::icon::Icon, logic::calendar::Civil, logic::format, state::Kind,
};

/// What is recorded.
pub(crate) fn kind(kind: Kind) -> &'static str {
    t(match kind {
        Kind::Commission => "field.kind.commission",
        Kind::Transform => "field.kind.transform",
        Kind::Pack => "field.kind.pack",
        Kind::Unpack => "field.kind.unpack",
        Kind::Ship => "field.kind.ship",
        Kind::Receive => "field.kind.receive",
        Kind::Reject => "field.kind.reject",
        Kind::Observe => "field.kind.observe",
        Kind::Attest => "field.kind.attest",
        Kind::Correct => "field.kind.correct",
    })
}

/// What is recorded, in a sentence.
pub(crate) fn kind_means(kind: Kind) -> &'static str {
    t(match kind {
        Kind::Commission => "field.means.commission",
        Kind::Transform => "field.means.transform",
        Kind::Pack => "field.means.pack",
        Kind::Unpack => "field.means.unpack",
        Kind::Ship => "field.means.ship",
        Kind::Receive => "field.means.receive",
        Kind::Reject => "field.means.reject",
        Kind::Observe => "field.means.observe",
        Kind::Attest => "field.means.attest",
        Kind::Correct => "field.means.correct",
    })
}

/// How far a record has come.
pub(crate) fn state(state: FieldState) -> &'static str {
    t(match state {
        FieldState::Draft => "field.state.draft",
        FieldState::Ready => "field.state.ready",
        FieldState::Signed => "field.state.signed",
        FieldState::Sent => "field.state.sent",
        FieldState::Confirmed => "field.state.confirmed",
        FieldState::Sealed => "field.state.sealed",
        FieldState::Refused => "field.state.refused",
        FieldState::Conflicting => "field.state.conflicting",
        FieldState::Cancelled => "field.state.cancelled",
        FieldState::Expired => "field.state.expired",
        FieldState::Discarded => "field.state.discarded",
    })
}

/// Its tone and mark.
pub(crate) const fn state_mark(state: FieldState) -> (Tone, Icon) {
    match state {
        FieldState::Draft => (Tone::Neutral, Icon::Dot),
        FieldState::Ready => (Tone::Neutral, Icon::Check),
        FieldState::Signed => (Tone::Warn, Icon::Pen),
        FieldState::Sent => (Tone::Warn, Icon::Upload),
        FieldState::Confirmed => (Tone::Good, Icon::Check),
        FieldState::Sealed => (Tone::Good, Icon::Shield),
        FieldState::Refused => (Tone::Bad, Icon::Stop),
        FieldState::Conflicting => (Tone::Bad, Icon::Alert),
        FieldState::Cancelled | FieldState::Discarded => (Tone::Neutral, Icon::Cross),
        FieldState::Expired => (Tone::Neutral, Icon::Dash),
    }
}

/// What is wrong with a field.
pub(crate) fn problem(problem: &FieldProblem) -> String {
    let with = |at: usize| problem.with.get(at).map_or("", String::as_str);
    let values = [("a", with(0)), ("b", with(1))];
    let key = match problem.code {
        ProblemCode::Missing => "field.wrong.missing",
        ProblemCode::NotAName => "field.wrong.not-a-name",
        ProblemCode::NotANumber => "field.wrong.not-a-number",
        ProblemCode::NotPositive => "field.wrong.not-positive",
        ProblemCode::NotATime => "field.wrong.not-a-time",
        ProblemCode::NotAUnit => "field.wrong.not-a-unit",
        ProblemCode::NotAHash => "field.wrong.not-a-hash",
        ProblemCode::TooLong => "field.wrong.too-long",
        ProblemCode::TooMany => "field.wrong.too-many",
        ProblemCode::OutOfRange => "field.wrong.out-of-range",
        ProblemCode::Twice => "field.wrong.twice",
        ProblemCode::ItemIsOnePiece => "field.wrong.one-piece",
        ProblemCode::UnknownParty => "field.wrong.unknown-party",
        ProblemCode::UnknownPlace => "field.wrong.unknown-place",
        ProblemCode::UnknownSubject => "field.wrong.unknown-subject",
        ProblemCode::UnknownShipment => "field.wrong.unknown-shipment",
        ProblemCode::UnknownEvent => "field.wrong.unknown-event",
        ProblemCode::Exists => "field.wrong.exists",
        ProblemCode::OtherUnit => "field.wrong.other-unit",
        ProblemCode::NotEnough => "field.wrong.not-enough",
        ProblemCode::NotWhole => "field.wrong.not-whole",
        ProblemCode::NotEmpty => "field.wrong.not-empty",
        ProblemCode::NotPacked => "field.wrong.not-packed",
        ProblemCode::NotInTransit => "field.wrong.not-in-transit",
        ProblemCode::NotReceiver => "field.wrong.not-receiver",
        ProblemCode::Recalled => "field.wrong.recalled",
        ProblemCode::InFuture => "field.wrong.in-future",
        ProblemCode::TooEarly => "field.wrong.too-early",
        ProblemCode::NotDelegated => "field.wrong.not-delegated",
        ProblemCode::NotTied => "field.wrong.not-tied",
        ProblemCode::NotAuthor => "field.wrong.not-author",
        ProblemCode::LacksRole => "field.wrong.lacks-role",
        ProblemCode::NotEntitled => "field.wrong.not-entitled",
        ProblemCode::ToItself => "field.wrong.to-itself",
        ProblemCode::DocumentMissing => "field.wrong.document-missing",
    };
    tf(key, &values)
}

/// Why a text names nothing.
pub(crate) fn fault(fault: IdentifierFault, with: &[String]) -> String {
    let part = |at: usize| with.get(at).map_or("", String::as_str);
    let values = [("a", part(0)), ("b", part(1)), ("c", part(2))];
    let key = match fault {
        IdentifierFault::Empty => "field.fault.empty",
        IdentifierFault::TooLong => "field.fault.too-long",
        IdentifierFault::CheckDigit => "field.fault.check-digit",
        IdentifierFault::Length => "field.fault.length",
        IdentifierFault::Character => "field.fault.character",
        IdentifierFault::UnknownIdentifier => "field.fault.unknown-identifier",
        IdentifierFault::Repeated => "field.fault.repeated",
        IdentifierFault::Date => "field.fault.date",
        IdentifierFault::NotAName => "field.fault.not-a-name",
    };
    tf(key, &values)
}

/// The sort of a symbol.
pub(crate) fn symbol(symbol: SymbolWord) -> &'static str {
    t(match symbol {
        SymbolWord::Qr => "field.symbol.qr",
        SymbolWord::DataMatrix => "field.symbol.data-matrix",
        SymbolWord::Code128 => "field.symbol.bars",
        SymbolWord::Ean => "field.symbol.ean",
    })
}

/// What an attached file is.
pub(crate) fn role(role: DocumentRole) -> &'static str {
    t(match role {
        DocumentRole::Photo => "field.role.photo",
        DocumentRole::DeliveryNote => "field.role.delivery-note",
        DocumentRole::Certificate => "field.role.certificate",
        DocumentRole::TestReport => "field.role.test-report",
        DocumentRole::Other => "field.role.other",
    })
}

/// Whose word a position is.
pub(crate) fn origin(origin: PositionOrigin) -> &'static str {
    t(match origin {
        PositionOrigin::Typed => "field.origin.typed",
        PositionOrigin::Exif => "field.origin.exif",
        PositionOrigin::Imported => "field.origin.imported",
    })
}

/// What a conflict is about.
pub(crate) fn conflict(word: ConflictWord) -> &'static str {
    t(match word {
        ConflictWord::AlreadyArrived => "field.conflict.already-arrived",
        ConflictWord::NotEnough => "field.conflict.not-enough",
        ConflictWord::Recalled => "field.conflict.recalled",
        ConflictWord::PackedElsewhere => "field.conflict.packed-elsewhere",
        ConflictWord::HeadMoved => "field.conflict.head-moved",
        ConflictWord::HolderChanged => "field.conflict.holder-changed",
        ConflictWord::DelegationWithdrawn => "field.conflict.delegation-withdrawn",
        ConflictWord::NameTaken => "field.conflict.name-taken",
        ConflictWord::Gone => "field.conflict.gone",
    })
}

/// One thing that is known.
pub(crate) fn fact(fact: &FactView) -> String {
    let amount = |of| format::amount(of, current());
    match fact {
        FactView::Nothing => t("field.fact.nothing").to_owned(),
        FactView::Holds { amount: of } => tf("field.fact.holds", &[("amount", &amount(of))]),
        FactView::Takes { amount: of } => tf("field.fact.takes", &[("amount", &amount(of))]),
        FactView::Holder { party: Some(party) } => tf("field.fact.holder", &[("party", party)]),
        FactView::Holder { party: None } => t("field.fact.no-holder").to_owned(),
        FactView::UnderWay { to } => tf("field.fact.under-way", &[("to", to)]),
        FactView::Arrived { by, at } => by_at("field.fact.arrived", by, *at),
        FactView::SentBack { by, at } => by_at("field.fact.sent-back", by, *at),
        FactView::PackedIn { parent } => tf("field.fact.packed-in", &[("parent", parent)]),
        FactView::Recalled { by, reason } => {
            tf("field.fact.recalled", &[("by", by), ("reason", reason)])
        }
        FactView::NotRecalled => t("field.fact.not-recalled").to_owned(),
        FactView::History { events } => tf("field.fact.history", &[("n", &format::count(*events))]),
        FactView::Delegated { until: Some(until) } => {
            tf("field.fact.delegated", &[("day", &day(*until))])
        }
        FactView::Delegated { until: None } => t("field.fact.own-account").to_owned(),
        FactView::NotDelegated => t("field.fact.not-delegated").to_owned(),
        FactView::Absent => t("field.fact.absent").to_owned(),
        FactView::Made { by } => tf("field.fact.made", &[("by", by)]),
    }
}

fn by_at(key: &'static str, by: &str, at: Option<Moment>) -> String {
    let at = at.map_or_else(String::new, |at| {
        format!(", {}", format::moment_full(at, current()))
    });
    tf(key, &[("by", by), ("at", &at)])
}

/// A way out, as a verb on a button.
pub(crate) fn way(way: WayOut) -> &'static str {
    t(match way {
        WayOut::SendAnyway => "field.way.send-anyway",
        WayOut::Adjust => "field.way.adjust",
        WayOut::Correct => "field.way.correct",
        WayOut::Cancel => "field.way.cancel",
        WayOut::LetExpire => "field.way.let-expire",
        WayOut::Discard => "field.way.discard",
    })
}

/// What a way out does.
pub(crate) fn way_means(way: WayOut) -> &'static str {
    t(match way {
        WayOut::SendAnyway => "field.way-means.send-anyway",
        WayOut::Adjust => "field.way-means.adjust",
        WayOut::Correct => "field.way-means.correct",
        WayOut::Cancel => "field.way-means.cancel",
        WayOut::LetExpire => "field.way-means.let-expire",
        WayOut::Discard => "field.way-means.discard",
    })
}

/// How an attempt to send ended.
pub(crate) fn attempt(outcome: AttemptOutcome) -> &'static str {
    t(match outcome {
        AttemptOutcome::Unknown => "field.attempt.unknown",
        AttemptOutcome::Taken => "field.attempt.taken",
        AttemptOutcome::Refused => "field.attempt.refused",
        AttemptOutcome::Failed => "field.attempt.failed",
    })
}

/// A second as the user's clock shows it, with the day.
pub(crate) fn instant(unix: i64) -> String {
    let at = Civil::at(unix, browser::offset_minutes(unix));
    format::day_and_time(at, current())
}

/// The day of a second.
pub(crate) fn day(unix: i64) -> String {
    let at = Civil::at(unix, browser::offset_minutes(unix));
    format::day(at, current())
}
