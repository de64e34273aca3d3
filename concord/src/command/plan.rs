//! `concord plan`: what would change in a registry.

use crate::args;
use crate::catalogue::Contracts;
use crate::error::{Error, Exit};
use crate::plan::{Plan, make, text};
use crate::report::{Report, text as findings};
use crate::terminal::Terminal;
use crate::tree::{self, Tree};

pub(crate) fn run(args: args::Plan, terminal: &Terminal) -> Result<Exit, Error> {
    let Some(plan) = of(&args.wanted, &args.registry.url, terminal)? else {
        return Ok(Exit::Invalid);
    };
    terminal.say(text::render(&plan, terminal))?;
    if let Some(path) = &args.out {
        plan.write(path)?;
        if plan.refusals.is_empty() && !plan.is_idle() {
            terminal.note(&format!("`concord apply {}` applies it", path.display()));
        }
    }
    let is_bad = !plan.refusals.is_empty() || (args.check && !plan.is_idle());
    Ok(if is_bad { Exit::Findings } else { Exit::Clean })
}

/// The plan of a directory; none if the contracts are not valid, which is said.
pub(super) fn of(
    wanted: &args::Wanted,
    url: &str,
    terminal: &Terminal,
) -> Result<Option<Plan>, Error> {
    let root = tree::root(wanted.root.clone())?;
    let contracts = Contracts::read(&Tree::of_contracts(&root)?);
    if !contracts.findings.is_empty() {
        let judged = contracts.members().len();
        let Contracts { findings, texts, .. } = contracts;
        let invalid = Report { findings, texts, judged, ..Report::default() };
        terminal.say(findings::render(&invalid, terminal))?;
        terminal.note("nothing was planned: the contracts must be valid first");
        return Ok(None);
    }
    make::make(&contracts, url, wanted.prune.as_deref(), terminal).map(Some)
}
