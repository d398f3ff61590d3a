//! Which roles the parties have that devices here act for: asked at each sync, and kept, so that a record that the ledger would
//! refuse for want of one is told of before it is signed. It is a node's word, and decides nothing.

use std::collections::BTreeMap;

use alloy_primitives::B256;
use chain::Node;
use ledger::{Role, calls};
use serde::{Deserialize, Serialize};
use trace::SubjectId;

use super::list_devices;
use crate::Workspace;

/// Its name among the settings of the outbox.
const ROLES: &str = "roles";
/// The roles that a record of the field can need.
const ASKED: [Role; 2] = [Role::Producer, Role::Handler];
/// More parties than these no device acts for in practice.
const MOST: usize = 32;

/// What the ledger said.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Roles {
    /// At which block, at the earliest.
    block: u64,
    /// By party: the contract's names of the roles that it lacks.
    lacking: BTreeMap<B256, Vec<String>>,
}

impl Workspace {
    /// The block at which the ledger said that a party lacks a role; `None` if it has it, or nobody has asked.
    pub(super) fn lacks_role(&self, party: SubjectId, role: Role) -> Option<u64> {
        let outbox = self.outbox_if_any().ok()??;
        let roles: Roles = serde_json::from_str(&outbox.setting(ROLES).ok()??).ok()?;
        let lacking = roles.lacking.get(&party.0)?;
        lacking
            .iter()
            .any(|name| name == role.name())
            .then_some(roles.block)
    }

    /// Asks for the roles of the parties that devices on this computer act for. That they cannot be asked for or kept is no failure:
    /// what was known stays.
    pub(crate) async fn ask_roles(&self, node: &Node) {
        let devices = list_devices().unwrap_or_default().into_iter();
        let parties: BTreeMap<SubjectId, _> = devices
            .filter_map(|device| device.account)
            .flat_map(|device| self.delegations(device))
            .filter_map(|(party, _)| Some((party, self.register.party(party)?.account)))
            .take(MOST)
            .collect();
        let mut roles = Roles {
            block: self.newest_block(),
            ..Roles::default()
        };
        for (party, account) in &parties {
            for role in ASKED {
                let asked = calls::has_role(role, *account);
                let answer = node.call(self.network.contract, asked).await;
                let Some(answer) = answer.ok().filter(|answer| answer.len() == 32) else {
                    return;
                };
                if answer.iter().all(|byte| *byte == 0) {
                    let lacking = roles.lacking.entry(party.0).or_default();
                    lacking.push(role.name().to_owned());
                }
            }
        }
        if parties.is_empty() {
            return;
        }
        if let (Ok(json), Ok(mut outbox)) = (serde_json::to_string(&roles), self.outbox()) {
            let _ = outbox.set_setting(ROLES, &json);
        }
    }
}
