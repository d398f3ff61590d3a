//! The node file of a workspace (`node.json`): how to reach the node and the second source. It holds no secret, only the name
//! of the environment variable that does.

use std::env;
use std::path::{Path, PathBuf};

use chain::{Auth, Node};
use serde::{Deserialize, Serialize};

use crate::folder::write_whole;
use crate::trust_file::read_limited;
use crate::{Failure, FailureKind};

/// The largest node file that is read, and the largest file of certificates, in bytes.
const MAX_LEN: u64 = 1 << 20;

/// How to reach a node, as the user says it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NodeAddress {
    /// The address, `http` or `https`, without credentials.
    pub rpc: String,
    /// Where the node announces new blocks, `ws` or `wss`.
    pub ws: Option<String>,
    /// The environment variable that holds the credentials, see [`chain::Auth::parse`].
    pub auth_env: Option<String>,
    /// A PEM file with certificates of authorities that are trusted beside the system's.
    pub ca: Option<PathBuf>,
    /// The proxy to go through, without credentials.
    pub proxy: Option<String>,
}

impl NodeAddress {
    /// A node that needs nothing but its address.
    pub fn at(rpc: impl Into<String>) -> Self {
        Self {
            rpc: rpc.into(),
            ..Self::default()
        }
    }

    /// As it is kept: with the certificates themselves, and without credentials.
    pub(crate) fn to_file(&self) -> Result<NodeFile, Failure> {
        let addresses = [Some(&self.rpc), self.ws.as_ref(), self.proxy.as_ref()];
        if addresses
            .into_iter()
            .flatten()
            .any(|url| has_credentials(url))
        {
            return Err(Failure::new(
                FailureKind::Usage,
                "an address has a user or password in it",
                "Addresses are kept in the workspace and secrets are not: put `user:password` in an environment variable and name it with --auth-env; for a proxy set HTTPS_PROXY.",
            ));
        }
        let ca = self.ca.as_deref().map(read_certificates).transpose()?;
        Ok(NodeFile {
            rpc: self.rpc.clone(),
            ws: self.ws.clone(),
            auth_env: self.auth_env.clone(),
            ca,
            proxy: self.proxy.clone(),
            second: None,
        })
    }
}

/// How to reach a node, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NodeFile {
    /// The address, without credentials.
    pub(crate) rpc: String,
    /// Where the node announces new blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ws: Option<String>,
    /// The environment variable that holds the credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) auth_env: Option<String>,
    /// Certificates of authorities that are trusted beside the system's, as PEM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ca: Option<String>,
    /// The proxy to go through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) proxy: Option<String>,
    /// Another node that the first is compared with; a second source of its own is not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) second: Option<Box<NodeFile>>,
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
                "Name the node anew with `waymark sync DIR --rpc URL`, or mend the file.",
            )
        })
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        let json = serde_json::to_vec_pretty(self).map_err(Failure::internal)?;
        write_whole(path, &json)
    }

    /// The node, with the credentials from the environment.
    pub(crate) fn connect(&self) -> Result<Node, Failure> {
        Ok(Node::to(&self.connection()?)?)
    }

    /// How to reach the node, with the credentials from the environment.
    pub(crate) fn connection(&self) -> Result<chain::Connection, Failure> {
        let auth = match &self.auth_env {
            None => Auth::None,
            Some(name) => Auth::parse(&env::var(name).map_err(|_| missing_variable(name))?)?,
        };
        Ok(chain::Connection {
            url: self.rpc.clone(),
            auth,
            ca_pem: self.ca.as_ref().map(|pem| pem.clone().into_bytes()),
            proxy: self.proxy.clone(),
            ws: self.ws.clone(),
        })
    }

    /// The address as it can be shown.
    pub(crate) fn url(&self) -> String {
        Node::to(&chain::Connection::to(&self.rpc))
            .map_or_else(|_| self.rpc.clone(), |node| node.url())
    }
}

/// Whether an address carries a user or a password: what stands before an `@` in its authority.
pub(crate) fn has_credentials(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.contains('@')
}

fn read_certificates(path: &Path) -> Result<String, Failure> {
    let bytes = read_limited(path, MAX_LEN / 2)?;
    String::from_utf8(bytes).map_err(|_| {
        Failure::new(
            FailureKind::InputUnusable,
            format!("{} holds no certificates", path.display()),
            "Name a PEM file with the certificates of the authority that signed the node's.",
        )
    })
}

fn missing_variable(name: &str) -> Failure {
    Failure::new(
        FailureKind::NoPermission,
        format!("the environment variable {name} is not set"),
        "Put `user:password`, `bearer:TOKEN` or `header:Name: value` in it, one per line, and try again.",
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_secrets_are_not_kept() {
        let plain = NodeAddress::at("https://node.example/rpc?of=a@b");
        assert!(plain.to_file().is_ok());
        for address in [
            NodeAddress::at("https://me:hush@node.example"),
            NodeAddress {
                proxy: Some("http://me@proxy.example".into()),
                ..plain.clone()
            },
        ] {
            assert_eq!(address.to_file().unwrap_err().kind, FailureKind::Usage);
        }
    }

    #[test]
    fn what_is_written_is_read_and_older_files_are() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("node.json");
        let mut file = NodeAddress {
            ws: Some("wss://node.example".into()),
            auth_env: Some("NODE_AUTH".into()),
            ..NodeAddress::at("https://node.example")
        }
        .to_file()
        .unwrap();
        file.second = Some(Box::new(
            NodeAddress::at("http://other.example").to_file().unwrap(),
        ));
        file.write(&path).unwrap();
        assert_eq!(NodeFile::read(&path).unwrap(), Some(file));
        std::fs::write(&path, r#"{ "rpc": "http://127.0.0.1:8545" }"#).unwrap();
        let older = NodeFile::read(&path).unwrap().unwrap();
        assert_eq!((older.ws, older.second), (None, None));
    }
}
