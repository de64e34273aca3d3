//! `concord check`: may this change be merged.

use crate::args::Check;
use crate::catalogue::Contracts;
use crate::clock;
use crate::error::{Error, Exit};
use crate::judge;
use crate::report::{Report, output};
use crate::terminal::Terminal;
use crate::tree::{self, Tree};
use std::path::Path;

pub(crate) fn run(args: Check, terminal: &Terminal) -> Result<Exit, Error> {
    output::vet(&args.report)?;
    match judged(&args, terminal) {
        Ok(report) => {
            output::write(&report, &args.report, terminal)?;
            Ok(report.exit())
        }
        Err(error) => {
            let root = args.root.as_deref().unwrap_or(Path::new(""));
            output::write_stopped(&Report::stopped(&error, root), &args.report, terminal)?;
            Err(error)
        }
    }
}

fn judged(args: &Check, terminal: &Terminal) -> Result<Report, Error> {
    let today = clock::today()?;
    let root = tree::root(args.root.clone())?;
    let contracts = Contracts::read(&Tree::of_contracts(&root)?);
    let subjects = contracts.subjects();
    let baselines = args
        .against
        .iter()
        .map(|source| source.read(&root, &subjects))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(judge::judge(&contracts, &baselines, today, !args.no_witness, terminal))
}
