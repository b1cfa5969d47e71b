//! States and bodies as a user calls them: by id, by name, by an old name, by their people.

use std::collections::BTreeSet;

use entente::model::ActorId;
use entente::{Error, Knowledge, Query, Result, Sides, Store};

use crate::error::{alike, usage};
use crate::filter::has_any;

/// The id that is meant by what was typed.
///
/// An id that the packs do not have is taken as it is, if the store has it.
pub(crate) fn one(store: &dyn Store, typed: &str) -> Result<ActorId> {
    let sides = Sides::load(&Knowledge::embedded())?;
    let id = ActorId::new(typed.trim().to_uppercase());
    match sides.find(typed).as_slice() {
        [one] => Ok(ActorId::new(one.as_str())),
        [] if is_stored(store, &id)? => Ok(id),
        [] => Err(unknown(&sides, typed)),
        several => {
            let named = |id: &String| match sides.name(id) {
                Some(name) => format!("{id} ({name})"),
                None => id.clone(),
            };
            let several: Vec<String> = several.iter().map(named).collect();
            Err(usage(format!("`{typed}` may be several; expected one state or body"))
                .hint(format!("say which: {}", several.join(", "))))
        }
    }
}

/// The ids of several.
pub(crate) fn each(store: &dyn Store, typed: &[String]) -> Result<Vec<ActorId>> {
    typed.iter().map(|typed| one(store, typed)).collect()
}

fn unknown(sides: &Sides, typed: &str) -> Error {
    const MOST: usize = 3;
    let names: Vec<(&str, String)> = sides
        .names()
        .map(|(name, ids)| (name, ids.iter().cloned().collect::<Vec<_>>().join(" or ")))
        .collect();
    let mut near: Vec<String> = Vec::new();
    let mut told = BTreeSet::new();
    for name in alike(typed, names.iter().map(|(name, _)| *name)) {
        let of = names.iter().find(|(other, _)| *other == name).map_or("", |(_, ids)| ids);
        if near.len() < MOST && told.insert(of) {
            near.push(format!("`{name}` ({of})"));
        }
    }
    let error = usage(format!("expected a state or body, found `{typed}`, which nobody is called"));
    match near.is_empty() {
        true => error.hint("ids are like VNM, RUS.MIL or IGO.ASEAN; names like Vietnam do as well"),
        false => error.hint(format!("did you mean {}?", near.join(", "))),
    }
}

fn is_stored(store: &dyn Store, id: &ActorId) -> Result<bool> {
    has_any(store, &Query { involving: vec![id.clone()], limit: Some(1), ..Query::default() })
}
