//! What passes between the window and the backend; serde only, no host.
//!
//! Every type is JSON in camelCase. Words that the window translates cross as enums; names, statements and messages
//! cross as text, which the window shows and never interprets. Numbers that people read cross unformatted ([`Amount`],
//! seconds since 1970), because how they are written is a matter of the reader's language. Strings from the ledger are
//! hostile: whoever fills these types has limited their length.

mod asset;
mod attestation;
pub mod command;
mod compare;
mod doctor;
mod error;
pub mod field;
mod figures;
mod finding;
mod lineage;
mod map;
mod network;
mod overview;
mod pending;
mod progress;
mod recall;
mod report;
mod signing;
mod standing;
mod trail;
mod verdict;
mod words;
mod workspace;

pub use asset::{
    AssetDetail, AssetPage, AssetQuery, AssetRow, AttestationStatus, AttestationView,
    DocumentSource, DocumentView, InputView, OriginView, RangeView, TimelineEntry,
};
pub use attestation::{AttestationPage, AttestationQuery, AttestationRow, StatusCount};
pub use compare::{
    BlockPoint, ChangeGroup, ChangeView, ChangeWord, CompareQuery, CompareView, Reason,
    UnderminedReport,
};
pub use doctor::{Check, CheckOutcome, DoctorView};
pub use error::{CommandError, ErrorCode};
pub use figures::{
    AssetFigures, BasisView, CarbonFigure, CustodyFigure, CustodyView, CustodyWord,
    DowngradeReason, DowngradeView, KindShare, MaterialShare, OriginShareView, OriginsFigure,
    RecycledFigure, RecycledKind, RestView, ShareName, StageView, StageWord,
};
pub use finding::{EventRef, Finding, FindingMark, Severity};
pub use lineage::{
    ActivityBin, BlockAt, Direction, EdgeKind, GroupView, HiddenCount, Hop, LineageChoices,
    LineageEdge, LineageFilter, LineageNode, LineagePath, LineageQuery, LineageView, NamedCount,
    Spot, Until,
};
pub use map::{FlowBasis, MapAsset, MapFlow, MapMade, MapPlace, MapQuery, MapView, Position};
pub use network::{
    DisagreementView, NetworkView, SealsView, StorageView, TrustedBlock, TrustedSigner,
};
pub use overview::{
    Attention, CarbonBin, CarbonSpread, Freshness, MonthCount, OverviewView, RecycledSpread,
    SeverityCount,
};
pub use pending::{PendingChange, PendingEvent};
pub use progress::{Job, Progress};
pub use recall::{
    HoldingWord, MassRange, ReachAsset, ReachHolder, ReachHolding, ReachShipment, ReachView,
    RecallView,
};
pub use report::{
    BatchFailure, BatchIssued, IssueBatch, IssueChoices, IssueReport, IssuedReport, Locale, Paper,
    ReportPreview, ReportRow, ReportWish, ShipmentChoice, SignerChoice, TemplateWord,
};
pub use signing::{Countersign, Countersigned, SignatureLevel, SigningWish};
pub use standing::{NoticeReceipt, ReportSaying, SayOfReport, Standing, StandingWord};
pub use trail::{TrailEdge, TrailNode, TrailView};
pub use verdict::{Outcome, ProofFact, ReportFacts, StepOutcome, StepView, Verdict};
pub use words::{
    Amount, AssetKind, Assurance, Chip, ChipKind, EventWord, Granularity, Moment, Tone,
};
pub use workspace::{
    AssuranceCount, KindCount, SyncLine, SyncOutcome, SyncRemark, SyncState, WorkspaceState,
};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn a_query_needs_no_more_than_a_limit() {
        let query: AssetQuery = from_value(json!({ "limit": 50 })).unwrap();
        assert_eq!(
            query,
            AssetQuery {
                limit: 50,
                ..AssetQuery::default()
            }
        );
    }

    #[test]
    fn words_cross_in_camel_case() {
        assert_eq!(to_value(AssetKind::LogisticUnit).unwrap(), "logisticUnit");
        assert_eq!(to_value(StepOutcome::NotChecked).unwrap(), "notChecked");
        let error = CommandError {
            code: ErrorCode::PassphraseNeeded,
            message: "The key is locked.".into(),
            hint: String::new(),
        };
        assert_eq!(to_value(error).unwrap()["code"], "passphraseNeeded");
    }

    #[test]
    fn a_request_without_its_optional_fields_is_read() {
        let request: IssueReport =
            from_value(json!({ "epc": "urn:x", "out": "a.pdf", "locale": "de" })).unwrap();
        assert_eq!(request.wish.locale, Locale::De);
        assert_eq!(request.passphrase, None);
    }

    #[test]
    fn no_two_commands_share_a_name() {
        assert_eq!(BTreeSet::from(command::ALL).len(), command::ALL.len());
    }
}
