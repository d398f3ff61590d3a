//! What the symbol on a label carries: the asset's key, the day it was made, and, where GS1 allows it, how much of it there is.

use gs1::{ElementString, Reading};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use symbol::{Matrix, draw_gs1_data_matrix, draw_qr};
use trace::{EventTime, Quantity, Unit};

use crate::words::day;
use crate::{Label, LabelError, LabelSymbol};

/// The elements of a label.
pub(crate) struct Carried {
    /// None where the name is no GS1 key.
    elements: Option<ElementString>,
}

impl Carried {
    pub(crate) fn of(label: &Label) -> Result<Self, LabelError> {
        let reading = gs1::read(label.epc.as_str())?;
        if reading.elements().is_empty() {
            return Ok(Self { elements: None });
        }
        let mut pairs: Vec<(String, String)> = (reading.elements().iter())
            .map(|element| (element.ai().to_owned(), element.value().to_owned()))
            .collect();
        pairs.extend(
            label
                .made
                .and_then(made_on)
                .filter(|_| reading.gtin().is_some()),
        );
        pairs.extend(
            label
                .quantity
                .as_ref()
                .and_then(|found| measure(&reading, found)),
        );
        let pairs = pairs
            .iter()
            .map(|(ai, value)| (ai.as_str(), value.as_str()));
        Ok(Self {
            elements: Some(ElementString::from_pairs(pairs)?),
        })
    }

    /// The symbol's modules.
    pub(crate) fn symbol(&self, symbol: LabelSymbol, label: &Label) -> Result<Matrix, LabelError> {
        match (symbol, &self.elements) {
            (LabelSymbol::Qr, elements) => {
                let link = elements.as_ref().and_then(ElementString::to_link);
                Ok(draw_qr(link.as_deref().unwrap_or(label.epc.as_str()))?)
            }
            (LabelSymbol::DataMatrix, Some(elements)) => {
                Ok(draw_gs1_data_matrix(&elements.to_raw())?)
            }
            (LabelSymbol::DataMatrix, None) => Err(LabelError::NotGs1(label.epc.clone())),
        }
    }

    /// The elements as people read them, one a line, such as `(10) ABC-1`; the name itself where it is no GS1 key.
    pub(crate) fn lines(&self, label: &Label) -> Vec<String> {
        let Some(elements) = &self.elements else {
            return vec![label.epc.to_string()];
        };
        let each = elements.elements().iter();
        each.map(|element| format!("({}) {}", element.ai(), element.value()))
            .collect()
    }

    /// The value behind an Application Identifier.
    pub(crate) fn value(&self, ai: &str) -> Option<&str> {
        self.elements.as_ref()?.value(ai)
    }
}

/// (11), the production date.
fn made_on(made: EventTime) -> Option<(String, String)> {
    let date = day(made)?;
    let year = date.year().rem_euclid(100);
    let value = format!("{year:02}{:02}{:02}", date.month(), date.day());
    Some(("11".to_owned(), value))
}

/// The net weight (310n) or the count (30) of a trade item of variable measure, which its GTIN's first digit tells: for others GS1
/// does not allow them (GS1 General Specifications, 2.1.10).
fn measure(reading: &Reading, quantity: &Quantity) -> Option<(String, String)> {
    if !reading.gtin()?.starts_with('9') {
        return None;
    }
    if quantity.unit == Unit::piece() {
        let pieces = quantity.number().to_u64().filter(|pieces| {
            Decimal::from(*pieces) == quantity.number() && (1..=99_999_999).contains(pieces)
        })?;
        return Some(("30".to_owned(), pieces.to_string()));
    }
    let kilograms = quantity.unit.mass_of(quantity.micro)?.kilograms()?;
    (0_u32..=5).find_map(|decimals| {
        let scaled = kilograms.checked_mul(Decimal::from(10_u64.pow(decimals)))?;
        let whole = scaled.to_u64()?;
        let fits = Decimal::from(whole) == scaled && (1..=999_999).contains(&whole);
        fits.then(|| (format!("310{decimals}"), format!("{whole:06}")))
    })
}
