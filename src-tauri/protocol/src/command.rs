//! The commands the backend answers, by the names Tauri invokes them with; not what they do, which is `workspace`'s.
//!
//! The names of arguments are those of the invoked function, in camelCase. Every command fails with
//! [`CommandError`](crate::CommandError).

/// `() -> WorkspaceState`: opens the embedded sample, from its own folder.
pub const OPEN_SAMPLE: &str = "open_sample";
/// `(path: String) -> WorkspaceState`: opens a workspace folder.
pub const OPEN_WORKSPACE: &str = "open_workspace";
/// `() -> Option<WorkspaceState>`: what is open; `null` when nothing is.
pub const WORKSPACE: &str = "workspace";
/// `() -> NetworkView`: the network of the open workspace and what is trusted about it.
pub const NETWORK: &str = "network";
/// `(query: AssetQuery) -> AssetPage`: finds assets.
pub const ASSETS: &str = "assets";
/// `() -> OverviewView`: what needs attention, how fresh it is, how figures spread.
pub const OVERVIEW: &str = "overview";
/// `(query: AttestationQuery) -> AttestationPage`: the attestations that a query finds.
pub const ATTESTATIONS: &str = "attestations";
/// `(epc: String) -> AssetDetail`: all that is known of one asset.
pub const ASSET: &str = "asset";
/// `(epc: String) -> AssetFigures`: what the lineage of one asset adds up to.
pub const ASSET_FIGURES: &str = "asset_figures";
/// `(query: LineageQuery) -> LineageView`: the lineage of one asset, laid out.
pub const LINEAGE: &str = "lineage";
/// `() -> Vec<ActivityBin>`: how many events each stretch of the chain holds, oldest first.
pub const ACTIVITY: &str = "activity";
/// `(until: Until) -> Option<BlockAt>`: the last block with events up to and with a block or a second; `null` where the record
/// begins later.
pub const BLOCK_AT: &str = "block_at";
/// `(query: MapQuery) -> MapView`: places and the flows between them, of everything or of one asset's lineage.
pub const MAP: &str = "map";
/// `(query: CompareQuery) -> CompareView`: what changed between two blocks, and which reports that undermines.
pub const COMPARE: &str = "compare";
/// `(epc: String) -> ReachView`: what a lot went into and who has that now; records nothing.
pub const REACH: &str = "reach";
/// `(epc: String) -> String`: the same as a table, CSV as of RFC 4180.
pub const REACH_CSV: &str = "reach_csv";
/// `(request: IssueReport) -> IssuedReport`: issues a signed report; sends [`PROGRESS`] of job `report`.
pub const ISSUE_REPORT: &str = "issue_report";
/// `(request: IssueBatch) -> BatchIssued`: issues a report about each of several assets; sends [`PROGRESS`] of job `batch`. When
/// it is cancelled, what was begun is finished, and the same request goes on later.
pub const ISSUE_BATCH: &str = "issue_batch";
/// `(epc: String) -> IssueChoices`: what can be chosen when a report is issued.
pub const ISSUE_CHOICES: &str = "issue_choices";
/// `(epc: String, number: String, wish: ReportWish) -> ReportPreview`: how a report will look; signs and notes nothing. An empty
/// number is shown as the next of the series.
pub const PREVIEW_REPORT: &str = "preview_report";
/// `() -> Vec<ReportRow>`: the reports issued from this workspace, newest first.
pub const REPORTS: &str = "reports";
/// `(request: SayOfReport) -> ()`: says something of an issued report on the ledger. How it stands changes with the next sync.
pub const SAY_OF_REPORT: &str = "say_of_report";
/// `() -> SigningWish`: how reports of the open workspace are signed.
pub const SIGNING: &str = "signing";
/// `(wish: SigningWish) -> SigningWish`: says how they are from now on. Nobody is asked.
pub const SET_SIGNING: &str = "set_signing";
/// `(request: Countersign) -> Countersigned`: the second person's signature on a report, with the key that signs here.
pub const COUNTERSIGN: &str = "countersign";
/// `(path: String, locale: Locale) -> Verdict`: verifies a file; sends [`VERIFIED_STEP`] for each step as soon as it is decided.
pub const VERIFY_REPORT: &str = "verify_report";
/// `(base64: String, name: String, locale: Locale) -> Verdict`: the same for a file that the window read itself.
pub const VERIFY_BYTES: &str = "verify_bytes";
/// `(path: String, locale: Locale) -> ()`: writes the last verdict as a PDF, to a path that [`CHOOSE_SAVE_PATH`] answered.
pub const SAVE_VERDICT: &str = "save_verdict";
/// `() -> SyncOutcome`: pulls what is new from the node; sends [`PROGRESS`] of job `sync`, then of `prove`. What came in before
/// a failure is kept.
pub const SYNC_NOW: &str = "sync_now";
/// `() -> DoctorView`: what works, what does not, what to do; asks the nodes as well and changes nothing.
pub const DOCTOR: &str = "doctor";
/// `() -> ()`: asks the work under way to stop; it then fails with code `cancelled`.
pub const CANCEL: &str = "cancel";
/// `(suggested: String) -> Option<String>`: asks where to save a file, starting from a file name whose ending says what sort of
/// file it is (`pdf`, `csv`, `svg`, `png`, …); `null` when the user chose nothing. Where the environment variable
/// `WAYMARK_SAVE_TO` is set, its value is the answer, without asking: native dialogs cannot be driven by tests. If it names a
/// folder, the answer is the suggested name in it.
pub const CHOOSE_SAVE_PATH: &str = "choose_save_path";
/// `(path: String, base64: String) -> ()`: writes a file whole, to a path that [`CHOOSE_SAVE_PATH`] answered and to no other;
/// each answer is good for one file.
pub const SAVE_FILE: &str = "save_file";
/// `() -> Option<String>`: asks which PDF to verify; `null` when the user chose nothing.
pub const CHOOSE_OPEN_PATH: &str = "choose_open_path";
/// `() -> Option<String>`: asks for a folder to write several files to; `null` when the user chose nothing. `WAYMARK_SAVE_TO`
/// answers it as it answers [`CHOOSE_SAVE_PATH`].
pub const CHOOSE_FOLDER: &str = "choose_folder";
/// `(path: String) -> ()`: opens a report that was issued from here with the system's own viewer.
pub const OPEN_REPORT: &str = "open_report";
/// `() -> Option<String>`: asks which workspace folder to open; `null` when the user chose nothing.
pub const CHOOSE_WORKSPACE: &str = "choose_workspace";
/// `(path: String) -> ()`: shows a file that Waymark wrote in the system's file browser.
pub const REVEAL: &str = "reveal";

