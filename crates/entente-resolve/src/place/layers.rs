//! All gazetteers as one: the files of the pack, and `features.tsv`, made into one on loading.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use entente_model::Place;

use super::gazetteer::{At, Gazetteer, PlaceKind, Record};
use super::writer::{GazetteerWriter, NewId, NewPlace};
use crate::table::{self, PackError};

/// Every gazetteer at hand.
#[derive(Default)]
pub(crate) struct Gazetteers {
    layers: Vec<Gazetteer>,
}

/// A place in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    layer: usize,
    at: At,
}

impl Gazetteers {
    /// Opens the files and reads `features.tsv`.
    ///
    /// # Errors
    ///
    /// Names the table, what was expected and what was found.
    pub(crate) fn load(
        files: &[Cow<'static, [u8]>],
        features: &str,
        letters: &HashMap<char, Box<str>>,
    ) -> Result<Self, PackError> {
        let mut layers = vec![features_of(features, letters)?];
        for file in files {
            layers.push(Gazetteer::open(file.clone()).map_err(|error| PackError {
                table: "gazetteer.bin",
                line: 1,
                expected: error.expected,
                found: error.found,
            })?);
        }
        Ok(Self { layers })
    }

    /// The places filed under a folded name.
    pub(super) fn find(&self, folded: &str) -> impl Iterator<Item = (Spot, Record)> + '_ {
        let found = self.layers.iter().enumerate().map(|(layer, g)| (layer, g, g.find(folded)));
        let found = found.collect::<Vec<_>>().into_iter();
        found.flat_map(|(layer, g, found)| {
            found.filter_map(move |at| Some((Spot { layer, at }, g.record(at)?)))
        })
    }

    /// The place above one.
    pub(super) fn above(&self, spot: Spot) -> Option<Spot> {
        let parent = self.layers[spot.layer].record(spot.at)?.parent?;
        (parent != spot.at).then_some(Spot { layer: spot.layer, at: parent })
    }

    /// The country a place lies in.
    pub(super) fn country(&self, spot: Spot, record: &Record) -> Option<Arc<str>> {
        self.layers[spot.layer].country(record).cloned()
    }

    /// The name that a place is shown with.
    pub(super) fn name(&self, spot: Spot, record: &Record) -> &str {
        self.layers[spot.layer].name(record)
    }

    /// A place as other stages know it.
    pub(super) fn place(&self, spot: Spot) -> Option<Place> {
        let layer = &self.layers[spot.layer];
        Some(layer.place(&layer.record(spot.at)?))
    }
}

/// Reads `features.tsv`: id, name, aliases, kind, lat, lon, weight, claimants, source.
fn features_of(text: &str, letters: &HashMap<char, Box<str>>) -> Result<Gazetteer, PackError> {
    let mut writer = GazetteerWriter::default();
    for row in table::rows::<9>("features.tsv", text) {
        let row = row?;
        let degrees =
            |bound: f64| move |cell: &str| cell.parse().ok().filter(|d: &f64| d.abs() <= bound);
        let name = row.required(1, "a name")?;
        let claimants = row.cell(7);
        let kind = match row.required(3, "a kind")? {
            "region" | "continent" | "ocean" => PlaceKind::Region,
            _ => PlaceKind::Feature,
        };
        let place = writer.push(&NewPlace {
            id: NewId::Text(row.required(0, "an id")?),
            name,
            at: (
                row.parse(4, "degrees of latitude", degrees(90.0))?,
                row.parse(5, "degrees of longitude", degrees(180.0))?,
            ),
            population: row.parse(6, "a weight in people", |cell| cell.parse().ok())?,
            kind,
            country: (claimants.len() == 3).then_some(claimants),
            parent: None,
        });
        let aliases = row.cell(2).split('|').filter(|alias| !alias.is_empty());
        std::iter::once(name).chain(aliases).for_each(|name| writer.name(place, name, letters));
    }
    Ok(Gazetteer::open(Cow::Owned(writer.finish())).expect("what the writer makes can be opened"))
}
