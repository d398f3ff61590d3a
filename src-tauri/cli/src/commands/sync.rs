//! `waymark sync`.

use std::mem::ManuallyDrop;
use std::time::Duration;

use serde::Serialize;
use workspace::{
    Failure, FollowNews, Following, SyncNote, SyncPhase, SyncProgress, Synced, Syncer,
};

use super::{duration, now, stop};
use crate::args::Sync;
use crate::output;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    block: u64,
    blocks: u64,
    events: u64,
    reorgs: u64,
    sealed_to: Option<u64>,
    proven_at: Option<u64>,
    notes: Vec<Note>,
}

#[derive(Serialize)]
struct Note {
    code: &'static str,
    message: String,
    hint: String,
}

/// One line of `--follow --json`.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Line {
    /// A sync came to its end.
    Synced(Answer),
    /// How far a longer one has come.
    Progress { block: u64, head: u64, events: u64 },
    /// The node could not be used; it is asked again.
    Trouble(Note),
}

pub(crate) fn run(sync: &Sync) -> Result<(), Failure> {
    // The process ends with it: taking a million small things apart first would only take time.
    let mut syncer = ManuallyDrop::new(open(sync)?);
    if sync.follow {
        return follow(&mut syncer, sync);
    }
    let done = syncer.run(now(), &mut show, &stop::on_request());
    output::progress_done();
    // What came in before a failure is there to be searched as well.
    syncer.index()?;
    tell(&done?, sync.json)
}

/// Prints what came in.
pub(crate) fn tell(brought: &Synced, json: bool) -> Result<(), Failure> {
    if json {
        output::json(&answer(brought))
    } else {
        said(brought)
    }
}

/// Opens the workspace, and names its node anew if one is given.
fn open(sync: &Sync) -> Result<Syncer, Failure> {
    let mut syncer = Syncer::open(&sync.dir)?;
    if sync.reported_only {
        syncer.take_reported_only();
    }
    if let Some(node) = sync.node.node() {
        syncer.use_node(&node, sync.node.second().as_ref())?;
    }
    Ok(syncer)
}

fn follow(syncer: &mut Syncer, sync: &Sync) -> Result<(), Failure> {
    let following = Following {
        every: Duration::from_secs(sync.every),
        clock: now,
    };
    // The same news is told once, however often it is found again.
    let mut told = Vec::new();
    let mut first = true;
    let mut progress = |at: SyncProgress| {
        if sync.json {
            // A reader that is gone shows at the end of the sync.
            let _ = output::json_line(&Line::Progress {
                block: at.block,
                head: at.head,
                events: at.events,
            });
        } else {
            show(at);
        }
    };
    let mut tell = |news: FollowNews<'_>| {
        let (moved, notes) = match &news {
            FollowNews::Synced(brought) => (
                brought.blocks > 0 || brought.reorgs > 0,
                brought
                    .notes
                    .iter()
                    .map(|note| note.message.clone())
                    .collect(),
            ),
            FollowNews::Trouble(failure) => (false, vec![failure.message.clone()]),
        };
        if !first && !moved && notes == told {
            return Ok(());
        }
        (first, told) = (false, notes);
        match (news, sync.json) {
            (FollowNews::Synced(brought), true) => {
                output::json_line(&Line::Synced(answer(brought)))
            }
            (FollowNews::Synced(brought), false) => {
                output::progress_done();
                said(brought)
            }
            (FollowNews::Trouble(failure), true) => output::json_line(&Line::Trouble(Note {
                code: failure.kind.code(),
                message: failure.message.clone(),
                hint: failure.hint.clone(),
            })),
            (FollowNews::Trouble(failure), false) => {
                output::note(&failure.message, "It is asked again.");
                Ok(())
            }
        }
    };
    syncer.follow(&following, &mut progress, &mut tell, &stop::on_request())
}

fn answer(synced: &Synced) -> Answer {
    Answer {
        block: synced.block,
        blocks: synced.blocks,
        events: synced.events,
        reorgs: synced.reorgs,
        sealed_to: synced.sealed_to,
        proven_at: synced.proven_at,
        notes: synced.notes.iter().map(note).collect(),
    }
}

fn note(note: &SyncNote) -> Note {
    Note {
        code: note.code,
        message: note.message.clone(),
        hint: note.hint.clone(),
    }
}

fn said(synced: &Synced) -> Result<(), Failure> {
    for note in &synced.notes {
        output::note(&note.message, &note.hint);
    }
    let sealed = synced
        .sealed_to
        .map(|block| format!(" Sealed to block {block}."));
    output::lines([format!(
        "Synced to block {}: {} new events.{}",
        synced.block,
        synced.events,
        sealed.unwrap_or_default()
    )])
}

fn show(at: SyncProgress) {
    let rate = format!(
        "{:.0} blocks/s, {:.0} events/s",
        at.blocks_per_second, at.events_per_second
    );
    let left = match at.seconds_left {
        Some(seconds) if seconds > 0 => format!(", {} left", duration(seconds)),
        _ => String::new(),
    };
    let doing = match at.phase {
        SyncPhase::Fetching => "Block",
        SyncPhase::Proving => "Proving block",
    };
    output::progress(&format!(
        "{doing} {} of {}, {} events ({rate}{left})",
        at.block, at.head, at.events
    ));
}
