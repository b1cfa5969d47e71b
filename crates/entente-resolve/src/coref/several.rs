//! What is coordinated, as one phrase: `Biden and Sanders`, `wheat, rice and maize`.
//!
//! `They` and `both countries` mean it as a whole. It counts only if it is spoken of elsewhere.

use std::collections::BTreeMap;

use entente_model::{Annotated, Relation};

use super::span::{Bounds, Found, Spot};

/// Lists have so many members at most.
const MOST_MEMBERS: usize = 16;

/// Every coordination of phrases that were found.
pub(super) fn find(text: &Annotated, found: &Found) -> BTreeMap<Bounds, Spot> {
    let mut spots = BTreeMap::new();
    for head in 0..u32::try_from(text.tokens.len()).unwrap_or(u32::MAX) {
        let goes_on = text.relation(head) == Relation::Conjunct
            && found.by_head.contains_key(&text.head(head));
        let Some((first, _)) = found.by_head.get(&head).filter(|_| !goes_on) else { continue };
        let members = members(text, found, head);
        let end = members.last().and_then(|m| found.by_head.get(m));
        let Some((_, last)) = end.filter(|_| members.len() > 1) else { continue };
        let is_joined = |m: &u32| text.children(*m).any(|c| is_coordinator(text, c));
        if members.iter().any(is_joined) {
            spots.insert((*first, std::cmp::Reverse(*last)), Spot { head, members });
        }
    }
    spots
}

/// The heads of what is coordinated with a head, which comes first.
fn members(text: &Annotated, found: &Found, head: u32) -> Vec<u32> {
    let mut members = vec![head];
    let mut at = 0;
    while at < members.len() && members.len() < MOST_MEMBERS {
        let member = members[at];
        let is_next = |c: &u32| {
            *c > member && text.relation(*c) == Relation::Conjunct && found.by_head.contains_key(c)
        };
        members.extend(text.children(member).filter(is_next));
        at += 1;
    }
    members.sort_unstable();
    members
}

fn is_coordinator(text: &Annotated, token: u32) -> bool {
    text.relation(token) == Relation::Coordinator
}
