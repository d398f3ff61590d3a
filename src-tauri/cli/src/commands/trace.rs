//! `waymark trace`.

use protocol::{Direction, TrailNode, TrailView};
use workspace::{Access, Failure, Workspace};

use super::assets::output_word;
use crate::args::{Trace, TraceFormat};
use crate::output;

pub(crate) fn run(arguments: &Trace) -> Result<(), Failure> {
    let workspace = Workspace::open(&arguments.dir, Access::Read)?;
    let direction = if arguments.down {
        Direction::Down
    } else {
        Direction::Up
    };
    let (epc, depth, as_of) = (&arguments.epc, arguments.depth, arguments.as_of);
    match arguments.format {
        TraceFormat::Dot => output::lines([workspace
            .dot(epc, direction, depth, as_of)?
            .trim_end()
            .to_owned()]),
        TraceFormat::Csv => output::text(&workspace.trail_csv(epc, direction, depth, as_of)?),
        TraceFormat::Json => output::json(&workspace.trail(epc, direction, depth, as_of)?),
        TraceFormat::Table => table(&workspace.trail(epc, direction, depth, as_of)?),
    }
}

fn table(trail: &TrailView) -> Result<(), Failure> {
    let rows: Vec<Vec<String>> = trail.nodes.iter().map(row).collect();
    output::table(
        &[
            "STEP",
            "NAME",
            "KIND",
            "QUANTITY",
            "MAKER",
            "PLACE",
            "ASSURANCE",
            "EPC",
        ],
        &rows,
    )
}

fn row(node: &TrailNode) -> Vec<String> {
    vec![
        node.depth.to_string(),
        node.name.clone(),
        output_word(&node.kind),
        format!("{} {}", node.quantity.number, node.quantity.unit),
        node.maker.clone(),
        node.place.clone(),
        output_word(&node.assurance),
        node.epc.clone(),
    ]
}