/// `(text: String) -> IdentifierAnswer`: what a typed or scanned text names.
pub const READ_IDENTIFIER: &str = "read_identifier";
/// `(base64: String) -> Vec<ScannedSymbol>`: the bar codes in a PNG or JPEG picture.
pub const READ_SYMBOLS: &str = "read_symbols";
/// `(base64: String, near: String) -> Vec<ImportedPosition>`: the positions in a GPX or CSV file, those closest to a time first.
pub const READ_POSITIONS: &str = "read_positions";
/// `(sha256: String) -> DocumentFacts`: what an attached file says of itself.
pub const DOCUMENT_FACTS: &str = "document_facts";
/// `() -> Option<String>`: asks for a file of any kind; `null` when the user chose nothing.
pub const CHOOSE_FILE: &str = "choose_file";
/// `(request: LabelRequest) -> String`: a label as a PDF file in base64.
pub const DRAW_LABEL: &str = "draw_label";

/// `() -> FieldView`: the Field place, brought in step with what is synced.
pub const FIELD: &str = "field";
/// `() -> FieldChoices`: what can be chosen in a form.
pub const FIELD_CHOICES: &str = "field_choices";
/// `(id: String) -> FieldRecordView`: everything about one record.
pub const FIELD_RECORD: &str = "field_record";
/// `(draft: SaveDraft) -> FieldDraft`: keeps a draft as it stands on the screen, and says what is wrong with it. Cheap: it is
/// called at every change.
pub const SAVE_DRAFT: &str = "save_draft";
/// `(id: String) -> ()`: puts a record aside; a copy is kept.
pub const DISCARD_RECORD: &str = "discard_record";
/// `(request: SignRecord) -> FieldRecordView`: signs a record with the key in use. Fails with code `passphraseNeeded` until the
/// passphrase was given once in this session.
pub const SIGN_RECORD: &str = "sign_record";
/// `(id: String) -> FieldRecordView`: has a signed record called off on the ledger at the next contact.
pub const CANCEL_RECORD: &str = "cancel_record";
/// `(id: String) -> FieldRecordView`: has a record sent as it is, whatever stands against it.
pub const RESEND_RECORD: &str = "resend_record";
/// `(id: String) -> FieldDraft`: a new draft from a record, which is called off at the next contact if it was signed.
pub const ADJUST_RECORD: &str = "adjust_record";
/// `(id: String) -> FieldDraft`: a new draft that says that a confirmed record is wrong.
pub const CORRECT_RECORD: &str = "correct_record";
/// `(request: SubmitOutbox) -> OutboxOutcome`: sends what is signed and due. A node that cannot be reached is no failure: the
/// outcome says so.
pub const SUBMIT_OUTBOX: &str = "submit_outbox";
/// `(file: AttachBytes) -> FieldDocument`: keeps a file that the window read, under its hash.
pub const ATTACH_BYTES: &str = "attach_bytes";
/// `(file: AttachFile) -> FieldDocument`: keeps a file from the disk, under its hash.
pub const ATTACH_FILE: &str = "attach_file";
/// `(sha256: String) -> String`: an attached file's bytes, in base 64.
pub const DOCUMENT_BYTES: &str = "document_bytes";
/// `(wish: DeviceKeyWish) -> FieldView`: makes a device key and puts it in use, open.
pub const CREATE_DEVICE_KEY: &str = "create_device_key";
/// `(name: String, passphrase: Option<String>) -> FieldView`: puts another device key in use, open if its passphrase came along;
/// the one before is locked.
pub const USE_DEVICE: &str = "use_device";
/// `() -> FieldView`: locks the device key in use.
pub const LOCK_DEVICE: &str = "lock_device";
/// `(on: bool) -> FieldView`: whether a sync sends what is signed by itself.
pub const SET_AUTOMATIC: &str = "set_automatic";
/// `(path: String) -> u32`: writes what is signed and waits to a path that [`CHOOSE_SAVE_PATH`] answered; how many records.
pub const EXPORT_BUNDLE: &str = "export_bundle";
/// `(path: String) -> OutboxOutcome`: takes in the receipts of a file that came back.
pub const IMPORT_RECEIPTS: &str = "import_receipts";

