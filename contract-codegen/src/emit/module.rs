//! The tree of modules as text.
//!
//! Tokens of one type are made, formatted and dropped before the next: those of a thousand contracts would fill gigabytes.

use super::ident;
use crate::printer::QUIET;
use std::collections::BTreeMap;

/// A module with the formatted text of its items.
#[derive(Default)]
pub(super) struct Module {
    pub(super) items: Vec<String>,
    children: BTreeMap<String, Module>,
}

impl Module {
    pub(super) fn at(&mut self, path: &[String]) -> &mut Module {
        path.iter().fold(self, |module, name| module.children.entry(name.clone()).or_default())
    }

    /// The length of its text, without the lines around modules.
    pub(super) fn length(&self) -> usize {
        let items: usize = self.items.iter().map(String::len).sum();
        items + self.children.values().map(Module::length).sum::<usize>()
    }

    pub(super) fn print(&self, depth: usize, out: &mut String) {
        self.items.iter().for_each(|item| out.push_str(item));
        for (name, module) in &self.children {
            let name = ident(name);
            let indent = "    ".repeat(depth);
            if depth == 0 {
                *out += QUIET;
                out.push('\n');
            }
            *out += &format!("{indent}pub mod {name} {{\n");
            module.print(depth + 1, out);
            *out += &format!("{indent}}}\n");
        }
    }
}
