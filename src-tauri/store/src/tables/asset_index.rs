//! The table `asset_index`: full-text search over assets. A projection: it can be dropped and rebuilt.

use rusqlite::{Connection, params};
use trace::SubjectId;

use super::hash_column;
use crate::StoreError;

/// What an asset can be found by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AssetIndexRow {
    /// The asset.
    pub subject: SubjectId,
    /// Its canonical name.
    pub name: String,
    /// What people call it.
    pub description: String,
    /// The word for its kind.
    pub kind: String,
    /// Its maker and holder.
    pub party: String,
    /// Where it was made.
    pub place: String,
}

/// Replaces the whole index.
pub(crate) fn replace(connection: &Connection, rows: &[AssetIndexRow]) -> Result<(), StoreError> {
    connection.execute("DELETE FROM asset_index", [])?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO asset_index (subject, name, description, kind, party, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for row in rows {
        statement.execute(params![
            row.subject.0.0,
            row.name,
            row.description,
            row.kind,
            row.party,
            row.place
        ])?;
    }
    Ok(())
}

/// The whole index, in no order.
pub(crate) fn all(connection: &Connection) -> Result<Vec<AssetIndexRow>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT subject, name, description, kind, party, place FROM asset_index")?;
    let rows = statement.query_map([], |row| {
        Ok(AssetIndexRow {
            subject: SubjectId(hash_column(row, 0)?),
            name: row.get(1)?,
            description: row.get(2)?,
            kind: row.get(3)?,
            party: row.get(4)?,
            place: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The assets in which every word of the query begins some word, best first.
pub(crate) fn search(connection: &Connection, query: &str) -> Result<Vec<SubjectId>, StoreError> {
    let expression = expression(query);
    if expression.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT subject FROM asset_index WHERE asset_index MATCH ?1 ORDER BY rank, rowid",
    )?;
    let rows = statement.query_map([expression], |row| hash_column(row, 0).map(SubjectId))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The query as FTS5 prefix terms; everything that FTS5 could read as an operator is dropped or quoted.
fn expression(query: &str) -> String {
    query
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(16)
        .map(|word| format!("\"{word}\"*"))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn a_query_is_never_read_as_an_expression() {
        assert_eq!(
            expression("tin OR \"x\" NEAR(a)"),
            r#""tin"* "OR"* "x"* "NEAR"* "a"*"#
        );
        assert_eq!(expression("urn:epc:*"), r#""urn"* "epc"*"#);
        assert_eq!(expression(" -- "), "");
    }
}
