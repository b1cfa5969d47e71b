//! The knowledge in the binary, stage by stage, for examples that run the stages themselves.

#![allow(dead_code, reason = "no example needs all of it")]

use std::error::Error;

use entente::model::Document;
use entente::{Input, Knowledge, Reader, Settings};
use entente_annotate::{GrammarText, LanguageText, Languages};
use entente_code::{Attribution, Ontology, OntologyText};
use entente_read::Item;
use entente_resolve::{Atlas, AtlasText};

/// The documents of an input.
pub(crate) fn documents(file: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let reader = Reader::new(&Knowledge::embedded(), &Settings::default())?;
    let bytes = std::fs::read(file)?;
    let read = reader.read(Input::of_bytes(file, bytes)).filter_map(|item| match item {
        Item::Document(read) => Some(read.value),
        Item::Lost { .. } => None,
    });
    Ok(read.collect())
}

pub(crate) fn languages() -> Result<Languages, Box<dyn Error>> {
    let of_lexicon = entente_packs::FILES.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix("lang/en/lexicon/")?;
        Some((name, std::str::from_utf8(bytes).ok()?))
    });
    let lexicon: Vec<(&str, &str)> = of_lexicon.collect();
    let grammar = GrammarText {
        lang: text("lang/en/lang.toml")?,
        lexicon: &lexicon,
        cues: text("lang/en/cues.tsv")?,
        kinds: text("lang/en/kinds.tsv")?,
        selection: text("lang/en/selection.tsv")?,
        signatures: text("lang/en/signatures.tsv")?,
        factuality: text("lang/en/factuality.tsv")?,
    };
    let model = bytes("lang/en/model.bin")?.into();
    let judge = Some(bytes("lang/en/deep.bin")?.into());
    Ok(Languages::load(&[LanguageText { grammar, model, judge }])?)
}

pub(crate) fn atlas() -> Result<Atlas, Box<dyn Error>> {
    Ok(Atlas::load(&AtlasText {
        actors: text("atlas/actors.tsv")?,
        offices: text("atlas/offices.tsv")?,
        memberships: text("atlas/memberships.tsv")?,
        treaties: text("atlas/treaties.tsv")?,
        places: text("atlas/places.tsv")?,
        names: text("lang/en/names.tsv")?,
        roles: text("lang/en/roles.tsv")?,
        times: text("lang/en/times.tsv")?,
        occasions: text("atlas/occasions.tsv")?,
        occasion_words: text("lang/en/occasions.tsv")?,
        reference: text("lang/en/reference.tsv")?,
        coref: text("lang/en/coref.tsv")?,
        coref_weights: text("lang/en/coref-weights.tsv")?,
        nouns: text("lang/en/nouns.tsv")?,
        given_names: text("lang/en/given-names.tsv")?,
        features: text("atlas/features.tsv")?,
        toponyms: text("lang/en/toponyms.tsv")?,
        gazetteers: &[bytes("atlas/gazetteer.bin")?.into()],
        ..AtlasText::default()
    })?)
}

pub(crate) fn attribution() -> Result<Attribution, Box<dyn Error>> {
    Ok(Attribution::load(text("lang/en/claims.tsv")?, bytes("lang/en/claims.bin")?)?)
}

pub(crate) fn ontology() -> Result<Ontology, Box<dyn Error>> {
    const FOLDER: &str = "ontology/plover/";
    let of_rules = entente_packs::FILES.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix(FOLDER)?.strip_prefix("rules/")?;
        Some((name, std::str::from_utf8(bytes).ok()?))
    });
    let rules: Vec<(&str, &str)> = of_rules.collect();
    let file = |name: &str| text(&format!("{FOLDER}{name}"));
    Ok(Ontology::load(&OntologyText {
        ontology: file("ontology.toml")?,
        scale: file("scale.tsv")?,
        crosswalk: file("crosswalk.tsv")?,
        contexts: file("contexts.tsv")?,
        confidence: file("confidence.tsv").unwrap_or_default(),
        rules: &rules,
        pairs: file("pairs.tsv").unwrap_or_default(),
        attitudes: bytes("ontology/plover/attitudes.bin").unwrap_or_default(),
    })?)
}

fn text(path: &str) -> Result<&'static str, Box<dyn Error>> {
    Ok(std::str::from_utf8(bytes(path)?)?)
}

fn bytes(path: &str) -> Result<&'static [u8], Box<dyn Error>> {
    let found = entente_packs::FILES.iter().find(|(name, _)| *name == path);
    Ok(found.ok_or_else(|| format!("expected `{path}` in the packs"))?.1)
}
