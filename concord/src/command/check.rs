//! `concord check`: may this change be merged.

use crate::args::Check;
use crate::baseline::Source;
use crate::catalogue::Contracts;
use crate::error::{Error, Exit};
use crate::judge;
use crate::report::{Report, output};
use crate::terminal::Terminal;
use crate::tree::{self, Tree};
use crate::{baseline, clock};

/// A green check that compared nothing must not look like one that did.
const ALONE: &str = "compared with nothing";

/// The same where nobody said that this is meant.
const ALONE_UNASKED: &str = "compared with nothing: name a baseline, such as `--against git:main`, or `against` in contracts.toml";

pub(crate) fn run(args: Check, terminal: &Terminal) -> Result<Exit, Error> {
    output::vet(&args.report)?;
    match judged(&args, terminal) {
        Ok(report) => {
            output::write(&report, &args.report, terminal)?;
            Ok(report.exit())
        }
        Err(error) => {
            // What was named, if it is no directory of contracts.
            let root = tree::root(args.root.clone());
            let root = root.unwrap_or_else(|_| args.root.unwrap_or_default());
            output::write_stopped(&Report::stopped(&error, &root), &args.report, terminal)?;
            Err(error)
        }
    }
}

fn judged(args: &Check, terminal: &Terminal) -> Result<Report, Error> {
    let today = clock::today()?;
    let root = tree::root(args.root.clone())?;
    let contracts = Contracts::read(&Tree::of_contracts(&root)?);
    let sources = baseline::sources(&args.against, &contracts, &root)?;
    let read = |source: &Source| source.read(&root, &contracts);
    let baselines = sources.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut report = judge::judge(&contracts, &baselines, today, !args.no_witness, terminal);
    let is_meant = args.against.contains(&Source::Nothing) || !contracts.findings.is_empty();
    let alone = if is_meant { ALONE } else { ALONE_UNASKED };
    report.alone = baselines.is_empty().then_some(alone);
    judge::lock::check(&root, contracts.root(), &mut report)?;
    Ok(report)
}
