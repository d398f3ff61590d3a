//! The page that verifies a report in a browser: one folder that works from a disk, opened as a file. Browsers let such a page
//! fetch nothing, and its own policy forbids it as well, so module and typeface lie inside what the page names as a script or
//! a style.

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    failure::Failure,
    project::Project,
    setup::{Terms, wasm},
};

use super::{
    compile::{self, Crate, Loading},
    dist::{self, Files},
};

/// The name of the bound module and of the script that loads it.
const NAME: &str = "verifier";

/// The page's own files, by what they are called in the folder.
const PAGE: [&str; 5] = ["index.html", "page.js", "en.js", "de.js", "fr.js"];

/// The styles that the page has in common with the window, then its own.
const STYLES: [&str; 6] = [
    "ui/styles/tokens.css",
    "ui/styles/base.css",
    "ui/components/icon/icon.css",
    "ui/components/badge/badge.css",
    "ui/components/drop_zone/drop_zone.css",
    "ui/components/verdict/verdict.css",
];

/// The typeface's file: its Latin part has all that the page says; other scripts are the system's.
const TYPEFACE: &str =
    "ui/node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";
const TYPEFACE_LICENCE: &str = "ui/node_modules/@fontsource-variable/inter/LICENSE";

/// Builds the folder and says where it lies.
pub(crate) fn build(project: &Project, terms: &Terms) -> Result<std::path::PathBuf, Failure> {
    let toolchain = wasm::toolchain(project, terms)?;
    eprintln!("Building the page that verifies, with {toolchain}.");
    let module = compile::compile(project, toolchain, Crate::Verifier)?;
    let bound = toolchain.target_dir(project).join("bound-verifier");
    compile::bind(&module, &bound, NAME, Loading::Script)?;
    let place = project.target().join("dist").join("verifier");
    let files = files(project, &bound)?;
    dist::write(&files, &place)?;
    let size: usize = files.values().map(Vec::len).sum();
    #[allow(clippy::cast_precision_loss)] // only shown
    let megabytes = size as f64 / 1e6;
    eprintln!(
        "{}: {} files, {megabytes:.1} MB. Open index.html in a browser.",
        place.display(),
        files.len()
    );
    Ok(place)
}

fn files(project: &Project, bound: &Path) -> Result<Files, Failure> {
    let root = project.root();
    let page = root.join("src-tauri/verifier/page");
    let mut files = Files::new();
    for name in PAGE {
        files.insert(name.into(), read(&page.join(name))?);
    }
    files.insert(
        "verifier.js".into(),
        read(&bound.join(format!("{NAME}.js")))?,
    );
    let module = read(&bound.join(format!("{NAME}_bg.wasm")))?;
    files.insert("module.js".into(), as_script(&module).into());
    files.insert("verifier.css".into(), styles(root, &page)?.into());
    files.insert("favicon.svg".into(), read(&root.join("assets/mark.svg"))?);
    files.insert("LICENSE.txt".into(), read(&root.join("LICENSE"))?);
    let licence = read(&root.join(TYPEFACE_LICENCE))?;
    files.insert("inter.LICENSE.txt".into(), licence);
    Ok(files)
}

/// The module as a script that defines it.
fn as_script(module: &[u8]) -> String {
    let encoded = STANDARD.encode(module);
    format!("'use strict';\nconst VERIFIER_MODULE = '{encoded}';\n")
}

fn styles(root: &Path, page: &Path) -> Result<String, Failure> {
    let typeface = STANDARD.encode(read(&root.join(TYPEFACE))?);
    let mut text = format!(
        "@font-face {{ font-family: \"Inter\"; font-style: normal; font-weight: 100 900; \
         src: url(data:font/woff2;base64,{typeface}) format(\"woff2\"); }}\n"
    );
    let shared = STYLES.iter().map(|name| root.join(name));
    for path in shared.chain([page.join("page.css")]) {
        text += &String::from_utf8_lossy(&read(&path)?);
    }
    Ok(text)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(Failure::file("reading", path))
}

#[cfg(test)]
mod tests {
    const INDEX: &str = include_str!("../../../src-tauri/verifier/page/index.html");
    const SCRIPTS: [&str; 4] = [
        include_str!("../../../src-tauri/verifier/page/page.js"),
        include_str!("../../../src-tauri/verifier/page/en.js"),
        include_str!("../../../src-tauri/verifier/page/de.js"),
        include_str!("../../../src-tauri/verifier/page/fr.js"),
    ];

    #[test]
    fn the_page_forbids_connections_and_names_nothing_elsewhere() {
        assert!(INDEX.contains("default-src 'none'") && INDEX.contains("connect-src 'none'"));
        assert!(!INDEX.contains("unsafe-inline") && !INDEX.contains("'unsafe-eval'"));
        for script in INDEX.split("<script").skip(1) {
            assert!(script.contains("src="), "{script}");
        }
        let handler = |rest: &str| {
            rest.trim_start_matches(|letter: char| letter.is_ascii_lowercase())
                .starts_with('=')
        };
        assert!(
            !INDEX.contains("style=") && !INDEX.split(" on").skip(1).any(handler),
            "the policy would refuse it"
        );
        for text in SCRIPTS.iter().chain([&INDEX]) {
            let elsewhere = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!elsewhere.contains("http://") && !elsewhere.contains("https://"));
        }
    }
}
