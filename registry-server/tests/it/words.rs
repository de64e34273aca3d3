//! The smallest registry: a set of words, numbered in the order of their arrival. For tests of log and writer alone.

use imbl::HashMap;
use registry_server::log::{Blob, Draft, Entry};
use registry_server::writer::{Decision, Machine, Unreadable};

pub(crate) struct Words;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Say {
    Word(String),
    Panic,
    Forbidden,
}

pub(crate) fn say(word: &str) -> Say {
    Say::Word(word.to_owned())
}

impl Machine for Words {
    type State = HashMap<String, usize>;
    type Command = Say;
    type Reply = usize;
    type Refusal = &'static str;

    fn decide(
        &self,
        words: &Self::State,
        say: &Say,
        _now_ms: i64,
    ) -> Result<Decision<usize>, &'static str> {
        let word = match say {
            Say::Word(word) => word,
            Say::Panic => panic!("a defect on purpose"),
            Say::Forbidden => return Err("forbidden"),
        };
        if let Some(number) = words.get(word) {
            return Ok(Decision { draft: None, reply: *number });
        }
        let text = word.repeat(word.len() % 7 * 100);
        let draft = Draft { payload: word.clone().into(), blobs: vec![Blob::new(text)] };
        Ok(Decision { draft: Some(draft), reply: words.len() + 1 })
    }

    fn apply(&self, words: &mut Self::State, entry: &Entry) -> Result<(), Unreadable> {
        let word = String::from_utf8(entry.payload.to_vec())
            .map_err(|error| Unreadable(error.to_string()))?;
        match words.insert(word, words.len() + 1) {
            None => Ok(()),
            Some(number) => Err(Unreadable(format!("word {number} is there twice"))),
        }
    }
}
