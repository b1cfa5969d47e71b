//! A verdict as it is shown, with the sentences that its items stand in.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::Proposition;
use entente_relate::check::{Cluster, Flip, Item, Origin, Sign, Thresholds, Verdict};
use entente_store::{Found, FoundRelation};
use jiff::civil::Date;
use serde::Serialize;

use crate::wire::{self, SCHEMA, Span};

/// What was asked, and what the record holds of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VerdictRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// What was asked.
    #[serde(flatten)]
    pub asked: Asked,
    /// What it comes to; `null` where no form fits.
    pub proposition: Option<wire::Proposition>,
    /// supported, refuted, contested or not enough evidence.
    pub verdict: &'static str,
    /// for or against, where there is not enough evidence and most of it is on one side.
    pub leaning: Option<&'static str>,
    /// The day as of which it holds.
    pub as_of: String,
    /// What speaks for it, heaviest first.
    #[serde(rename = "for")]
    pub for_it: Vec<ItemRow>,
    /// What speaks against it.
    pub against: Vec<ItemRow>,
    /// The mass of both sides.
    pub masses: [f64; 2],
    /// What was looked for and whether anything was there.
    pub looked_for: Vec<LookedRow>,
    /// Single clusters without which the verdict were another.
    pub flips_if: Vec<FlipRow>,
    /// The rule in words, where it needs any.
    pub remarks: Vec<String>,
    /// Forms that would be understood, the nearest first, where this was not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<String>,
    /// Documents that tell of the actors.
    pub n_documents: usize,
    /// Clusters among the items.
    pub n_clusters: usize,
    /// Effective number of independent stories among the items.
    pub n_effective: f64,
    /// What was asked of evidence.
    pub thresholds: ThresholdsRow,
}

/// What was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Its id, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who says so, if it is a claim of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// What the author makes of it, if it is a claim of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stance: Option<&'static str>,
    /// The document that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// One item of evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemRow {
    /// statement, commitment, plan, deed or structural.
    pub shelf: &'static str,
    /// 1 for an instance of what is claimed, 0.5 for one step of inference.
    pub directness: f64,
    /// How near the source is: 1 a primary record, 0.8 first hand, 0.5 second hand.
    pub tier: f64,
    /// What it weighs.
    pub weight: f64,
    /// What it is counted with: a document's id, or a table.
    pub cluster: String,
    /// Its outlet.
    pub publisher: Option<String>,
    /// First and last day.
    pub when: [String; 2],
    /// The event or relation, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The sentence's place in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The sentence, or what the table says.
    pub says: String,
}

/// Something that was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LookedRow {
    /// What.
    pub what: String,
    /// How many were found.
    pub found: usize,
}

/// What the verdict hangs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FlipRow {
    /// A cluster.
    pub without: String,
    /// What the verdict were.
    pub becomes: &'static str,
}

/// What is asked of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ThresholdsRow {
    /// Mass that settles a question where there is no record.
    pub enough: f64,
    /// The most that the other side may have, as a share.
    pub at_most: f64,
    /// Clusters that are needed where there is no record.
    pub clusters: usize,
    /// Mass from which a side counts.
    pub counts: f64,
    /// How many times the other's mass makes a verdict lean.
    pub leans: f64,
}

/// A sentence of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    document: String,
    span: Span,
    text: String,
}

impl Sentence {
    pub(super) fn of_event(found: &Found) -> Self {
        let span = found.event.evidence.sentence();
        Self {
            document: found.document.shown_id().to_owned(),
            span: [span.start(), span.end()],
            text: found.sentence.clone(),
        }
    }

    pub(super) fn of_relation(found: &FoundRelation) -> Self {
        let span = found.relation.evidence.sentence();
        Self {
            document: found.document.shown_id().to_owned(),
            span: [span.start(), span.end()],
            text: found.sentence.clone(),
        }
    }
}

