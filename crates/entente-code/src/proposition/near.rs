//! What a text that fits no form comes nearest to.

use std::collections::BTreeSet;
use std::sync::Arc;

use entente_model::{Annotated, PropositionKind, Resolved, RuleId};

use crate::form::Forms;

/// Shorter words say little of what a text is about.
const LEAST_WORD: usize = 4;

/// A kind of proposition with an example, and how near a text is to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The kind.
    pub kind: PropositionKind,
    /// A sentence that is one.
    pub example: String,
    /// The form whose words the text has, and the argument that it lacks.
    pub lacks: Option<(RuleId, Arc<str>)>,
}

/// All kinds that there are forms of, the nearest to a text first: those of which only an argument
/// is missing, then those whose examples share most words with it.
pub fn near(text: &Annotated, who: &Resolved, forms: &Forms) -> Vec<Near> {
    let mut lacking = Vec::new();
    for sentence in &text.sentences {
        if let Some(line) = forms.line(text, who, sentence.span) {
            line.find(forms.propositions(), &mut lacking);
        }
    }
    let own = words(&text.document.text);
    let mut kinds: Vec<(bool, usize, Near)> = PropositionKind::ALL
        .iter()
        .filter_map(|&kind| {
            let (shared, example) = example(forms, kind, &own)?;
            let lacks = lacking.iter().find(|l| l.form.kind == kind);
            let lacks = lacks.map(|l| (l.form.id.clone(), l.argument.clone()));
            Some((lacks.is_none(), usize::MAX - shared, Near { kind, example, lacks }))
        })
        .collect();
    kinds.sort_by_key(|(is_whole, distance, _)| (*is_whole, *distance));
    kinds.into_iter().map(|(_, _, near)| near).collect()
}

/// The example of a kind that shares most words with a text, and how many.
fn example(
    forms: &Forms,
    kind: PropositionKind,
    own: &BTreeSet<String>,
) -> Option<(usize, String)> {
    let of_kind = forms.proposition_tests().iter().filter(|test| {
        test.expected.first().is_some_and(|e| e.kind == kind.as_str() && e.is_affirmed)
    });
    let shared = |text: &str| words(text).intersection(own).count();
    let mut best: Option<(usize, &str)> = None;
    for test in of_kind {
        let count = shared(&test.text);
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, &test.text));
        }
    }
    best.map(|(count, text)| (count, text.to_owned()))
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|w| w.chars().count() >= LEAST_WORD).map(str::to_lowercase).collect()
}
