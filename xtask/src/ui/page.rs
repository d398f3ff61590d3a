//! The page around the user interface: its HTML, the script that starts it, typefaces and icon.

use std::{fs, path::Path};

use crate::{failure::Failure, project::Project};

use super::dist::Files;

const INDEX: &str = include_str!("page/index.html");
const BOOT: &str = include_str!("page/boot.js");

/// Where npm puts the typefaces' files, and which of them the window uses (`page/fonts.css` names them again).
const TYPEFACES: [(&str, &[&str]); 2] = [
    (
        "@fontsource-variable/inter",
        &[
            "inter-latin-wght-normal.woff2",
            "inter-latin-ext-wght-normal.woff2",
        ],
    ),
    (
        "@fontsource/ibm-plex-mono",
        &[
            "ibm-plex-mono-latin-400-normal.woff2",
            "ibm-plex-mono-latin-500-normal.woff2",
            "ibm-plex-mono-latin-600-normal.woff2",
            "ibm-plex-mono-latin-ext-400-normal.woff2",
            "ibm-plex-mono-latin-ext-500-normal.woff2",
            "ibm-plex-mono-latin-ext-600-normal.woff2",
        ],
    ),
];

/// Natural Earth's countries at 1:50 million, as `TopoJSON`: fine enough for the nearest zoom of the map.
const WORLD: &str = "countries-50m.json";

/// The files around the module.
pub(super) fn files(project: &Project) -> Result<Files, Failure> {
    let mut files = Files::from([
        ("index.html".into(), INDEX.into()),
        ("boot.js".into(), BOOT.into()),
    ]);
    let icon = project.root().join("assets/mark.svg");
    files.insert("favicon.svg".into(), read(&icon)?);
    for (package, names) in TYPEFACES {
        let home = project.ui().join("node_modules").join(package);
        for name in names {
            let content = read(&home.join("files").join(name))?;
            files.insert(format!("fonts/{name}").into(), content);
        }
        // The Open Font License asks that it travels with the fonts.
        let family = package.rsplit('/').next().unwrap_or(package);
        let licence = read(&home.join("LICENSE"))?;
        files.insert(format!("fonts/{family}.LICENSE.txt").into(), licence);
    }
    files.extend(world(project)?);
    Ok(files)
}

/// The coasts and borders of the map, with the licence of the package that brings them; the data, Natural Earth's, is in the
/// public domain.
fn world(project: &Project) -> Result<Files, Failure> {
    let home = project.ui().join("node_modules/world-atlas");
    Ok(Files::from([
        ("map/world.json".into(), read(&home.join(WORLD))?),
        (
            "map/world-atlas.LICENSE.txt".into(),
            read(&home.join("LICENSE"))?,
        ),
    ]))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(Failure::file("reading", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_styles_name_exactly_the_files_that_are_copied() {
        let styles = include_str!("page/fonts.css");
        let copied = TYPEFACES.iter().flat_map(|(_, names)| names.iter());
        for name in copied.clone() {
            assert!(styles.contains(&format!("url(fonts/{name})")), "{name}");
        }
        assert_eq!(styles.matches("url(").count(), copied.count());
    }

    #[test]
    fn the_page_holds_no_script_that_the_policy_would_refuse() {
        for script in INDEX.split("<script").skip(1) {
            assert!(script.contains("src="), "{script}");
        }
        assert!(!INDEX.contains(" on"), "no handlers in attributes");
    }
}
