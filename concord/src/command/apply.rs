//! `concord apply`: a plan into a registry.

use super::plan;
use crate::args::Apply;
use crate::connection;
use crate::error::{Error, Exit};
use crate::plan::{Plan, apply, text};
use crate::terminal::Terminal;

pub(crate) fn run(args: Apply, terminal: &Terminal) -> Result<Exit, Error> {
    let plan = match &args.plan {
        Some(path) => Plan::read(path)?,
        None => match plan::of(&args.wanted, &args.registry.url, terminal)? {
            Some(plan) => plan,
            None => return Ok(Exit::Invalid),
        },
    };
    if args.plan.is_none() && !plan.is_idle() {
        terminal.say(text::render(&plan, terminal))?;
    }
    apply::apply(&plan, &connection::client(&plan.registry)?, terminal)
}
