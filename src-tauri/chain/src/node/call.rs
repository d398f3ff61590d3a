//! Asking a contract something, without a transaction. The answer is the node's word; nothing proves it.

use alloy::primitives::{Address, Bytes};
use serde_json::json;

use super::Node;
use crate::NodeError;

impl Node {
    /// What a contract answers to a call at the newest block.
    pub async fn call(&self, to: Address, calldata: Vec<u8>) -> Result<Bytes, NodeError> {
        let call = json!({ "to": to, "data": Bytes::from(calldata) });
        self.expect("eth_call", json!([call, "latest"])).await
    }
}
