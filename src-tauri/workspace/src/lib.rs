//! One workspace folder and everything one can do with it: what the window and the command line both call.
//!
//! It joins the other crates and owns what only the whole can: the folder, the lock, the clock's readings that it is given, the
//! hints. It does not draw, prove, decode or talk to a node itself. Its calls block; whoever has a window calls them
//! from a thread of their own.

mod anchoring;
mod doctor;
mod error;
mod export;
mod field;
mod folder;
mod import;
mod ingest;
mod issue;
mod keys;
mod known;
mod labelling;
mod network;
mod node_file;
mod open;
mod reading;
mod sample;
mod signing_file;
mod simulate;
mod snapshot;
mod stamping;
mod standing;
mod sync;
mod trust_file;
mod trusting;
mod verification;
mod view;

pub use self::field::{
    Attachment, Device, Reconciled, Session, create_device, import_device, list_devices,
    open_device, read_record_file,
};
pub use anchoring::{Noticed, read_account_key};
pub use doctor::{Examination, doctor};
pub use error::{Failure, FailureKind};
pub use folder::write_whole as write_file;
pub use issue::{
    Batch, BatchLine, BatchOutcome, BatchProgress, Issue, IssueKey, LineFailure, ListLine,
    PreviewPages, Request, read_list, template_named, template_word,
};
pub use keys::{
    ImportKey, KeyShown, Secrets, create_key, demonstration_key, describe_key, describe_signer,
    import_key, list_keys, open_key, read_secret, usual_key,
};
pub use network::{Connection, Init, init, init_from_file, probe};
pub use node_file::NodeAddress;
pub use open::{Access, Workspace};
pub use reading::{document_facts, read_positions};
pub use sample::demo;
pub use simulate::{BlockTimes, Simulated, deploy, simulate};
pub use stamping::{Stamping, StampingChoice, countersign};
pub use standing::Reading;
pub use sync::{FollowNews, Following, Reader, SyncNote, SyncPhase, SyncProgress, Synced, Syncer};
pub use trust_file::read_trust;
pub use verification::{AskLater, Presented, Verdict, step_view};
pub use view::signer_choice;
