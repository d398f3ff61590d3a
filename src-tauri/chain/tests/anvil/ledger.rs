//! The smallest contract that logs: called with a number, it keeps it in slot 0 and logs so often.

use alloy::primitives::{Address, U256, hex};

use crate::node::Anvil;

/// Creation code that returns the 30 bytes behind it: `n = calldata; slot 0 = n; while n > 0 { log2(160 bytes, 0x42, n);
/// n -= 1 }`.
const CODE: [u8; 39] = hex!(
    "601e8060093d393df3"
    "60003580600055" "5b8015601c57" "80604260a06000a2" "60019003600756" "5b00"
);

pub(crate) async fn deploy(anvil: &Anvil) -> Address {
    let account = Anvil::account();
    anvil.node().deploy(&account, &CODE).await.unwrap()
}

/// The calldata of a call that logs so often.
pub(crate) fn calldata(logs: u64) -> Vec<u8> {
    U256::from(logs).to_be_bytes::<32>().to_vec()
}
