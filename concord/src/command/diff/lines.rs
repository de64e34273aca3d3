//! Line differences of two texts (Myers' greedy algorithm), shown with three lines around each change.

use std::ops::Range;

const CONTEXT: usize = 3;
/// Texts that differ in more lines are shown as removed and added: nobody reads such a diff line by line.
const MOST_EDITS: usize = 4_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edit {
    Keep,
    Remove,
    Add,
}

/// The unified form, without file names, as `patch` reads it.
pub(super) fn unified(old: &str, new: &str) -> Vec<String> {
    // With what ends them: a text without a last line break is another text.
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let script = script(&old, &new);
    let near = |at: usize| {
        let from = at.saturating_sub(CONTEXT);
        let to = (at + CONTEXT + 1).min(script.len());
        script[from..to].iter().any(|edit| *edit != Edit::Keep)
    };
    let (mut at_old, mut at_new) = (0, 0);
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut is_open = false;
    for (index, edit) in script.iter().enumerate() {
        let is_visible = near(index);
        if is_visible && !is_open {
            hunks.push(Hunk { old: at_old..at_old, new: at_new..at_new, lines: Vec::new() });
        }
        is_open = is_visible;
        let (mark, line) = match edit {
            Edit::Keep => (' ', old[at_old]),
            Edit::Remove => ('-', old[at_old]),
            Edit::Add => ('+', new[at_new]),
        };
        at_old += usize::from(*edit != Edit::Add);
        at_new += usize::from(*edit != Edit::Remove);
        if let Some(hunk) = hunks.last_mut().filter(|_| is_visible) {
            (hunk.old.end, hunk.new.end) = (at_old, at_new);
            hunk.lines.push(format!("{mark}{}", line.strip_suffix('\n').unwrap_or(line)));
            if !line.ends_with('\n') {
                hunk.lines.push("\\ No newline at end of file".to_owned());
            }
        }
    }
    hunks.into_iter().flat_map(Hunk::shown).collect()
}

/// A run of lines, counted from 0.
struct Hunk {
    old: Range<usize>,
    new: Range<usize>,
    lines: Vec<String>,
}

impl Hunk {
    fn shown(self) -> impl Iterator<Item = String> {
        let head = format!("@@ -{} +{} @@", spanned(&self.old), spanned(&self.new));
        std::iter::once(head).chain(self.lines)
    }
}

/// First line and number of lines; of none, the line before.
fn spanned(lines: &Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

fn script(old: &[&str], new: &[&str]) -> Vec<Edit> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let old_mid = &old_rest[..old_rest.len() - tail];
    let new_mid = &new_rest[..new_rest.len() - tail];
    let mut script = vec![Edit::Keep; head];
    script.extend(middle(old_mid, new_mid));
    script.extend(vec![Edit::Keep; tail]);
    script
}

/// Myers: the furthest point of each diagonal, remembered per number of edits, then walked back.
fn middle(old: &[&str], new: &[&str]) -> Vec<Edit> {
    let most = old.len() + new.len();
    let bound = most.min(MOST_EDITS);
    let width = 2 * bound + 3;
    let centre = bound + 1;
    let mut furthest = vec![0usize; width];
    let mut trace = Vec::new();
    for edits in 0..=bound {
        trace.push(furthest[centre - edits.min(centre)..=(centre + edits).min(width - 1)].to_vec());
        for step in 0..=edits {
            let diagonal = centre + 2 * step - edits;
            let down =
                step == 0 || (step != edits && furthest[diagonal - 1] < furthest[diagonal + 1]);
            let mut x = if down { furthest[diagonal + 1] } else { furthest[diagonal - 1] + 1 };
            let mut y = x + centre - diagonal;
            while x < old.len() && y < new.len() && old[x] == new[y] {
                (x, y) = (x + 1, y + 1);
            }
            furthest[diagonal] = x;
            if x >= old.len() && y >= new.len() {
                return walk_back(&trace, edits, old.len(), new.len());
            }
        }
    }
    let mut replaced = vec![Edit::Remove; old.len()];
    replaced.extend(vec![Edit::Add; new.len()]);
    replaced
}

fn walk_back(trace: &[Vec<usize>], edits: usize, mut x: usize, mut y: usize) -> Vec<Edit> {
    let mut script = Vec::new();
    for edits in (1..=edits).rev() {
        // `trace[edits]` holds the diagonals -edits..=edits as they were before this round.
        let before = &trace[edits];
        let at = |diagonal: isize| before[(diagonal + edits as isize) as usize];
        let diagonal = x as isize - y as isize;
        let low = -(edits as isize);
        let down =
            diagonal == low || (diagonal != edits as isize && at(diagonal - 1) < at(diagonal + 1));
        let (from_x, from) =
            if down { (at(diagonal + 1), diagonal + 1) } else { (at(diagonal - 1), diagonal - 1) };
        let from_y = (from_x as isize - from) as usize;
        let (edge_x, edge_y) = if down { (from_x, from_y + 1) } else { (from_x + 1, from_y) };
        while x > edge_x && y > edge_y {
            script.push(Edit::Keep);
            (x, y) = (x - 1, y - 1);
        }
        script.push(if down { Edit::Add } else { Edit::Remove });
        (x, y) = (from_x, from_y);
    }
    script.extend(vec![Edit::Keep; x]);
    script.reverse();
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_shown_with_their_neighbours() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\n";
        let new = "a\nb\nc\nd\nE\nf\ng\nh\ni\n";
        let expected = ["@@ -2,7 +2,8 @@", " b", " c", " d", "-e", "+E", " f", " g", " h", "+i"]
            .map(String::from);
        assert_eq!(unified(old, new), expected);
    }

    #[test]
    fn a_last_line_without_its_break_is_another_line() {
        let none = "\\ No newline at end of file";
        assert_eq!(unified("a\n", "a"), ["@@ -1 +1 @@", "-a", "+a", none]);
        assert_eq!(unified("", "a\n"), ["@@ -0,0 +1 @@", "+a"]);
        assert_eq!(unified("a\r\n", "a\n"), ["@@ -1 +1 @@", "-a\r", "+a"]);
    }

    #[test]
    fn applying_a_diff_gives_the_new_text() {
        // A small linear congruential generator: the seed is in the message.
        for seed in 0..200u64 {
            let mut state = seed;
            let mut next = |bound: u64| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
                (state >> 33) % bound
            };
            let mut text = || (0..next(30)).map(|_| next(4).to_string()).collect::<Vec<_>>();
            let (old, new) = (text(), text());
            let old: Vec<&str> = old.iter().map(String::as_str).collect();
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            let (mut at, mut applied, mut more) = (0, Vec::new(), new.iter());
            for edit in script(&old, &new) {
                match edit {
                    Edit::Keep => {
                        assert_eq!(Some(&old[at]), more.next(), "seed {seed}");
                        applied.push(old[at]);
                        at += 1;
                    }
                    Edit::Remove => at += 1,
                    Edit::Add => applied.push(more.next().unwrap()),
                }
            }
            assert_eq!((at, applied), (old.len(), new), "seed {seed}");
        }
    }
}