impl VerdictRow {
    pub(super) fn new(
        proposition: &Proposition,
        as_of: Date,
        verdict: &Verdict,
        sentences: &BTreeMap<Arc<str>, Sentence>,
        n_documents: usize,
        story: impl Fn(u32) -> String,
    ) -> Self {
        let name = |cluster: &Cluster| match cluster {
            Cluster::Story(number) => story(*number),
            Cluster::Table(name) => format!("table {name}"),
            Cluster::Tie => "all deeds of the pair".to_owned(),
        };
        let side = |sign: Sign| {
            let items = verdict.items.iter().filter(|item| item.sign == sign);
            items.map(|item| ItemRow::new(item, sentences, name(&item.cluster))).collect()
        };
        let clusters: std::collections::BTreeSet<&Cluster> =
            verdict.items.iter().map(|item| &item.cluster).collect();
        let flip = |Flip { without, becomes }: &Flip| FlipRow {
            without: name(without),
            becomes: becomes.as_str(),
        };
        Self {
            schema: SCHEMA,
            asked: Asked::default(),
            proposition: Some(wire::Proposition::from(proposition)),
            verdict: verdict.ruling.as_str(),
            leaning: verdict.leaning.map(Sign::as_str),
            as_of: as_of.to_string(),
            for_it: side(Sign::For),
            against: side(Sign::Against),
            masses: verdict.masses.map(round),
            looked_for: verdict
                .looked_for
                .iter()
                .map(|(what, found)| LookedRow { what: what.clone(), found: *found })
                .collect(),
            flips_if: verdict.flips.iter().map(flip).collect(),
            remarks: verdict.remarks.clone(),
            nearest: Vec::new(),
            n_documents,
            n_clusters: clusters.len(),
            n_effective: round(verdict.n_effective),
            thresholds: ThresholdsRow::from(verdict.thresholds),
        }
    }

    /// The row of something that no form fits; `nearest` are the forms that there are.
    pub fn not_understood(as_of: Date, nearest: Vec<String>) -> Self {
        Self {
            schema: SCHEMA,
            asked: Asked::default(),
            proposition: None,
            verdict: entente_relate::check::Ruling::NotEnoughEvidence.as_str(),
            leaning: None,
            as_of: as_of.to_string(),
            for_it: Vec::new(),
            against: Vec::new(),
            masses: [0.0; 2],
            looked_for: Vec::new(),
            flips_if: Vec::new(),
            remarks: vec!["this fits no form that can be checked".to_owned()],
            nearest,
            n_documents: 0,
            n_clusters: 0,
            n_effective: 0.0,
            thresholds: Thresholds::default().into(),
        }
    }

    /// The same with what was asked.
    #[must_use]
    pub fn of(mut self, asked: Asked) -> Self {
        self.asked = asked;
        self
    }
}

impl ItemRow {
    fn new(item: &Item, sentences: &BTreeMap<Arc<str>, Sentence>, cluster: String) -> Self {
        let (record, sentence, words) = match &item.origin {
            Origin::Event(id) | Origin::Relation(id) => (Some(id), sentences.get(id), None),
            Origin::Table(words) | Origin::Tie(words) => (None, None, Some(words)),
        };
        let (from, to) = item.days;
        let says = sentence.map(|sentence| sentence.text.clone());
        Self {
            shelf: item.shelf.as_str(),
            directness: item.directness,
            tier: item.tier,
            weight: round(item.weight()),
            cluster,
            publisher: item.publisher.as_deref().map(str::to_owned),
            when: [from.to_string(), to.to_string()],
            record: record.map(ToString::to_string),
            document: sentence.map(|sentence| sentence.document.clone()),
            span: sentence.map(|sentence| sentence.span),
            says: says.or_else(|| words.cloned()).unwrap_or_default(),
        }
    }
}

impl From<Thresholds> for ThresholdsRow {
    fn from(thresholds: Thresholds) -> Self {
        let Thresholds { enough, at_most, clusters, counts, leans } = thresholds;
        Self { enough, at_most, clusters, counts, leans }
    }
}

fn round(x: f64) -> f64 {
    (x * 1e4).round() / 1e4 + 0.0
}

/// A proposition in one line: its form, then its arguments.
pub(super) fn in_words(proposition: &wire::Proposition) -> String {
    let arg = |(name, value): (&String, &serde_json::Value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{name} {value}")
    };
    let args: Vec<String> = proposition.args.iter().map(arg).collect();
    let denied = if proposition.polarity == "-" { "not " } else { "" };
    format!("{denied}{}: {}", proposition.kind, args.join(", "))
}
