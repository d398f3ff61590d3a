//! A trail as Graphviz text, for people who draw elsewhere.

use std::fmt::Write;

use crate::{Lineage, LinkKind, Register, Trail};

/// The trail in the DOT language, left to right; every foreign text is quoted. What `lineage` knows as pending is dotted.
pub fn dot(trail: &Trail, register: &Register, lineage: &Lineage) -> String {
    let mut text = String::from("digraph lineage {\n  rankdir=LR;\n  node [shape=box];\n");
    for node in &trail.nodes {
        let asset = register.asset(node.id);
        let label = asset.map_or_else(String::new, |asset| {
            format!("{}\n{}", asset.detail.description, asset.detail.quantity)
        });
        let is_pending = asset.is_some_and(|asset| lineage.is_pending(asset.made_by));
        let style = if is_pending { ", style=dotted" } else { "" };
        // Writing to a string has no way to fail.
        let _ = writeln!(
            text,
            "  {} [label={}{style}];",
            quoted(&node.id.to_string()),
            quoted(&label)
        );
    }
    for edge in &trail.edges {
        let style = match edge.kind {
            _ if lineage.is_pending(edge.event) => "dotted",
            LinkKind::Transformed => "solid",
            LinkKind::Packed => "dashed",
        };
        let (from, to) = (quoted(&edge.from.to_string()), quoted(&edge.to.to_string()));
        let _ = writeln!(text, "  {from} -> {to} [style={style}];");
    }
    text.push_str("}\n");
    text
}

/// A quoted string in DOT: quotes and backslashes escaped, line ends written as such, other control characters dropped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, lot, tin};

    #[test]
    fn every_node_and_arc_is_there() {
        let register = tin().register();
        let lineage = Lineage::new(&register);
        let trail = lineage.up(id("ingot"), None).unwrap();
        let text = dot(&trail, &register, &lineage);
        assert_eq!(text.matches("label=").count(), 3);
        assert_eq!(text.matches(" -> ").count(), 2);
    }

    #[test]
    fn a_name_cannot_end_its_quotes() {
        let mut book = tin();
        let mut hostile = lot("hostile", 1);
        hostile.description = "\"]; x -> y [\u{7}\\".into();
        book.commission("miner", hostile);
        let register = book.register();
        let lineage = Lineage::new(&register);
        let trail = lineage.up(id("hostile"), None).unwrap();
        assert!(dot(&trail, &register, &lineage).contains(r#"label="\"]; x -> y [\\\n1 kg"]"#));
    }
}
