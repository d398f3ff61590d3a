//! The table `asset_index`: full-text search over assets. A projection: it can be dropped and rebuilt.

use std::borrow::Borrow;
use std::collections::HashMap;

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

/// Makes the index these rows; rows that are there already stay, for writing them is what takes long.
pub(crate) fn replace<R: Borrow<AssetIndexRow>>(
    connection: &Connection,
    rows: impl IntoIterator<Item = R>,
) -> Result<(), StoreError> {
    let mut held = HashMap::new();
    let mut outdated = Vec::new();
    each(connection, |number, row| {
        if let Some((twice, _)) = held.insert(row.subject, (number, row)) {
            outdated.push(twice);
        }
    })?;
    for row in rows {
        let row = row.borrow();
        match held.remove(&row.subject) {
            Some((_, same)) if same == *row => continue,
            Some((number, _)) => outdated.push(number),
            None => {}
        }
        insert(connection, row)?;
    }
    outdated.extend(held.into_values().map(|(number, _)| number));
    let mut statement = connection.prepare_cached("DELETE FROM asset_index WHERE rowid = ?1")?;
    for number in outdated {
        statement.execute([number])?;
    }
    Ok(())
}

fn insert(connection: &Connection, row: &AssetIndexRow) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO asset_index (subject, name, description, kind, party, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    statement.execute(params![
        row.subject.0.0,
        row.name,
        row.description,
        row.kind,
        row.party,
        row.place
    ])?;
    Ok(())
}

/// Hands over each row with its number.
fn each(
    connection: &Connection,
    mut with: impl FnMut(i64, AssetIndexRow),
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT rowid, subject, name, description, kind, party, place FROM asset_index",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let indexed = AssetIndexRow {
            subject: SubjectId(hash_column(row, 1)?),
            name: row.get(2)?,
            description: row.get(3)?,
            kind: row.get(4)?,
            party: row.get(5)?,
            place: row.get(6)?,
        };
        with(row.get(0)?, indexed);
    }
    Ok(())
}

/// The whole index, in no order.
pub(crate) fn all(connection: &Connection) -> Result<Vec<AssetIndexRow>, StoreError> {
    let mut rows = Vec::new();
    each(connection, |_, row| rows.push(row))?;
    Ok(rows)
}

/// The assets in which every word of the query begins some word, best first.
pub(crate) fn search(connection: &Connection, query: &str) -> Result<Vec<SubjectId>, StoreError> {
    let expression = expression(query);
    if expression.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT subject FROM asset_index WHERE asset_index MATCH ?1 ORDER BY rank, name",
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
