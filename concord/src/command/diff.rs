//! `concord diff`: two schemas side by side, by meaning or by text.

mod lines;
mod operand;

use crate::args::Diff;
use crate::error::{Error, Exit};
use crate::report::place::plain_line;
use crate::terminal::{Paint, Terminal};
use crate::witness;
use contract_schema::compat::{Cause, Safety, Terms, check_under};
use contract_schema::level::Direction;
use contract_schema::{Breach, Level};
use operand::Operand;
use std::sync::Arc;

pub(crate) fn run(args: Diff, terminal: &Terminal) -> Result<Exit, Error> {
    let old = Operand::read(&args.old, &args.registry)?;
    let new = Operand::read(&args.new, &args.registry)?;
    if args.text { textual(&old, &new, terminal) } else { semantic(&old, &new, &args, terminal) }
}

fn textual(old: &Operand, new: &Operand, terminal: &Terminal) -> Result<Exit, Error> {
    if old.text == new.text {
        terminal.say("the texts are the same")?;
        return Ok(Exit::Clean);
    }
    terminal
        .say(terminal.paint(Paint::Strong, &format!("--- {}\n+++ {}", old.label, new.label)))?;
    for line in lines::unified(&old.text, &new.text) {
        let painted = match line.as_bytes().first() {
            Some(b'+') => terminal.paint(Paint::Good, &line),
            Some(b'-') => terminal.paint(Paint::Error, &line),
            Some(b'@') => terminal.paint(Paint::Place, &line),
            _ => line,
        };
        terminal.say(painted)?;
    }
    Ok(Exit::Findings)
}

fn semantic(old: &Operand, new: &Operand, args: &Diff, terminal: &Terminal) -> Result<Exit, Error> {
    let (old_schema, new_schema) = (old.parse()?, new.parse()?);
    let changes = crate::change::between(&old_schema, &new_schema);
    for change in &changes {
        terminal.say(change)?;
    }
    let history = [(1, Arc::new(old_schema))];
    let under = |safety| {
        let terms = Terms { safety, ..Terms::default() };
        check_under(terms, Level::Full, &new_schema, &history)
    };
    let Some(clash) = under(args.safety) else {
        let same = if changes.is_empty() { "no difference in meaning; " } else { "" };
        let verdict = terminal.paint(Paint::Good, "compatible:");
        let asked = match args.safety {
            Safety::Standard => "FULL".to_owned(),
            Safety::Wire | Safety::Golden => format!("FULL, safety {}", args.safety),
        };
        terminal.say(format!("{verdict} {same}each reads what the other writes ({asked})"))?;
        let stricter = Safety::ALL.into_iter().filter(|safety| *safety > args.safety);
        if let Some(safety) = stricter.into_iter().find(|safety| under(*safety).is_some()) {
            terminal.say(format!("note: safety {safety} would refuse it: --safety {safety}"))?;
        }
        return Ok(Exit::Clean);
    };
    match &clash.cause {
        Cause::FormatChanged { old, new } => {
            let verdict = terminal.paint(Paint::Error, "incompatible:");
            terminal.say(format!("{verdict} {old} against {new}, neither reads the other"))?;
        }
        Cause::Unreadable(breaches) => {
            let sought = if args.no_witness { 0 } else { witness::MOST };
            for (index, (direction, breach)) in breaches.iter().enumerate() {
                terminal.say(shown(*direction, breach, old, new, terminal))?;
                let old_schema = &*history[0].1;
                let evidence = (index < sought)
                    .then(|| witness::sought(&new_schema, old_schema, *direction, breach));
                if let Some(evidence) = evidence.flatten() {
                    terminal.say(format!("  = {}", plain_line(&evidence.to_string())))?;
                }
                let help = breach.help_in(*direction);
                let help = help.unwrap_or_else(|| breach.rule.help.to_owned());
                terminal.say(format!("  = help: {}", plain_line(&help)))?;
            }
            terminal.say(verdict(breaches, terminal))?;
        }
    }
    Ok(Exit::Findings)
}

fn shown(
    direction: Direction,
    breach: &Breach,
    old: &Operand,
    new: &Operand,
    terminal: &Terminal,
) -> String {
    let (who, at_new, at_old) = match direction {
        Direction::NewReadsOld => ("new cannot read old", breach.reader_at, breach.writer_at),
        Direction::OldReadsNew => ("old cannot read new", breach.writer_at, breach.reader_at),
    };
    let who = match (breach.rule.safety, direction) {
        (Safety::Standard, _) => who,
        (Safety::Wire, Direction::NewReadsOld) => "new misreads old",
        (Safety::Wire, Direction::OldReadsNew) => "old misreads new",
        (Safety::Golden, _) => "new does not keep old",
    };
    let reason = plain_line(&breach.reason_in(direction));
    let head = terminal.paint(Paint::Error, &format!("{who}[{}]:", breach.rule.id));
    let places = [(old, at_old), (new, at_new)]
        .into_iter()
        .filter_map(|(operand, at)| at.map(|at| format!("\n  --> {}:{at}", operand.label)));
    format!("{head} {reason}{}", places.collect::<String>())
}

fn verdict(breaches: &[(Direction, Breach)], terminal: &Terminal) -> String {
    let standard = |breach: &Breach| breach.rule.safety == Safety::Standard;
    let broken =
        |direction| breaches.iter().any(|(asked, breach)| *asked == direction && standard(breach));
    let level = match (broken(Direction::NewReadsOld), broken(Direction::OldReadsNew)) {
        (true, true) => "allowed at level NONE only",
        (true, false) => "allowed at level FORWARD, not at BACKWARD or FULL",
        (false, true) => "allowed at level BACKWARD, not at FORWARD or FULL",
        (false, false) => "allowed at every level, not at this safety",
    };
    format!("{} {level}", terminal.paint(Paint::Error, "incompatible:"))
}
