//! Which files of a folder of contracts take part, and which bytes are text: the gate and the compiler ask here.

use crate::diagnostic::Diagnostic;
use contract_schema::Position;

/// The name of the manifest of a folder.
pub const MANIFEST: &str = "contracts.toml";

/// Whether a file may take part: a schema, the manifest, a policy. Hidden files are those of editors.
pub fn is_wanted(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    !name.starts_with('.')
        && !folders.split('/').any(is_skipped)
        && [".avsc", ".proto", ".json", ".toml"].iter().any(|end| name.ends_with(end))
}

/// Whether a folder of this name is left out: build output and hidden folders hold no contracts.
pub fn is_skipped(folder: &str) -> bool {
    folder.starts_with('.') || matches!(folder, "target" | "node_modules")
}

/// The content of a file as text, without a byte order mark.
///
/// # Errors
/// What is not UTF-8, what is binary, and a merge that nobody finished, whose marks no parser would call by their name.
pub fn text(content: &[u8]) -> Result<&str, Vec<Diagnostic>> {
    let leave_out = "a binary file is left out with `exclude` in contracts.toml";
    let text = match std::str::from_utf8(content) {
        _ if content.starts_with(b"\xff\xfe") || content.starts_with(b"\xfe\xff") => {
            let found = Diagnostic::error("file-no-text", "no text in UTF-8: it is UTF-16");
            return Err(vec![found.help("save it as UTF-8")]);
        }
        Ok(text) if !text.contains('\0') => text,
        Ok(_) | Err(_) if content.contains(&0) => {
            let message = "no text in UTF-8: it holds zero bytes, as binary files do";
            return Err(vec![Diagnostic::error("file-no-text", message).help(leave_out)]);
        }
        wrong => {
            return Err(vec![no_text(content, wrong.map_or_else(|e| e.valid_up_to(), str::len))]);
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    conflict(text).map_or(Ok(text), |found| Err(vec![found]))
}

fn no_text(content: &[u8], valid: usize) -> Diagnostic {
    let before = String::from_utf8_lossy(&content[..valid]);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let message = format!("no text in UTF-8: line {line} has a byte that is none");
    let help = "save it as UTF-8; a binary file is left out with `exclude` in contracts.toml";
    let counted = |number| u32::try_from(number).unwrap_or(u32::MAX);
    let at = Position { line: counted(line), column: counted(column) };
    Diagnostic::error("file-no-text", message).at(Some(at)).help(help)
}

/// A merge that nobody finished.
fn conflict(text: &str) -> Option<Diagnostic> {
    const MARKS: [&str; 2] = ["<<<<<<<", ">>>>>>>"];
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let is_mark = |line: &str| {
        let rest = MARKS.iter().find_map(|mark| line.strip_prefix(mark));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let (index, line) = text.lines().enumerate().find(|(_, line)| is_mark(line))?;
    let message = format!("a merge conflict is not resolved: `{}`", line.trim_end());
    let help = "keep what shall be, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`";
    let at = Position { line: u32::try_from(index + 1).unwrap_or(u32::MAX), column: 1 };
    Some(Diagnostic::error("file-merge-conflict", message).at(Some(at)).help(help))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn text_is_told_from_what_only_looks_like_it() {
        let id = |content: &'static [u8]| text(content).map_err(|found| found[0].id.clone());
        assert_eq!(id(b"\xef\xbb\xbf{}\r\n"), Ok("{}\r\n"));
        assert_eq!(id(b"<<<<<<<<< not a mark"), Ok("<<<<<<<<< not a mark"));
        assert_eq!(id(b"{}\n>>>>>>> theirs\n"), Err("file-merge-conflict".to_owned()));
        assert_eq!(id(b"\xc3\x28"), Err("file-no-text".to_owned()));
        assert_eq!(id(b"{\0}"), Err("file-no-text".to_owned()));
    }
}
