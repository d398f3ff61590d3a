//! The outline (ISO 32000-1, 12.3.3): one entry a section, all on one level.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::{lacking, text};
use crate::ReportError;

/// Adds an entry for each title, which leads to the page of that index; a page that there is not is left out.
pub(super) fn add(
    document: &mut Document,
    sections: &[(String, usize)],
) -> Result<(), ReportError> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let entries: Vec<(&str, ObjectId, ObjectId)> = sections
        .iter()
        .filter_map(|(title, page)| Some((title.as_str(), *pages.get(*page)?)))
        .map(|(title, page)| (title, page, document.new_object_id()))
        .collect();
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return Ok(());
    };
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let outline = document.add_object(dictionary! {
        "Type" => "Outlines",
        "Count" => count,
        "First" => first.2,
        "Last" => last.2,
    });
    for (index, (title, page, id)) in entries.iter().enumerate() {
        let mut entry = dictionary! {
            "Title" => text(title),
            "Parent" => outline,
            "Dest" => vec![Object::Reference(*page), "Fit".into()],
        };
        if let Some(before) = index.checked_sub(1).and_then(|before| entries.get(before)) {
            entry.set("Prev", before.2);
        }
        if let Some(next) = entries.get(index + 1) {
            entry.set("Next", next.2);
        }
        document.set_object(*id, entry);
    }
    document
        .catalog_mut()
        .map_err(|error| lacking(&error))?
        .set("Outlines", outline);
    Ok(())
}
