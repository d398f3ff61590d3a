//! What was said on the ledger of reports issued from here.

use super::Store;
use crate::tables::report_notices;
use crate::{NoticeRow, StoreError};

impl Store {
    /// Notes the receipt of a statement, once.
    pub fn add_notice(&self, notice: &NoticeRow) -> Result<(), StoreError> {
        report_notices::insert(&self.database.connection, notice)
    }

    /// The receipts of all statements, in the order in which they were sent.
    pub fn notices(&self) -> Result<Vec<NoticeRow>, StoreError> {
        report_notices::all(&self.database.connection)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloy_primitives::B256;

    use super::*;
    use crate::samples::network;

    #[test]
    fn receipts_stay_in_the_order_of_sending_and_are_noted_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cache.db");
        let receipt = |byte, kind: &str, sent_at| NoticeRow {
            number: "WM-2026-000001".into(),
            kind: kind.into(),
            hash: B256::repeat_byte(7),
            digest: B256::repeat_byte(8),
            tx: B256::repeat_byte(byte),
            block: 40,
            sent_at,
        };
        let (first, second) = (receipt(2, "report", 5), receipt(1, "report-withdrawn", 5));
        let store = Store::create(&path, &network()).unwrap();
        for notice in [&first, &second, &first] {
            store.add_notice(notice).unwrap();
        }
        drop(store);
        let notices = Store::open(&path).unwrap().notices().unwrap();
        assert_eq!(notices, [first, second]);
    }
}
