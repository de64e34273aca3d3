//! The branch of a reader's union that takes a value.

use super::primitive;
use super::{Action, means_the_same};
use crate::avro::model::{AvroSchema, Kind, Type, TypeId};

/// The first branch of the same full name, else the first with that name as alias, else of the same simple name; of
/// unnamed types the same one, else the first that the writer's is promoted to.
pub(super) fn branch(reader: &AvroSchema, branches: &[TypeId], writer: &Type) -> Option<usize> {
    let find =
        |fits: &dyn Fn(&Type) -> bool| branches.iter().position(|branch| fits(reader.get(*branch)));
    let same_kind =
        |ty: &Type| std::mem::discriminant(&ty.kind) == std::mem::discriminant(&writer.kind);
    let Some(name) = writer.kind.name() else {
        return find(&|ty| same_kind(ty) && means_the_same(ty, writer))
            .or_else(|| find(&|ty| is_promoted(ty, writer)))
            // It is refused there, with a better reason than that there is none.
            .or_else(|| find(&same_kind));
    };
    let named = |ty: &Type, fits: &dyn Fn(&crate::avro::model::Name) -> bool| {
        same_kind(ty) && ty.kind.name().is_some_and(fits)
    };
    find(&|ty| named(ty, &|other| other == name))
        .or_else(|| find(&|ty| same_kind(ty) && ty.kind.aliases().contains(name)))
        .or_else(|| find(&|ty| named(ty, &|other| other.simple() == name.simple())))
}

fn is_promoted(reader: &Type, writer: &Type) -> bool {
    let may_have_parts = |ty: &Type| {
        matches!(ty.kind, Kind::Array(_) | Kind::Map(_) | Kind::Union(_) | Kind::Record(_))
    };
    !may_have_parts(reader)
        && !may_have_parts(writer)
        && matches!(primitive(reader, writer), Action::Promote(_))
}
