//! `cargo xtask run`: from a fresh machine to a window on the sample; without a display, the sample's whole job on the
//! command line.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{
    failure::Failure,
    process::Program,
    project::Project,
    setup::{self, Purpose, Terms},
    ui,
};

/// Installs, builds, and opens the workspace, or the sample when none is named.
pub(crate) fn run(project: &Project, terms: &Terms, dir: Option<&Path>) -> Result<(), Failure> {
    setup::ensure(&setup::needs(project, Purpose::Run), terms)?;
    ui::build(project, terms)?;
    build(project)?;
    let workspace = match dir {
        Some(dir) => dir.to_path_buf(),
        None => sample(project)?,
    };
    if has_display() {
        return Program::new(project.built("waymark-desktop"))
            .arg(&workspace)
            .run();
    }
    eprintln!("There is no display: doing the same job on the command line.");
    headless(project, &workspace)
}

/// The same selection of packages as in the tests, so that neither builds the other's dependencies again.
fn build(project: &Project) -> Result<(), Failure> {
    Program::cargo()
        .args(["build", "--workspace", "--bins", "--locked"])
        .dir(project.root())
        .run()
}

/// Whether a window could be shown.
fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn waymark(project: &Project) -> Program {
    Program::new(project.built("waymark"))
}

/// The sample's workspace, made on first use.
fn sample(project: &Project) -> Result<PathBuf, Failure> {
    let dir = project.target().join("sample");
    if !dir.exists() {
        waymark(project).arg("demo").arg(&dir).run()?;
    }
    Ok(dir)
}

/// Lists, traces, reports and verifies, and says where the report lies.
fn headless(project: &Project, workspace: &Path) -> Result<(), Failure> {
    waymark(project).arg("assets").arg(workspace).run()?;
    let epc = subject(project, workspace)?;
    waymark(project)
        .arg("trace")
        .arg(workspace)
        .args([epc.as_str(), "--up"])
        .run()?;
    let pdf = project.target().join("report.pdf");
    if pdf.exists() {
        fs::remove_file(&pdf).map_err(Failure::file("removing the former", &pdf))?;
    }
    waymark(project)
        .arg("report")
        .arg(workspace)
        .args([epc.as_str(), "--out"])
        .arg(&pdf)
        .run()?;
    waymark(project)
        .arg("verify")
        .arg(&pdf)
        .arg("--trust")
        .arg(workspace.join("trust.json"))
        .run()?;
    println!("The verified report: {}", pdf.display());
    Ok(())
}

/// The asset to report on: a product where there is one, since its lineage is the longest; else the last listed.
fn subject(project: &Project, workspace: &Path) -> Result<String, Failure> {
    let listed = waymark(project)
        .arg("assets")
        .arg(workspace)
        .arg("--json")
        .output()?;
    choose(&listed).ok_or_else(|| Failure::Answer {
        line: "waymark assets --json".into(),
        why: "it lists no asset".into(),
    })
}

fn choose(listed: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Listed {
        assets: Vec<Asset>,
    }
    #[derive(serde::Deserialize)]
    struct Asset {
        epc: String,
        kind: String,
    }
    let mut listed: Listed = serde_json::from_str(listed).ok()?;
    let is_product = |asset: &Asset| asset.kind == "product";
    let place = listed.assets.iter().position(is_product);
    match place {
        Some(place) => Some(listed.assets.swap_remove(place).epc),
        None => listed.assets.pop().map(|asset| asset.epc),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_chosen_before_anything_else() {
        let listed = r#"{"assets":[
            {"epc":"urn:epc:class:lgtin:1","kind":"material","holder":"x"},
            {"epc":"urn:epc:id:sgtin:2","kind":"product"},
            {"epc":"urn:epc:id:sscc:3","kind":"logisticUnit"}]}"#;
        assert_eq!(choose(listed).as_deref(), Some("urn:epc:id:sgtin:2"));
    }

    #[test]
    fn without_a_product_the_last_asset_serves_and_without_assets_none() {
        let listed = r#"{"assets":[{"epc":"a","kind":"lot"},{"epc":"b","kind":"lot"}]}"#;
        assert_eq!(choose(listed).as_deref(), Some("b"));
        assert_eq!(choose(r#"{"assets":[]}"#), None);
        assert_eq!(choose("not JSON"), None);
    }
}
