//! Labels: what stands on one is taken from what was typed, and where that is silent from what is known under the name.

use field::parse_time;
use label::{Label, LabelError, LabelSize, LabelSymbol};
use protocol::field::{LabelCode, LabelFormat, LabelRequest};
use trace::{Epc, EventTime, Quantity, SubjectId, Unit};

use crate::{Failure, FailureKind, Workspace, view};

impl Workspace {
    /// A label as a PDF file, drawn at this second. The asset need not be known: what is being recorded is labelled as well.
    pub fn label(&self, request: &LabelRequest, now: u64) -> Result<Vec<u8>, Failure> {
        let epc = named(&request.epc)?;
        let known = self.register.asset(SubjectId::of(&epc));
        let typed = |text: &str, other: Option<String>| match text.trim() {
            "" => other.unwrap_or_default(),
            text => text.to_owned(),
        };
        let label = Label {
            name: typed(&request.name, known.map(view::asset_name)),
            quantity: quantity(request)?
                .or_else(|| known.map(|asset| asset.detail.quantity.clone())),
            made: parse_time(request.made.trim()).or_else(|| known.map(|asset| asset.made_on)),
            party: typed(
                &request.party,
                known.map(|asset| view::party_name(&self.register, asset.maker)),
            ),
            locale: crate::verification::of_report(request.locale),
            drawn: EventTime {
                unix_millis: now.saturating_mul(1000),
                zone_offset_minutes: 0,
            },
            epc,
        };
        let size = match request.format {
            LabelFormat::A6 => LabelSize::A6,
            LabelFormat::Small => LabelSize::Small,
        };
        let code = match request.code {
            LabelCode::Qr => LabelSymbol::Qr,
            LabelCode::DataMatrix => LabelSymbol::DataMatrix,
        };
        label::pdf(&label, size, code).map_err(|error| undrawn(&error))
    }
}

/// The name in any spelling that names an asset.
fn named(written: &str) -> Result<Epc, Failure> {
    let refused = |message: String| {
        Failure::new(
            FailureKind::InputUnusable,
            message,
            "A label needs the name of a lot, an item or a pallet: (01)…(10)…, (01)…(21)… or (00)….",
        )
    };
    let reading = gs1::read(written).map_err(|error| refused(error.to_string()))?;
    let readable = view::text(&reading.human_readable());
    (reading.asset()).ok_or_else(|| refused(format!("{readable} names no single thing")))
}

fn quantity(request: &LabelRequest) -> Result<Option<Quantity>, Failure> {
    if request.quantity.trim().is_empty() || request.unit.trim().is_empty() {
        return Ok(None);
    }
    let read = Unit::new(request.unit.trim())
        .and_then(|unit| Quantity::parse(request.quantity.trim(), unit));
    let refused = |error: trace::QuantityError| {
        let hint = "Write the quantity as a decimal number and the unit as its code, such as KGM.";
        Failure::new(FailureKind::InputUnusable, error.to_string(), hint)
    };
    read.map(Some).map_err(refused)
}

fn undrawn(error: &LabelError) -> Failure {
    let message = error.to_string();
    match error {
        LabelError::NotGs1(_) => {
            Failure::new(FailureKind::InputUnusable, message, "Take a QR code.")
        }
        LabelError::Symbol(_) => {
            Failure::new(FailureKind::InputUnusable, message, "Use a shorter name.")
        }
        LabelError::Name(_) => Failure::new(
            FailureKind::InputUnusable,
            message,
            "Check the name of the asset.",
        ),
        LabelError::Writing(_) => Failure::internal(message),
    }
}
