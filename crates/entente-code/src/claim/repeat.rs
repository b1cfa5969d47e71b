//! The same claim of the same speaker is one, wherever it stands.

use std::collections::{BTreeMap, BTreeSet};

use entente_model::{Annotated, Claim, ClaimId, Span, SpeakerKind, Telling};

use super::speaker::key;

/// The share of words that two contents must have in common to be one.
const ALIKE: f32 = 0.8;
/// Fewer words than this must be the same, one by one.
const SHORT: usize = 4;
/// With how many of a speaker's claims before it a claim is compared.
const RECENT: usize = 50;

/// Joins claims that are told again to the first; they stay in order.
pub(super) fn once(text: &Annotated, claims: Vec<Claim>) -> Vec<Claim> {
    let mut kept: Vec<(Claim, Vec<String>, Vec<Telling>)> = Vec::new();
    let mut same: BTreeMap<ClaimId, ClaimId> = BTreeMap::new();
    let mut of_speaker: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for claim in claims {
        let words = words(text, &claim.content);
        let known = of_speaker.entry(key(&claim.speaker)).or_default();
        let is_told = |at: &&usize| {
            let (told, told_words, _) = &kept[**at];
            is_comparable(told, &claim) && is_alike(told_words, &words)
        };
        match known.iter().rev().take(RECENT).find(is_told).copied() {
            Some(at) => {
                same.insert(claim.id.clone(), kept[at].0.id.clone());
                kept[at].2.push(telling(&claim));
            }
            None => {
                known.push(kept.len());
                kept.push((claim, words, Vec::new()));
            }
        }
    }
    let joined = kept.into_iter().map(|(mut claim, _, again)| {
        let within = claim.within.map(|id| same.get(&id).cloned().unwrap_or(id));
        claim.within = within.filter(|id| *id != claim.id);
        claim.evidence = claim.evidence.told_again(again);
        claim
    });
    joined.collect()
}

/// A speaker without a name is nobody in particular: what such say is not compared.
fn is_comparable(one: &Claim, other: &Claim) -> bool {
    let is_named = !one.speaker.name.is_empty()
        || matches!(one.speaker.kind, SpeakerKind::Author | SpeakerKind::Publisher);
    is_named && one.stance == other.stance
}

fn telling(claim: &Claim) -> Telling {
    Telling {
        sentence: claim.evidence.sentence(),
        trigger: claim.content[0],
        rules: claim.evidence.rules().to_vec(),
    }
}

/// The words of a content in lower case, without marks.
fn words(text: &Annotated, content: &[Span]) -> Vec<String> {
    let all = content
        .iter()
        .flat_map(|span| span.of(&text.document.text).split(|c: char| !c.is_alphanumeric()));
    all.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn is_alike(one: &[String], other: &[String]) -> bool {
    if one.len().min(other.len()) < SHORT {
        return one == other;
    }
    let set = |words: &[String]| words.iter().cloned().collect::<BTreeSet<String>>();
    let (one, other) = (set(one), set(other));
    let common = one.intersection(&other).count() as f32;
    common >= ALIKE * one.union(&other).count() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_of_nearly_the_same_words_are_alike() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let alike = |one: &str, other: &str| is_alike(&words(one), &words(other));
        assert!(alike(
            "that the five guards left the old port",
            "the five guards left the old port"
        ));
        assert!(!alike("the guards left the port", "the guards never saw the port"));
        assert!(alike("no deal", "no deal") && !alike("no deal", "no such deal"));
    }
}
