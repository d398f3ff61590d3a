//! All styles in one file, in an order that is the same on every machine: typefaces, tokens, base, the other shared
//! styles, then components, then pages.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::failure::Failure;

const TYPEFACES: &str = include_str!("page/fonts.css");

/// The concatenated styles of the crate in this folder.
pub(super) fn all(ui: &Path) -> Result<String, Failure> {
    let mut text = String::from(TYPEFACES);
    for path in in_order(ui)? {
        let name = path.strip_prefix(ui).unwrap_or(&path);
        let content = fs::read_to_string(&path).map_err(Failure::file("reading", &path))?;
        text += &["\n/* ", &name.to_string_lossy(), " */\n"].concat();
        text += content.trim_end();
        text.push('\n');
    }
    Ok(text)
}

/// The style files, first those that others build on.
fn in_order(ui: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for folder in [
        "styles",
        "components",
        "src/components",
        "pages",
        "src/pages",
    ] {
        let mut here = css_below(&ui.join(folder))?;
        here.sort_by_key(|path| (rank(path), path.clone()));
        found.extend(here);
    }
    Ok(found)
}

/// Tokens come before what uses them, and base before what refines it.
fn rank(path: &Path) -> u8 {
    match path.file_name().and_then(|name| name.to_str()) {
        Some("tokens.css") => 0,
        Some("base.css") => 1,
        _ => 2,
    }
}

/// Every `.css` file below a folder; none for a folder that is not there.
fn css_below(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(folder) = open.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(Failure::file("reading", &folder))? {
            let path = entry.map_err(Failure::file("reading", &folder))?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "css") {
                found.push(path);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_others_build_on_comes_first() {
        let dir = tempfile::tempdir().unwrap();
        let files = [
            "pages/assets/assets.css",
            "components/button/button.css",
            "styles/base.css",
            "styles/a11y.css",
            "styles/tokens.css",
            "components/button/notes.txt",
        ];
        for name in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!(".{}", name.len())).unwrap();
        }
        let text = all(dir.path()).unwrap();
        let heads: Vec<_> = text
            .lines()
            .filter_map(|line| line.strip_prefix("/* ")?.strip_suffix(".css */"))
            .collect();
        assert_eq!(
            heads,
            [
                "styles/tokens",
                "styles/base",
                "styles/a11y",
                "components/button/button",
                "pages/assets/assets"
            ]
        );
        assert!(text.starts_with(TYPEFACES));
    }
}
