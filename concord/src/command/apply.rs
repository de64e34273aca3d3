//! `concord apply`: a plan into a registry.

use super::plan;
use crate::args::{Apply, DEFAULT_REGISTRY};
use crate::connection;
use crate::error::{Error, Exit};
use crate::plan::{Plan, apply, text};
use crate::terminal::Terminal;

pub(crate) fn run(args: Apply, terminal: &Terminal) -> Result<Exit, Error> {
    let plan = match &args.plan {
        Some(path) => {
            let plan = Plan::read(path)?;
            refuse_other(&plan, args.registry.as_deref())?;
            plan
        }
        None => {
            let url = args.registry.as_deref().unwrap_or(DEFAULT_REGISTRY);
            let Some(plan) = plan::of(&args.wanted, url, terminal)? else {
                return Ok(Exit::Invalid);
            };
            if !plan.is_idle() {
                terminal.say(text::render(&plan, terminal))?;
            }
            plan
        }
    };
    apply::apply(&plan, &connection::client(&plan.registry)?, terminal)
}

/// A plan for one registry says nothing about another.
fn refuse_other(plan: &Plan, named: Option<&str>) -> Result<(), Error> {
    match named.map(|url| url.trim().trim_end_matches('/')) {
        Some(url) if url != plan.registry => Err(Error::Usage(format!(
            "the plan is for {}, and {url} is named: make a plan for that one, or name none",
            plan.registry
        ))),
        Some(_) | None => Ok(()),
    }
}
