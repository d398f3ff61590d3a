//! The invariants of the house that the graph of crates can hold: who may depend on what.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};
use support::project_root;

/// The crates that know no clock, no file and no network.
pub(crate) const PURE: [&str; 10] = [
    "trace", "ledger", "evidence", "gs1", "lineage", "field", "report", "verify", "scenario",
    "protocol",
];

fn metadata() -> Metadata {
    // One platform is enough, and spares downloading what only others need.
    let options = ["--locked", "--filter-platform", "x86_64-unknown-linux-gnu"];
    MetadataCommand::new()
        .manifest_path(project_root().join("Cargo.toml"))
        .other_options(options.map(str::to_owned))
        .exec()
        .unwrap()
}

/// What each package of the workspace names as a dependency of its programs (tests and build scripts aside).
fn named(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    let packages = metadata.workspace_packages();
    let dependencies = |package: &cargo_metadata::Package| {
        package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind == DependencyKind::Normal)
            .map(|dependency| dependency.name.clone())
            .collect()
    };
    packages
        .into_iter()
        .filter(|package| !["waymark-tests", "xtask"].contains(&package.name.as_str()))
        .map(|package| (package.name.to_string(), dependencies(package)))
        .collect()
}

/// Everything that a package is built with, at any depth.
fn all_below(metadata: &Metadata, name: &str) -> BTreeSet<String> {
    let resolve = metadata.resolve.as_ref().unwrap();
    let root = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == name);
    let mut open: Vec<&PackageId> = vec![&root.unwrap().id];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let node = resolve.nodes.iter().find(|node| node.id == *id).unwrap();
        let normal = node.deps.iter().filter(|dependency| {
            let mut kinds = dependency.dep_kinds.iter();
            kinds.any(|kind| kind.kind == DependencyKind::Normal)
        });
        open.extend(normal.map(|dependency| &dependency.pkg));
    }
    seen.into_iter()
        .map(|id| metadata[id].name.to_string())
        .collect()
}

fn who_names(metadata: &Metadata, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    named(metadata)
        .into_iter()
        .filter(|(_, dependencies)| dependencies.iter().any(|name| wanted(name)))
        .map(|(package, _)| package)
        .collect()
}

#[test]
fn only_the_application_knows_tauri() {
    let found = who_names(&metadata(), |name| {
        name == "tauri" || name.starts_with("tauri-")
    });
    assert_eq!(found, ["waymark"]);
}

#[test]
fn only_chain_talks_to_nodes_and_only_authority_to_authorities() {
    let network = ["alloy", "reqwest", "hyper", "ureq"];
    let found = who_names(&metadata(), |name| network.contains(&name));
    assert_eq!(found, ["waymark-authority", "waymark-chain"]);
    let authority = &named(&metadata())["waymark-authority"];
    let own: Vec<&String> = (authority.iter())
        .filter(|name| name.starts_with("waymark-") || *name == "alloy")
        .collect();
    assert_eq!(own, ["waymark-signature"]);
}

#[test]
fn only_store_and_outbox_know_sqlite() {
    let found = who_names(&metadata(), |name| name.contains("sqlite"));
    assert_eq!(found, ["waymark-outbox", "waymark-store"]);
}

#[test]
fn the_programs_call_workspace_and_hold_no_logic() {
    let named = named(&metadata());
    for program in ["waymark", "waymark-cli"] {
        let dependencies = &named[program];
        assert!(dependencies.contains("waymark-workspace"), "{program}");
        for below in [
            "chain",
            "store",
            "evidence",
            "ledger",
            "lineage",
            "report",
            "interchange",
        ] {
            let below = format!("waymark-{below}");
            assert!(
                !dependencies.contains(&below),
                "{program} depends on {below}"
            );
        }
    }
}

#[test]
fn the_pure_crates_are_built_without_runtime_network_or_database() {
    let metadata = metadata();
    for name in PURE {
        let below = all_below(&metadata, &format!("waymark-{name}"));
        for impure in [
            "tokio", "alloy", "reqwest", "rusqlite", "tauri", "wry", "tempfile",
        ] {
            assert!(!below.contains(impure), "{name} is built with {impure}");
        }
    }
    let chain = all_below(&metadata, "waymark-chain");
    assert!(
        chain.contains("tokio") && chain.contains("alloy"),
        "the search finds nothing"
    );
}
