//! The author's own claims: sentences that come to a proposition of two actors and are nobody else's
//! word.

use std::collections::BTreeSet;
use std::sync::Arc;

use entente_model::{
    Annotated, Claim, ClaimId, Evidence, Resolved, Span, Speaker, SpeakerKind, Stance,
};

use super::{Stated, best, of_form};
use crate::form::Forms;

/// How sure a form is of what it reads.
const CONFIDENCE: f32 = 0.8;

/// Adds a claim for every sentence that has a form of two actors and in which no claim stands yet.
///
/// What a sentence tells as an event is an event already and no claim.
pub(super) fn add_claims(text: &Annotated, who: &Resolved, forms: &Forms, claims: &mut Vec<Claim>) {
    let own = text.sentences.iter().filter_map(|sentence| {
        let is_claimed = claims.iter().flat_map(|c| &c.content).any(|c| c.overlaps(sentence.span));
        if is_claimed || text.is_question(sentence) {
            return None;
        }
        let line = forms.line(text, who, sentence.span)?;
        let stated = of_form(best(&line, forms)?);
        let actors: BTreeSet<_> = stated.proposition.actors().collect();
        if actors.len() > 1 { claim(text, sentence.span, stated) } else { None }
    });
    let own: Vec<Claim> = own.collect();
    claims.extend(own);
    claims.sort_by_key(|claim| claim.content.first().copied());
}

fn claim(text: &Annotated, sentence: Span, stated: Stated) -> Option<Claim> {
    let document = text.document.meta.id.clone();
    let key = format!("{document}\tauthor\t{sentence}");
    let id = ClaimId::new(&blake3::hash(key.as_bytes()).to_hex().as_str()[..16]);
    let name: Arc<str> = text.document.meta.authors.first().map_or("", String::as_str).into();
    Some(Claim {
        id,
        speaker: Speaker { kind: SpeakerKind::Author, id: None, name, span: None },
        cue: None,
        content: vec![sentence],
        proposition: Some(stated.proposition),
        modality: None,
        stance: Stance::Asserts,
        within: None,
        offered: Vec::new(),
        confidence: CONFIDENCE,
        evidence: Evidence::new(document, sentence, stated.span, vec![stated.form])?,
    })
}
