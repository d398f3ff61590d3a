//! How a workspace reaches its node (`node.json`): the address, and the name of the environment variable that holds the
//! credentials. No secret is ever written.

use std::env;
use std::path::Path;

use chain::{Auth, Node};
use serde::{Deserialize, Serialize};

use crate::folder::write_whole;
use crate::trust_file::read_limited;
use crate::{Failure, FailureKind};

/// The largest node file that is read, in bytes.
const MAX_LEN: u64 = 64 * 1024;

/// How to reach a node.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NodeFile {
    /// The address, without credentials.
    pub(crate) rpc: String,
    /// The environment variable that holds `user:password` or `bearer:TOKEN`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) auth_env: Option<String>,
}

impl NodeFile {
    /// The file's content; `None` if the workspace has no node.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, Failure> {
        if !path.exists() {
            return Ok(None);
        }
        let bytes = read_limited(path, MAX_LEN)?;
        serde_json::from_slice(&bytes).map(Some).map_err(|error| {
            Failure::new(
                FailureKind::InputUnusable,
                format!("{} cannot be read: {error}", path.display()),
                "Make the workspace anew with `waymark init`, or mend the file.",
            )
        })
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        let json = serde_json::to_vec_pretty(self).map_err(Failure::internal)?;
        write_whole(path, &json)
    }

    /// The node, with the credentials from the environment.
    pub(crate) fn connect(&self) -> Result<Node, Failure> {
        let auth = match &self.auth_env {
            None => Auth::None,
            Some(name) => Auth::parse(&env::var(name).map_err(|_| missing_variable(name))?)?,
        };
        Ok(Node::connect(&self.rpc, auth)?)
    }
}

fn missing_variable(name: &str) -> Failure {
    Failure::new(
        FailureKind::NoPermission,
        format!("the environment variable {name} is not set"),
        "Put `user:password` or `bearer:TOKEN` in it and try again.",
    )
}