/// The Tauri event that reports long work; its payload is a [`Progress`](crate::Progress).
pub const PROGRESS: &str = "progress";
/// The Tauri event that tells a step of verifying; its payload is a [`StepView`](crate::StepView).
pub const VERIFIED_STEP: &str = "verified-step";

/// Every command, for a check that the backend answers them all.
pub const ALL: [&str; 64] = [
    CHOOSE_FILE,
    FIELD,
    FIELD_CHOICES,
    FIELD_RECORD,
    SAVE_DRAFT,
    DISCARD_RECORD,
    SIGN_RECORD,
    CANCEL_RECORD,
    RESEND_RECORD,
    ADJUST_RECORD,
    CORRECT_RECORD,
    SUBMIT_OUTBOX,
    ATTACH_BYTES,
    ATTACH_FILE,
    DOCUMENT_BYTES,
    CREATE_DEVICE_KEY,
    USE_DEVICE,
    LOCK_DEVICE,
    SET_AUTOMATIC,
    EXPORT_BUNDLE,
    IMPORT_RECEIPTS,
    READ_IDENTIFIER,
    READ_SYMBOLS,
    READ_POSITIONS,
    DOCUMENT_FACTS,
    DRAW_LABEL,
    OPEN_SAMPLE,
    OPEN_WORKSPACE,
    WORKSPACE,
    NETWORK,
    ASSETS,
    ASSET,
    ASSET_FIGURES,
    OVERVIEW,
    ATTESTATIONS,
    LINEAGE,
    ACTIVITY,
    BLOCK_AT,
    MAP,
    COMPARE,
    REACH,
    REACH_CSV,
    ISSUE_REPORT,
    ISSUE_BATCH,
    ISSUE_CHOICES,
    PREVIEW_REPORT,
    REPORTS,
    SAY_OF_REPORT,
    SIGNING,
    SET_SIGNING,
    COUNTERSIGN,
    VERIFY_REPORT,
    VERIFY_BYTES,
    SAVE_VERDICT,
    SYNC_NOW,
    DOCTOR,
    CANCEL,
    CHOOSE_SAVE_PATH,
    SAVE_FILE,
    CHOOSE_OPEN_PATH,
    CHOOSE_FOLDER,
    CHOOSE_WORKSPACE,
    OPEN_REPORT,
    REVEAL,
];
