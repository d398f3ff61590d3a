//! `waymark init`.

use std::io::{self, IsTerminal, Write};

use ::verify::Trust;
use workspace::{Connection, Failure, FailureKind};

use super::now;
use crate::args::Init;
use crate::output;

pub(crate) fn run(arguments: &Init) -> Result<(), Failure> {
    if let (Some(file), Some(trust)) = (&arguments.ledger, &arguments.trust) {
        return workspace::init_from_file(&arguments.dir, file, trust, now());
    }
    let (Some(node), Some(contract)) = (arguments.node.node(), arguments.contract) else {
        return Err(Failure::new(
            FailureKind::Usage,
            "neither a node nor a ledger file is named",
            "Give --rpc URL --contract 0x…, or --ledger FILE --trust FILE.",
        ));
    };
    let connection = Connection { node, contract };
    let mut trust = match &arguments.trust {
        Some(file) => workspace::read_trust(file)?,
        None => accepted(&connection, arguments.accept)?,
    };
    if let Some(label) = &arguments.label {
        trust.network.label.clone_from(label);
    }
    workspace::init(&workspace::Init {
        folder: arguments.dir.clone(),
        connection,
        second: arguments.node.second(),
        trust,
        from_block: arguments.from_block,
    })?;
    output::lines([format!(
        "The workspace is in {}. Fill it with `waymark sync {0}`.",
        arguments.dir.display()
    )])
}

/// What the node says of itself, once the user has accepted it.
fn accepted(connection: &Connection, accept: bool) -> Result<Trust, Failure> {
    let found = workspace::probe(connection)?;
    let network = &found.network;
    eprintln!("The node says:");
    eprintln!("  chain id     {}", network.chain_id);
    eprintln!("  first block  {}", network.genesis);
    eprintln!("  ledger       {}", network.contract);
    eprintln!("  ledger code  {}", network.code_hash);
    if let Some(block) = found.block {
        eprintln!("  newest block {} {}", block.number, block.hash);
    }
    match &found.seals {
        Some(seals) => {
            eprintln!(
                "  sealed by    {} validators, {}, as of block {}{}",
                seals.validators.len(),
                seals.consensus.name(),
                seals.block,
                if seals.contract_selected {
                    ", selected by a contract: these sealed the last blocks"
                } else {
                    ""
                }
            );
            for validator in &seals.validators {
                eprintln!("               {validator}");
            }
        }
        None => eprintln!("  sealed by    nobody: its blocks carry no validators' seals"),
    }
    if accept || asked() {
        return Ok(found);
    }
    Err(Failure::new(
        FailureKind::Usage,
        "the network was not accepted",
        "Compare these values with what others say of the network, then give --accept, or --trust FILE.",
    ))
}

fn asked() -> bool {
    if !io::stdin().is_terminal() {
        return false;
    }
    eprint!("Compare these values with what others say of the network. Trust it? [y/N] ");
    let _ = io::stderr().flush();
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).is_ok() && answer.trim().eq_ignore_ascii_case("y")
}
