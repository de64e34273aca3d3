//! `concord check`: may this change be merged.

use crate::args::Check;
use crate::catalogue::Contracts;
use crate::error::{Error, Exit};
use crate::terminal::Terminal;
use crate::tree::{self, Tree};
use crate::{clock, judge, report};

pub(crate) fn run(args: Check, terminal: &Terminal) -> Result<Exit, Error> {
    let today = clock::today()?;
    let root = tree::root(args.root)?;
    let contracts = Contracts::read(&Tree::of_contracts(&root)?);
    let subjects = contracts.subjects();
    let baselines = args
        .against
        .iter()
        .map(|source| source.read(&root, &subjects))
        .collect::<Result<Vec<_>, _>>()?;
    let report = judge::judge(&contracts, &baselines, today, !args.no_witness, terminal);
    terminal.say(report::text::render(&report, terminal))?;
    Ok(report.exit())
}
