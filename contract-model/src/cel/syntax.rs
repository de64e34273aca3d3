//! The grammar: words to a tree, with places, in bounded depth.

use super::Fault;
use super::token::{Token, tokens};

/// A part of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expr {
    pub(super) kind: ExprKind,
    /// Where it begins, in bytes.
    pub(super) at: usize,
    /// Levels below and with it.
    height: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum ExprKind {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Text(String),
    Bytes(Vec<u8>),
    Name(String),
    Select(Box<Expr>, String),
    Index(Box<Expr>, Box<Expr>),
    Call { target: Option<Box<Expr>>, name: String, arguments: Vec<Expr> },
    List(Vec<Expr>),
    Map(Vec<(Expr, Expr)>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Binary(&'static str, Box<Expr>, Box<Expr>),
    Cond(Box<Expr>, Box<Expr>, Box<Expr>),
}

/// Longest expression, in bytes.
pub(super) const LONGEST: usize = 4_096;

/// Deepest expression, brackets and operators counted alike.
const DEEPEST: usize = 100;

/// Deepest brackets: they cost more of the stack than operators do.
const NESTED: usize = 32;

/// The tree of an expression.
pub(super) fn parse(text: &str) -> Result<Expr, Fault> {
    if text.len() > LONGEST {
        let message =
            format!("an expression has at most {LONGEST} bytes, this one has {}", text.len());
        return Err(Fault::limit(0, message));
    }
    let mut parser = Parser { tokens: tokens(text)?, next: 0, depth: 0 };
    let found = parser.expr()?;
    match parser.peek() {
        Token::End => Ok(found),
        other => Err(parser.unexpected(other.clone(), "the end of the expression")),
    }
}

/// Operators of two sides, the weakest first; those of one row bind alike, from the left.
const LEVELS: [&[&str]; 5] =
    [&["||"], &["&&"], &["==", "!=", "<=", ">=", "<", ">", "in"], &["+", "-"], &["*", "/", "%"]];

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        &self.tokens[self.next].1
    }

    fn at(&self) -> usize {
        self.tokens[self.next].0
    }

    fn advance(&mut self) -> Token {
        let token = self.tokens[self.next].1.clone();
        // The last word is the end, which nobody goes beyond.
        self.next = (self.next + 1).min(self.tokens.len() - 1);
        token
    }

    fn takes(&mut self, sign: &'static str) -> bool {
        let is_next = *self.peek() == Token::Sign(sign);
        if is_next {
            self.advance();
        }
        is_next
    }

    fn wants(&mut self, sign: &'static str) -> Result<(), Fault> {
        if self.takes(sign) {
            return Ok(());
        }
        Err(self.unexpected(self.peek().clone(), &format!("`{sign}`")))
    }

    fn unexpected(&self, token: Token, wanted: &str) -> Fault {
        let found = match token {
            Token::Name(name) => format!("`{name}`"),
            Token::Sign(sign) => format!("`{sign}`"),
            Token::Int(_) | Token::Uint(_) | Token::Double(_) => "a number".to_owned(),
            Token::Text(_) => "a text".to_owned(),
            Token::Bytes(_) => "bytes".to_owned(),
            Token::End => "the end".to_owned(),
        };
        Fault::syntax(self.at(), format!("{found} stands where {wanted} is expected"))
    }

    fn make(&self, at: usize, kind: ExprKind) -> Result<Expr, Fault> {
        let below = match &kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Uint(_)
            | ExprKind::Double(_)
            | ExprKind::Text(_)
            | ExprKind::Bytes(_)
            | ExprKind::Name(_) => 0,
            ExprKind::Select(inner, _) | ExprKind::Not(inner) | ExprKind::Negate(inner) => {
                inner.height
            }
            ExprKind::Index(left, right) | ExprKind::Binary(_, left, right) => {
                left.height.max(right.height)
            }
            ExprKind::Call { target, arguments, .. } => {
                let deepest = arguments.iter().map(|argument| argument.height).max().unwrap_or(0);
                deepest.max(target.as_ref().map_or(0, |target| target.height))
            }
            ExprKind::List(items) => items.iter().map(|item| item.height).max().unwrap_or(0),
            ExprKind::Map(entries) => {
                entries.iter().map(|(key, value)| key.height.max(value.height)).max().unwrap_or(0)
            }
            ExprKind::Cond(test, yes, no) => test.height.max(yes.height).max(no.height),
        };
        match below < DEEPEST {
            true => Ok(Expr { kind, at, height: below + 1 }),
            false => Err(too_deep(at)),
        }
    }

    fn expr(&mut self) -> Result<Expr, Fault> {
        let at = self.at();
        self.depth += 1;
        if self.depth > NESTED {
            return Err(too_deep(at));
        }
        let test = self.binary(0)?;
        let found = if self.takes("?") {
            let yes = self.binary(0)?;
            self.wants(":")?;
            let no = self.expr()?;
            self.make(at, ExprKind::Cond(Box::new(test), Box::new(yes), Box::new(no)))?
        } else {
            test
        };
        self.depth -= 1;
        Ok(found)
    }

    /// Operators that bind at least as `weakest` does: one call for a value without any, so that depth costs little.
    fn binary(&mut self, weakest: usize) -> Result<Expr, Fault> {
        let at = self.at();
        let mut left = self.unary()?;
        while let Some((level, operator)) = self.operator().filter(|(level, _)| *level >= weakest) {
            self.advance();
            let right = self.binary(level + 1)?;
            left = self.make(at, ExprKind::Binary(operator, Box::new(left), Box::new(right)))?;
        }
        Ok(left)
    }

    /// The operator that stands next, and its level.
    fn operator(&self) -> Option<(usize, &'static str)> {
        let word = match self.peek() {
            Token::Sign(sign) => sign,
            Token::Name(name) => name.as_str(),
            _ => return None,
        };
        LEVELS.iter().enumerate().find_map(|(level, operators)| {
            operators.iter().find(|operator| **operator == word).map(|operator| (level, *operator))
        })
    }

    fn unary(&mut self) -> Result<Expr, Fault> {
        let at = self.at();
        let mut signs = Vec::new();
        while let Token::Sign(sign @ ("!" | "-")) = *self.peek() {
            let is_number =
                matches!(self.tokens[self.next + 1].1, Token::Int(_) | Token::Double(_));
            if sign == "-" && is_number {
                break;
            }
            if signs.len() >= DEEPEST {
                return Err(too_deep(at));
            }
            self.advance();
            signs.push(sign);
        }
        let mut found = self.member()?;
        for sign in signs.into_iter().rev() {
            let inner = Box::new(found);
            let kind = if sign == "!" { ExprKind::Not(inner) } else { ExprKind::Negate(inner) };
            found = self.make(at, kind)?;
        }
        Ok(found)
    }

    fn member(&mut self) -> Result<Expr, Fault> {
        let at = self.at();
        let mut found = self.primary()?;
        loop {
            if self.takes(".") {
                let name_at = self.at();
                let Token::Name(name) = self.peek().clone() else {
                    return Err(self.unexpected(self.peek().clone(), "a name"));
                };
                self.advance();
                found = if self.takes("(") {
                    let arguments = self.list(")")?;
                    let target = Some(Box::new(found));
                    self.make(name_at, ExprKind::Call { target, name, arguments })?
                } else {
                    self.make(name_at, ExprKind::Select(Box::new(found), name))?
                };
            } else if self.takes("[") {
                let key = self.expr()?;
                self.wants("]")?;
                found = self.make(at, ExprKind::Index(Box::new(found), Box::new(key)))?;
            } else if *self.peek() == Token::Sign("{") {
                return Err(Fault::syntax(self.at(), "messages cannot be made in a rule")
                    .help("compare the fields one by one"));
            } else {
                return Ok(found);
            }
        }
    }

    fn primary(&mut self) -> Result<Expr, Fault> {
        let at = self.at();
        let kind = match self.advance() {
            Token::Sign("(") => {
                let inner = self.expr()?;
                self.wants(")")?;
                return Ok(inner);
            }
            Token::Sign("[") => ExprKind::List(self.list("]")?),
            Token::Sign("{") => ExprKind::Map(self.entries()?),
            Token::Sign("-") => match self.advance() {
                Token::Int(digits) => ExprKind::Int(int(at, &digits, true)?),
                Token::Double(value) => ExprKind::Double(-value),
                _ => unreachable!("a minus gets here only before a number"),
            },
            // A leading point means the outermost scope, which is the only one here.
            Token::Sign(".") => match self.advance() {
                Token::Name(name) => return self.name(at, name),
                other => return Err(self.unexpected(other, "a name")),
            },
            Token::Int(digits) => ExprKind::Int(int(at, &digits, false)?),
            Token::Uint(digits) => ExprKind::Uint(uint(at, &digits)?),
            Token::Double(value) => ExprKind::Double(value),
            Token::Text(text) => ExprKind::Text(text),
            Token::Bytes(bytes) => ExprKind::Bytes(bytes),
            Token::Name(name) => return self.name(at, name),
            other => {
                self.next = self.tokens.iter().position(|(start, _)| *start == at).unwrap_or(0);
                return Err(self.unexpected(other, "a value"));
            }
        };
        self.make(at, kind)
    }

    fn name(&mut self, at: usize, name: String) -> Result<Expr, Fault> {
        let kind = match &*name {
            "null" => ExprKind::Null,
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "in" => return Err(Fault::syntax(at, "`in` stands where a value is expected")),
            _ if self.takes("(") => {
                let arguments = self.list(")")?;
                ExprKind::Call { target: None, name, arguments }
            }
            _ => ExprKind::Name(name),
        };
        self.make(at, kind)
    }

    /// Expressions up to `close`; a comma may stand behind the last.
    fn list(&mut self, close: &'static str) -> Result<Vec<Expr>, Fault> {
        let mut found = Vec::new();
        while !self.takes(close) {
            found.push(self.expr()?);
            if !self.takes(",") {
                self.wants(close)?;
                break;
            }
        }
        Ok(found)
    }

    fn entries(&mut self) -> Result<Vec<(Expr, Expr)>, Fault> {
        let mut found = Vec::new();
        while !self.takes("}") {
            let key = self.expr()?;
            self.wants(":")?;
            found.push((key, self.expr()?));
            if !self.takes(",") {
                self.wants("}")?;
                break;
            }
        }
        Ok(found)
    }
}

fn too_deep(at: usize) -> Fault {
    Fault::limit(
        at,
        format!("the expression is deeper than {DEEPEST} levels, or its brackets than {NESTED}"),
    )
    .help("split the rule into several")
}

fn int(at: usize, digits: &str, is_negative: bool) -> Result<i64, Fault> {
    let value = match digits.strip_prefix("0x") {
        Some(hex) => i128::from_str_radix(hex, 16),
        None => digits.parse::<i128>(),
    };
    let value = value.ok().map(|value| if is_negative { -value } else { value });
    let value = value.and_then(|value| i64::try_from(value).ok());
    value.ok_or_else(|| Fault::syntax(at, "the number does not fit into 64 bits"))
}

fn uint(at: usize, digits: &str) -> Result<u64, Fault> {
    let value = match digits.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    value.map_err(|_| Fault::syntax(at, "the number does not fit into 64 bits without a sign"))
}
