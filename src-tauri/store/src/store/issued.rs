//! Issued reports and their numbers. A number is set aside, on the disk, before anything is written, and belongs to that one
//! request from then on; so two programs never use the same, and a kill at any moment leaves none that is used twice.

use alloy_primitives::B256;

use super::Store;
use crate::tables::{report_numbers, reports};
use crate::{ReportRow, ReservedNumber, StoreError};

/// How long a number waits for its request to be made again, in seconds.
const DAY: u64 = 24 * 60 * 60;

/// Which number is wanted.
#[derive(Clone, Copy, Debug)]
pub enum WantedNumber<'a> {
    /// This one.
    Exactly(&'a str),
    /// The next free one that begins like this; six digits follow.
    Next(&'a str),
}

impl Store {
    /// Sets a number aside for a report, durably. What was set aside for the same request as of the same block within the day
    /// before, and was cut short, is given again with the time that it was set aside with. `None` if the number is taken.
    pub fn reserve_number(
        &self,
        wanted: WantedNumber<'_>,
        request: B256,
        issued_at: u64,
        as_of_block: u64,
        path_of: impl FnOnce(&str) -> String,
    ) -> Result<Option<ReservedNumber>, StoreError> {
        self.durably(|| {
            self.database.write(1, |database| {
                let connection = &database.connection;
                let before = report_numbers::of_request(connection, request, as_of_block)?;
                let at_most = |before: &ReservedNumber| {
                    (before.issued_at..before.issued_at.saturating_add(DAY)).contains(&issued_at)
                };
                if let Some(before) = before.filter(at_most) {
                    return Ok(Some(before));
                }
                let number = match wanted {
                    WantedNumber::Exactly(number) => {
                        if report_numbers::is_taken(connection, number)? {
                            return Ok(None);
                        }
                        number.to_owned()
                    }
                    WantedNumber::Next(prefix) => {
                        let count = report_numbers::next_count(connection, prefix)?;
                        format!("{prefix}{count:06}")
                    }
                };
                let reserved = ReservedNumber {
                    path: path_of(&number),
                    number,
                    request,
                    issued_at,
                    as_of_block,
                };
                report_numbers::insert(connection, &reserved)?;
                Ok(Some(reserved))
            })
        })
    }

    /// Gives a number back with which nothing was written.
    pub fn release_number(&self, number: &str) -> Result<(), StoreError> {
        self.database.write(1, |database| {
            report_numbers::remove(&database.connection, number)
        })
    }

    /// The numbers that are set aside: of reports being issued right now, and of those that were cut short.
    pub fn reserved_numbers(&self) -> Result<Vec<ReservedNumber>, StoreError> {
        report_numbers::all(&self.database.connection)
    }

    /// Notes an issued report; its number is set aside no more. What was noted of it already stays as it is.
    pub fn add_report(&self, report: &ReportRow) -> Result<(), StoreError> {
        self.database.write(2, |database| {
            let connection = &database.connection;
            let noted = reports::of(connection, &report.number)?;
            let is_noted = noted.is_some_and(|noted| {
                noted.request.is_some()
                    && noted.request == report.request
                    && noted.evidence_hash == report.evidence_hash
            });
            if !is_noted {
                reports::insert(connection, report)?;
            }
            report_numbers::remove(connection, &report.number)
        })
    }

    /// All issued reports, newest first.
    pub fn reports(&self) -> Result<Vec<ReportRow>, StoreError> {
        reports::all(&self.database.connection)
    }

    /// The issued report with this number.
    pub fn report(&self, number: &str) -> Result<Option<ReportRow>, StoreError> {
        reports::of(&self.database.connection, number)
    }

    /// Does work whose outcome must be on the disk before anything follows from it.
    fn durably<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        let connection = &self.database.connection;
        connection.pragma_update(None, "synchronous", "FULL")?;
        let worked = work();
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        worked
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;
    use std::thread;

    use super::*;
    use crate::samples::network;

    const SERIES: WantedNumber<'_> = WantedNumber::Next("WM-2026-");

    fn reserve(store: &Store, wanted: WantedNumber<'_>, request: u8) -> Option<ReservedNumber> {
        let request = B256::repeat_byte(request);
        let path = |number: &str| format!("{number}.pdf");
        store.reserve_number(wanted, request, 5, 7, path).unwrap()
    }

    fn row(number: &str, request: u8) -> ReportRow {
        ReportRow {
            number: number.into(),
            epc: "urn:epc:id:sgtin:1".into(),
            description: "tin".into(),
            path: format!("{number}.pdf"),
            issued_at: 5,
            as_of_block: 7,
            evidence_hash: B256::ZERO,
            template: "provenance/2".into(),
            locale: "en".into(),
            recipient: String::new(),
            pages: 3,
            bytes: 9,
            file_hash: None,
            base_hash: None,
            request: Some(B256::repeat_byte(request)),
        }
    }

    fn cache(dir: &Path) -> Store {
        Store::create(&dir.join("cache.db"), &network()).unwrap()
    }

    #[test]
    fn numbers_are_counted_on_and_one_that_was_cut_short_stays_its_request_s() {
        let dir = tempfile::tempdir().unwrap();
        let store = cache(dir.path());
        let first = reserve(&store, SERIES, 1).unwrap();
        assert_eq!(first.number, "WM-2026-000001");
        assert_eq!(reserve(&store, SERIES, 2).unwrap().number, "WM-2026-000002");
        let again = store
            .reserve_number(SERIES, B256::repeat_byte(1), 99, 7, |_| unreachable!())
            .unwrap();
        assert_eq!(again, Some(first), "with its own time");
        store.add_report(&row("WM-2026-000001", 1)).unwrap();
        store.add_report(&row("WM-2026-000001", 1)).unwrap();
        assert_eq!(store.reports().unwrap().len(), 1);
        assert_eq!(reserve(&store, SERIES, 1).unwrap().number, "WM-2026-000003");
        let left: Vec<_> = store.reserved_numbers().unwrap();
        assert_eq!(left.len(), 2, "{left:?}");
    }

    #[test]
    fn what_would_say_something_else_by_now_gets_another_number() {
        let dir = tempfile::tempdir().unwrap();
        let store = cache(dir.path());
        let reserve = |at, block| {
            let request = B256::repeat_byte(1);
            let given = store.reserve_number(SERIES, request, at, block, |_| String::new());
            given.unwrap().unwrap().number
        };
        let first = reserve(1_000, 7);
        assert_ne!(reserve(1_000, 8), first, "as of another block");
        assert_eq!(reserve(1_000 + DAY - 1, 7), first);
        assert_ne!(reserve(1_000 + DAY, 7), first, "the day after");
    }

    #[test]
    fn a_number_of_one_s_own_is_given_once() {
        let dir = tempfile::tempdir().unwrap();
        let store = cache(dir.path());
        assert!(reserve(&store, WantedNumber::Exactly("QA 7"), 1).is_some());
        assert_eq!(reserve(&store, WantedNumber::Exactly("QA 7"), 2), None);
        store.release_number("QA 7").unwrap();
        assert!(reserve(&store, WantedNumber::Exactly("QA 7"), 2).is_some());
        store.add_report(&row("QA 7", 2)).unwrap();
        assert_eq!(reserve(&store, WantedNumber::Exactly("QA 7"), 3), None);
        assert!(store.add_report(&row("QA 7", 3)).is_err(), "another one's");
        // What people choose does not break the series.
        for odd in [
            "WM-2026-",
            "WM-2026-7b",
            "WM-2026-18446744073709551615",
            "WM-2027-000041",
        ] {
            store.add_report(&row(odd, 9)).unwrap();
        }
        assert_eq!(reserve(&store, SERIES, 4).unwrap().number, "WM-2026-000001");
    }

    #[test]
    fn many_writers_at_once_never_share_a_number() {
        let dir = tempfile::tempdir().unwrap();
        drop(cache(dir.path()));
        let path = dir.path().join("cache.db");
        let numbers: Vec<String> = thread::scope(|scope| {
            let writer = |writer: u8| {
                let path = &path;
                scope.spawn(move || {
                    let store = Store::open_beside(path).unwrap();
                    let take = |turn| reserve(&store, SERIES, writer * 20 + turn).unwrap().number;
                    (0..20).map(take).collect::<Vec<_>>()
                })
            };
            let writers: Vec<_> = (0..4).map(writer).collect();
            let taken = writers.into_iter().map(|writer| writer.join().unwrap());
            taken.flatten().collect()
        });
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), 80);
    }
}
