//! What the contract accepts, as its `Checks.sol` and `ITraceLedger.sol` say it; lengths are in bytes.

/// Names of assets, parties and locations; at least one byte.
pub const NAME: usize = 256;
/// Titles, places, descriptions and methods.
pub const TEXT: usize = 256;
/// A Global Location Number.
pub const GLN: usize = 13;
/// An ISO 3166-1 alpha-2 code.
pub const COUNTRY: usize = 2;
/// A party's encryption key.
pub const ENCRYPTION_KEY: usize = 512;
/// A business step.
pub const BIZ_STEP: usize = 64;
/// The kind of a claim; at least one byte.
pub const CLAIM_KIND: usize = 64;
/// The unit of a claim's value.
pub const CLAIM_UNIT: usize = 16;
/// A claim in words.
pub const STATEMENT: usize = 1024;
/// Why something was revoked, recalled, lifted, rejected or corrected; at least one byte.
pub const REASON: usize = 512;
/// What an anchored document is; at least one byte.
pub const DOCUMENT_KIND: usize = 64;
/// Histories of one event: those of 64 inputs and 64 outputs.
pub const HISTORIES: usize = 2 * LIST;
/// What is kept of the error of a captured record.
pub const REFUSAL: usize = 256;
/// The most gas that a captured record may ask for.
pub const CALL_GAS: u32 = 15_000_000;
/// A document that rides along.
pub const DOCUMENT: usize = 8192;
/// Entries of a list; at least one.
pub const LIST: usize = 64;
/// Hours are not counted beyond 14 east or west.
pub const ZONE_OFFSET_MINUTES: i16 = 840;
/// The last second of the year 9999.
pub const LAST_SECOND: u64 = 253_402_300_799;
/// The data of one log: no event that keeps the limits above is longer.
pub const LOG_DATA: usize = 128 * 1024;
