//! What the ids of a context stand for, in pages of neighbours: ids are counted, so a page is found in a short map that stays
//! in the processor's cache, and an entry by its place in it. Clones share the pages.

use super::name::SchemaId;
use super::state::Known;
use imbl::OrdMap;
use std::sync::Arc;

/// Ids of a page.
const PAGE: u32 = 64;

/// A map from ids.
#[derive(Debug, Clone, Default)]
pub struct Ids(OrdMap<u32, Arc<Vec<Option<Known>>>>);

impl Ids {
    /// What an id stands for.
    pub fn get(&self, id: SchemaId) -> Option<&Known> {
        self.0.get(&(id.0 / PAGE))?[place(id)].as_ref()
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, id: SchemaId) -> Option<&mut Known> {
        Arc::make_mut(self.0.get_mut(&(id.0 / PAGE))?)[place(id)].as_mut()
    }

    /// What the id stood for before.
    pub fn insert(&mut self, id: SchemaId, known: Known) -> Option<Known> {
        let page = self.0.entry(id.0 / PAGE);
        let page = page.or_insert_with(|| Arc::new(vec![None; PAGE as usize]));
        Arc::make_mut(page)[place(id)].replace(known)
    }

    /// Forgets an id.
    pub fn remove(&mut self, id: SchemaId) {
        let number = id.0 / PAGE;
        let Some(page) = self.0.get_mut(&number) else { return };
        let page = Arc::make_mut(page);
        page[place(id)] = None;
        if page.iter().all(Option::is_none) {
            self.0.remove(&number);
        }
    }

    /// All of them, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Known)> {
        self.0.iter().flat_map(|(number, page)| {
            let ids = (number * PAGE..).map(SchemaId);
            ids.zip(page.iter()).filter_map(|(id, known)| Some((id, known.as_ref()?)))
        })
    }
}

fn place(id: SchemaId) -> usize {
    (id.0 % PAGE) as usize
}
