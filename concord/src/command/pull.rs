//! `concord pull`.

use crate::args::Pull;
use crate::error::{Error, Exit};
use crate::terminal::Terminal;

pub(crate) fn run(_args: Pull, _terminal: &Terminal) -> Result<Exit, Error> {
    Err(Error::Serve("this command is not part of this build yet".into()))
}
