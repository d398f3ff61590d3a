//! Which test targets the crates have besides their unit tests. Asked of cargo, so that a crate's new `tests/` folder is
//! run without being listed anywhere.

use crate::{failure::Failure, process::Program, project::Project};

/// The package of the tests of the whole, which are steps of their own.
const OF_THE_WHOLE: &str = "waymark-tests";

/// The options that select all of them.
pub(super) fn options(project: &Project) -> Result<Vec<String>, Failure> {
    let listed = Program::cargo()
        .args(["metadata", "--no-deps", "--locked", "--format-version", "1"])
        .dir(project.root())
        .output()?;
    let names = named(&listed).map_err(|error| Failure::Answer {
        line: "cargo metadata".into(),
        why: error.to_string(),
    })?;
    let option = |name| ["--test".to_owned(), name];
    Ok(names.into_iter().flat_map(option).collect())
}

fn named(listed: &str) -> Result<Vec<String>, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    #[derive(serde::Deserialize)]
    struct Package {
        name: String,
        targets: Vec<Target>,
    }
    #[derive(serde::Deserialize)]
    struct Target {
        name: String,
        kind: Vec<String>,
    }
    let metadata: Metadata = serde_json::from_str(listed)?;
    let of_crates = metadata
        .packages
        .into_iter()
        .filter(|package| package.name != OF_THE_WHOLE);
    Ok(of_crates
        .flat_map(|package| package.targets)
        .filter(|target| target.kind.iter().any(|kind| kind == "test"))
        .map(|target| target.name)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_targets_of_the_crates_are_named() {
        let listed = r#"{"packages":[
            {"name":"waymark-store","targets":[
                {"name":"store","kind":["lib"]},{"name":"crash","kind":["test"]}]},
            {"name":"waymark-tests","targets":[
                {"name":"support","kind":["lib"]},{"name":"window","kind":["test"]}]}]}"#;
        assert_eq!(named(listed).ok(), Some(vec!["crash".to_owned()]));
        assert!(named("{}").is_err());
    }

    #[test]
    fn the_package_of_the_whole_has_the_name_that_is_left_out() {
        let manifest = include_str!("../../../tests/Cargo.toml");
        assert!(manifest.contains(&format!("name = \"{OF_THE_WHOLE}\"")));
    }
}
