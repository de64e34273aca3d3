//! Types that contain themselves: a box where a value would hold itself, a depth counter where decoding can recurse.

use crate::diagnostics::{Finding, Findings};
use crate::ir::{Body, Ir, Named, Ty, TypeId};

/// Marks recursive records and boxes back edges; refuses records of which no finite value exists.
pub(crate) fn mark(ir: &mut Ir, findings: &mut Findings) {
    box_back_edges(ir);
    mark_recursive(ir);
    refuse_endless(ir, findings);
}

/// Whether the walk has entered or left a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    No,
    Open,
    Done,
}

/// Depth first over what a value holds in place (not behind a list or map); an edge to an open type gets the box.
fn box_back_edges(ir: &mut Ir) {
    let mut visits = vec![Visit::No; ir.types.len()];
    for id in 0..ir.types.len() {
        visit(ir, TypeId(id), &mut visits);
    }
}

fn visit(ir: &mut Ir, id: TypeId, visits: &mut [Visit]) {
    if visits[id.0] != Visit::No {
        return;
    }
    visits[id.0] = Visit::Open;
    for slot in 0..slots(&ir.types[id.0]).len() {
        let Some(target) = in_place(slots(&ir.types[id.0])[slot]) else {
            continue;
        };
        if visits[target.0] == Visit::Open {
            set_boxed(slots_mut(&mut ir.types[id.0])[slot]);
        } else {
            visit(ir, target, visits);
        }
    }
    visits[id.0] = Visit::Done;
}

/// The types of fields and branches.
pub(crate) fn slots(named: &Named) -> Vec<&Ty> {
    match &named.body {
        Body::Record(record) => record.fields.iter().map(|field| &field.ty).collect(),
        Body::Union(union) => union.branches.iter().map(|branch| &branch.ty).collect(),
        Body::Enum(_) | Body::Fixed(_) | Body::Value(_) => Vec::new(),
    }
}

fn slots_mut(named: &mut Named) -> Vec<&mut Ty> {
    match &mut named.body {
        Body::Record(record) => record.fields.iter_mut().map(|field| &mut field.ty).collect(),
        Body::Union(union) => union.branches.iter_mut().map(|branch| &mut branch.ty).collect(),
        Body::Enum(_) | Body::Fixed(_) | Body::Value(_) => Vec::new(),
    }
}

/// The named type that a value of this type holds without indirection.
fn in_place(ty: &Ty) -> Option<TypeId> {
    match ty.required() {
        Ty::Named { id, boxed: false } => Some(*id),
        _ => None,
    }
}

/// The named type at the heart of a type, behind lists too.
pub(crate) fn inside(ty: &Ty) -> Option<TypeId> {
    match ty {
        Ty::Named { id, .. } => Some(*id),
        Ty::Option { inner, .. } | Ty::Array(inner) | Ty::Map(_, inner) => inside(inner),
        _ => None,
    }
}

fn set_boxed(ty: &mut Ty) {
    match ty {
        Ty::Named { boxed, .. } => *boxed = true,
        Ty::Option { inner, .. } => set_boxed(inner),
        _ => {}
    }
}

/// A record that reaches itself over any edge counts depth while decoding.
fn mark_recursive(ir: &mut Ir) {
    let recursive: Vec<bool> = (0..ir.types.len()).map(|id| reaches_itself(ir, id)).collect();
    for (named, recursive) in ir.types.iter_mut().zip(recursive) {
        if let Body::Record(record) = &mut named.body {
            record.recursive = recursive;
        }
    }
}

fn reaches_itself(ir: &Ir, start: usize) -> bool {
    let mut seen = vec![false; ir.types.len()];
    let mut waiting = vec![start];
    while let Some(id) = waiting.pop() {
        for target in slots(&ir.types[id]).into_iter().filter_map(inside) {
            if target.0 == start {
                return true;
            }
            if !std::mem::replace(&mut seen[target.0], true) {
                waiting.push(target.0);
            }
        }
    }
    false
}

/// A fixpoint: what has a finite value, given what is known to have one.
fn refuse_endless(ir: &Ir, findings: &mut Findings) {
    let mut finite = vec![false; ir.types.len()];
    loop {
        let next: Vec<bool> = ir.types.iter().map(|named| is_finite(named, &finite)).collect();
        if next == finite {
            break;
        }
        finite = next;
    }
    for (named, _) in ir.types.iter().zip(&finite).filter(|(_, finite)| !**finite) {
        let message =
            format!("no value of `{}` ever ends: it always holds itself", named.full_name);
        let help = "make the field that closes the cycle nullable, or a list";
        findings.push(Finding::error(named.place, message).help(help));
    }
}

fn is_finite(named: &Named, finite: &[bool]) -> bool {
    let ends = |ty: &Ty| match ty {
        Ty::Named { id, .. } => finite[id.0],
        _ => true,
    };
    match &named.body {
        Body::Record(record) => record.fields.iter().all(|field| ends(&field.ty)),
        Body::Union(union) => union.branches.iter().any(|branch| ends(&branch.ty)),
        Body::Enum(_) | Body::Fixed(_) | Body::Value(_) => true,
    }
}
