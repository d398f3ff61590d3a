//! How EPCIS names the things that an event is about: single ones by EPC, quantities of a class by quantity element.

use serde_json::{Map, Value, json};
use trace::{AssetDetail, MICRO, Portion, SubjectId};

/// Where names and units come from: the ledger's events after the first name a subject by its id alone.
pub trait Names {
    /// The canonical name of a subject.
    fn epc(&self, subject: SubjectId) -> Option<String>;
    /// The UN/ECE Recommendation 20 code of the unit in which an asset is counted.
    fn unit(&self, subject: SubjectId) -> Option<String>;
}

/// The name of a subject; one that nobody knows goes by its id.
pub(crate) fn name(names: &impl Names, subject: SubjectId) -> String {
    names
        .epc(subject)
        .unwrap_or_else(|| format!("{}subject/{subject}", crate::NAMESPACE))
}

/// The things of one event, parted as EPCIS parts them.
#[derive(Default)]
pub(crate) struct Things {
    epcs: Vec<Value>,
    quantities: Vec<Value>,
}

impl Things {
    /// The portions that an event names.
    pub(crate) fn of_portions(names: &impl Names, portions: &[Portion]) -> Self {
        let mut things = Self::default();
        for portion in portions {
            let unit = names.unit(portion.asset);
            things.add(
                name(names, portion.asset),
                Some(portion.micro),
                unit.as_deref(),
            );
        }
        things
    }

    /// Assets as they are made.
    pub(crate) fn of_assets<'a>(assets: impl IntoIterator<Item = &'a AssetDetail>) -> Self {
        let mut things = Self::default();
        for asset in assets {
            let unit = asset.quantity.unit.code();
            things.add(
                asset.epc.to_string(),
                Some(asset.quantity.micro),
                Some(unit),
            );
        }
        things
    }

    /// A subject as such, whatever its quantity.
    pub(crate) fn of_subject(names: &impl Names, subject: SubjectId) -> Self {
        Self::of_subjects(names, &[subject])
    }

    /// Subjects as such, whatever their quantities.
    pub(crate) fn of_subjects(names: &impl Names, subjects: &[SubjectId]) -> Self {
        let mut things = Self::default();
        for subject in subjects {
            things.add(name(names, *subject), None, None);
        }
        things
    }

    fn add(&mut self, name: String, micro: Option<u64>, unit: Option<&str>) {
        if !is_class(&name) {
            self.epcs.push(Value::String(name));
            return;
        }
        let mut element = Map::new();
        element.insert("epcClass".to_owned(), Value::String(name));
        // A number without its unit would be read as a count of pieces: where the unit is unknown, neither is said.
        if let (Some(micro), Some(unit)) = (micro, unit) {
            element.insert("quantity".to_owned(), number(micro));
            element.insert("uom".to_owned(), json!(unit));
        }
        self.quantities.push(Value::Object(element));
    }

    /// Writes them into an event under these two names, leaving out an empty list.
    pub(crate) fn write(self, event: &mut Map<String, Value>, epcs: &str, quantities: &str) {
        for (key, list) in [(epcs, self.epcs), (quantities, self.quantities)] {
            if !list.is_empty() {
                event.insert(key.to_owned(), Value::Array(list));
            }
        }
    }
}

/// Whether a name stands for a class, of which there is a quantity, and not for one thing (GS1 Digital Link: a trade
/// item without serial number). Names of other kinds stand for one thing.
fn is_class(name: &str) -> bool {
    name.strip_prefix("https://id.gs1.org/01/")
        .is_some_and(|path| !path.contains("/21/"))
}

/// A quantity as a JSON number: exact for whole numbers and for up to 15 digits.
fn number(micro: u64) -> Value {
    if micro.is_multiple_of(MICRO) {
        return json!(micro / MICRO);
    }
    let text = format!("{}.{:06}", micro / MICRO, micro % MICRO);
    json!(text.parse::<f64>().unwrap_or_default())
}
