//! A trail as Graphviz text, for people who draw elsewhere.

use std::fmt::Write;

use crate::{LinkKind, Register, Trail};

/// The trail in the DOT language, left to right; every foreign text is quoted.
pub fn dot(trail: &Trail, register: &Register) -> String {
    let mut text = String::from("digraph lineage {\n  rankdir=LR;\n  node [shape=box];\n");
    for node in &trail.nodes {
        let label = register.asset(node.id).map_or_else(String::new, |asset| {
            format!("{}\n{}", asset.detail.description, asset.detail.quantity)
        });
        // Writing to a string has no way to fail.
        let _ = writeln!(
            text,
            "  {} [label={}];",
            quoted(&node.id.to_string()),
            quoted(&label)
        );
    }
    for edge in &trail.edges {
        let style = match edge.kind {
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
    use crate::Lineage;
    use crate::testing::{id, lot, tin};

    #[test]
    fn every_node_and_arc_is_there() {
        let register = tin().register();
        let trail = Lineage::new(&register).up(id("ingot"), None).unwrap();
        let text = dot(&trail, &register);
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
        let trail = Lineage::new(&register).up(id("hostile"), None).unwrap();
        assert!(dot(&trail, &register).contains(r#"label="\"]; x -> y [\\\n1 kg"]"#));
    }
}
