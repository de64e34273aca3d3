//! What is wrong with an expression: kind, place, reason, remedy.

/// The first thing wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Id of the finding: `cel-syntax`, `cel-type`, `cel-name`, `cel-null`, `cel-unsupported`, `cel-limit`.
    pub id: &'static str,
    /// Where it begins, in bytes of the expression.
    pub offset: usize,
    /// Lower case, no final stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Fault {
    fn new(id: &'static str, offset: usize, message: impl Into<String>) -> Self {
        Fault { id, offset, message: message.into(), help: None }
    }

    pub(super) fn syntax(offset: usize, message: impl Into<String>) -> Self {
        Fault::new("cel-syntax", offset, message)
    }

    pub(super) fn limit(offset: usize, message: impl Into<String>) -> Self {
        Fault::new("cel-limit", offset, message)
    }

    pub(super) fn ty(offset: usize, message: impl Into<String>) -> Self {
        Fault::new("cel-type", offset, message)
    }

    pub(super) fn name(offset: usize, message: impl Into<String>) -> Self {
        Fault::new("cel-name", offset, message)
    }

    pub(super) fn null(offset: usize, message: impl Into<String>) -> Self {
        Fault::new("cel-null", offset, message)
    }

    pub(super) fn unsupported(offset: usize, message: impl Into<String>) -> Self {
        Fault::new("cel-unsupported", offset, message)
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Line and column, counted from 1 in characters.
    pub fn place(&self, expression: &str) -> (usize, usize) {
        let before = expression.get(..self.offset).unwrap_or(expression);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// The line of the expression with a mark under the place; long lines are cut around it.
    pub fn excerpt(&self, expression: &str) -> String {
        const AROUND: usize = 40;
        let (line, column) = self.place(expression);
        let text: Vec<char> =
            expression.lines().nth(line - 1).unwrap_or_default().chars().collect();
        let from = column.saturating_sub(AROUND + 1);
        let to = text.len().min(column + AROUND);
        let shown: String = text[from.min(to)..to].iter().collect();
        format!("{shown}\n{}^", " ".repeat(column - 1 - from.min(column - 1)))
    }
}
