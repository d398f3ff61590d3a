//! Work in the field: what is written down where there is no network, and what becomes of it. Which values are right is not
//! decided here.

mod capture;
mod form;
mod home;
mod outbox;

pub use capture::{
    DocumentFacts, IdentifierAnswer, IdentifierFault, IdentifierView, ImportedPosition, KnownAsset,
    LabelCode, LabelFormat, LabelRequest, ScannedSymbol, SymbolWord,
};
pub use form::{
    DocumentRole, FieldAsset, FieldClaim, FieldDocument, FieldEvent, FieldPortion, FieldPosition,
    FieldProblem, FieldRecord, Measurement, PositionOrigin, ProblemCode, ProblemWeight,
};
pub use home::{
    AttachBytes, AttachFile, DelegationView, DeviceKeyWish, DeviceView, FieldChoices, FieldDraft,
    FieldShipment, FieldView, OutboxOutcome, PartyChoice, PlaceChoice, Remembered, SaveDraft,
    SignRecord, SubmitOutbox,
};
pub use outbox::{
    AttemptOutcome, AttemptView, ClockView, ConflictView, ConflictWord, DocumentState, FactView,
    FieldRecordView, FieldState, OutboxRow, RefusalView, StateCount, WayOut,
};
