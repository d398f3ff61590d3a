//! `waymark label`.

use protocol::field::{LabelCode, LabelFormat, LabelRequest};
use workspace::{Access, Failure, Workspace};

use super::now;
use crate::args::{Label, LabelSize, LabelSymbol};
use crate::output;

pub(crate) fn run(asked: &Label) -> Result<(), Failure> {
    let request = LabelRequest {
        epc: asked.epc.clone(),
        format: match asked.size {
            LabelSize::A6 => LabelFormat::A6,
            LabelSize::Small => LabelFormat::Small,
        },
        code: match asked.symbol {
            LabelSymbol::Qr => LabelCode::Qr,
            LabelSymbol::Datamatrix => LabelCode::DataMatrix,
        },
        locale: asked.lang.into(),
        ..LabelRequest::default()
    };
    let file = Workspace::open(&asked.dir, Access::Read)?.label(&request, now())?;
    workspace::write_file(&asked.out, &file)?;
    output::lines([format!("The label is in {}.", asked.out.display())])
}
