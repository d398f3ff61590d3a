//! When it was signed: the time that a signer states is theirs alone; the one of a timestamp is its authority's word, and
//! counts only if that authority leads to a root that the user trusts for timestamps.

use signature::{StatedTime, Timestamp};

use super::{Found, Person, SKEW, exact, fact, names};
use crate::verdict::StepOutcome;
use crate::{Trust, Wording, instant};

pub(super) fn check(
    people: &[Person<'_>],
    archive: Option<&Timestamp>,
    trust: &Trust,
    found: &mut Found,
) {
    let mut unknown: Vec<&Timestamp> = Vec::new();
    let stamps = people.iter().filter_map(|it| it.stamp).chain(archive);
    for stamp in stamps {
        if !leads_to_a_root(stamp, trust, found) {
            unknown.push(stamp);
        }
    }
    for person in people {
        match person.stamp {
            Some(stamp) if !unknown.contains(&stamp) => stated(person, stamp, found),
            _ => {}
        }
    }
    if let Some(archive) = archive {
        closed(people, archive, found);
    }
    unknown.dedup_by_key(|stamp| root(stamp).fingerprint());
    for stamp in unknown {
        let reason = [&stamp.authority, root(stamp)].map(|it| Wording::hostile(&it.display_name()));
        let reason = Wording::with(|words| words.time_unknown, &reason);
        found.says(StepOutcome::CannotTell, reason);
    }
}

/// The last certificate that the timestamp carries on its way up.
fn root(stamp: &Timestamp) -> &signature::Certificate {
    stamp.chain.last().unwrap_or(&stamp.authority)
}

fn leads_to_a_root(stamp: &Timestamp, trust: &Trust, found: &mut Found) -> bool {
    let way = trust.way_of_timestamp(stamp);
    let told = match &way {
        Ok(way) => names(way),
        Err(error) => Wording::hostile(&error.to_string()),
    };
    let reached = way.as_ref().ok().and_then(|way| way.last());
    let fingerprint = hex::encode(reached.unwrap_or(root(stamp)).fingerprint());
    found.proof.push(fact(|words| words.fact_time_way, told));
    found
        .proof
        .push(exact(|words| words.fact_time_root, fingerprint));
    way.is_ok()
}

/// Whether a timestamp that counts bears out what the signer states.
fn stated(person: &Person<'_>, stamp: &Timestamp, found: &mut Found) {
    let moment = |time| Wording::plain(instant(time));
    let (name, stated, stamped) = (person.name(), moment(person.time), moment(stamp.time));
    match stamp.bears_out(person.time) {
        StatedTime::BorneOut => {
            let authority = Wording::hostile(&stamp.authority.display_name());
            let reason = Wording::with(|words| words.time_proven, &[authority, name, stamped]);
            found.says(StepOutcome::Valid, reason);
        }
        StatedTime::After => {
            let reason = Wording::with(|words| words.time_after, &[name, stated, stamped]);
            found.says(StepOutcome::Invalid, reason);
        }
        StatedTime::LongBefore => {
            let reason = Wording::with(|words| words.time_late, &[name, stated, stamped]);
            found.says(StepOutcome::CannotTell, reason);
        }
    }
}

/// What closes the file comes after what it closes.
fn closed(people: &[Person<'_>], archive: &Timestamp, found: &mut Found) {
    let stamps = people.iter().filter_map(|it| it.stamp);
    let Some(newest) = stamps.map(|it| it.time).max() else {
        return;
    };
    if archive.time.saturating_add(SKEW) < newest {
        let times = [archive.time, newest].map(|time| Wording::plain(instant(time)));
        let reason = Wording::with(|words| words.time_closed_before, &times);
        found.says(StepOutcome::Invalid, reason);
    }
}
