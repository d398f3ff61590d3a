//! `waymark-devnet`: a development network of four validators on this machine, whose keys are public. It starts anvil
//! with the options that it is given and stands before it; it ends when its standard input does.

use std::collections::BTreeMap;
use std::io::Read;
use std::process::ExitCode;
use std::sync::Arc;

use support::{Anvil, Consensus, Devnet, Fork, four};

const USAGE: &str = "usage: waymark-devnet PORT [qbft|ibft2|ibft1|clique|ethereum] [ANVIL OPTION]...

Shows anvil's blocks as sealed by four public development keys, on a chain of London rules without fees.
WAYMARK_ANVIL names the program anvil. It ends when its standard input is closed.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((port, options)) = arguments.split_first() else {
        return usage();
    };
    let Ok(port) = port.parse() else {
        return usage();
    };
    let (consensus, options) = consensus(options);
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let anvil = Arc::new(Anvil::start(Fork::LondonWithoutFees, &options));
    let devnet = Devnet::at_port(port, &anvil, BTreeMap::from([(0, four(consensus))]));
    println!("{}", devnet.url());
    let mut ignored = Vec::new();
    let _ = std::io::stdin().read_to_end(&mut ignored);
    ExitCode::SUCCESS
}

fn consensus(options: &[String]) -> (Consensus, &[String]) {
    let named = options.first().map(String::as_str);
    let consensus = match named {
        Some("ethereum") => Consensus::Ethereum,
        Some("ibft2") => Consensus::Ibft2,
        Some("ibft1") => Consensus::Ibft1,
        Some("clique") => Consensus::Clique,
        Some("qbft") => Consensus::Qbft,
        _ => return (Consensus::Qbft, options),
    };
    (consensus, &options[1..])
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(64)
}
