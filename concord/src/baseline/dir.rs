//! A baseline from another directory.

use crate::error::Error;
use crate::tree::Tree;
use std::path::Path;

/// The contracts below `path`.
pub(crate) fn tree(path: &Path) -> Result<Tree, Error> {
    if path.is_dir() {
        return Tree::of_directory(path);
    }
    Err(Error::Invalid(format!("the baseline `{}` is no directory", path.display())))
}
