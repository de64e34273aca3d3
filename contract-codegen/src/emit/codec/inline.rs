//! Which codecs are printed into their caller: those that cost no room there.
//!
//! A value that a function returns is copied to its place, level by level; a function that is called from one place, or
//! that is shorter than its call, is better off in its caller. Others stay functions: shared parts would be compiled
//! over and over.

use crate::cycles::{inside, slots};
use crate::ir::{Body, Ir, Named, Syntax, TypeId};
use proc_macro2::TokenStream;
use quote::quote;

/// By id, whether the codec of a type belongs into its caller.
pub(in super::super) fn inlined(ir: &Ir) -> Vec<bool> {
    let mut uses = vec![0usize; ir.types.len()];
    for ty in ir.types.iter().filter(|named| named.syntax == Syntax::Avro).flat_map(slots) {
        if let Some(TypeId(id)) = inside(ty) {
            uses[id] += 1;
        }
    }
    let is_inlined = |(named, uses): (&Named, &usize)| match &named.body {
        Body::Enum(_) | Body::Fixed(_) => true,
        Body::Record(record) => *uses == 1 && !record.recursive,
        Body::Union(_) => *uses == 1,
        // Of JSON, which has no such codec.
        Body::Value(_) => false,
    };
    ir.types.iter().zip(&uses).map(is_inlined).collect()
}

/// The attribute of a codec's functions.
pub(in super::super) fn attribute(is_inlined: bool) -> TokenStream {
    if is_inlined {
        quote! { #[inline] }
    } else {
        TokenStream::new()
    }
}
