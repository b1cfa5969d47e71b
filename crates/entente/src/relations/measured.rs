//! How any two states stand, for those who ask about many pairs of one store.

use entente_model::ActorId;
use entente_relate::check::Measured;
use entente_relate::tie::Side;
use entente_store::Store;
use jiff::ToSpan;
use jiff::civil::Date;

use super::Shelving;
use super::known::{Known, Scope};
use crate::{ErrorKind, Result};

/// A store's deeds, read once.
#[derive(Clone, Debug)]
pub(crate) struct Ties {
    known: Known,
    scope: Scope,
}

impl Ties {
    /// Reads them; `None` where the store has no deed between two states.
    pub(crate) fn read(
        store: &dyn Store,
        scope: &Scope,
        shelving: &Shelving,
    ) -> Result<Option<Self>> {
        match Known::read(store, scope, shelving) {
            Ok(known) => Ok(Some(Self { known, scope: scope.clone() })),
            Err(error) if error.kind() == ErrorKind::Input => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The day of the last report, or the one that was asked for.
    pub(crate) fn as_of(&self) -> Date {
        self.known.as_of
    }

    /// How two states stand, if anything passed between either and another.
    pub(crate) fn measured(&self, a: &ActorId, b: &ActorId) -> Option<Measured> {
        let Known { record, as_of, .. } = &self.known;
        let (first, second) = (self.known.state(a.as_str())?, self.known.state(b.as_str())?);
        let acts = record.between(first, second);
        let standing = record.view(*as_of, self.scope.spec).tie(first, second, &acts);
        let [year, two] = [365, 730].map(|days: i64| as_of.saturating_sub(days.days()));
        let now = record.window(year, *as_of, self.scope.spec);
        let then = record.window(two, year, self.scope.spec);
        let way = |side| now.trend(&then, side, first, second, &acts).direction();
        let least = self.scope.spec.least_expected;
        let (plus, minus) = (&standing.cooperation, &standing.conflict);
        Some(Measured {
            pair: [a.clone(), b.clone()],
            covered: minus.expected >= least,
            kind: standing.kind,
            trend: [way(Side::Cooperation), way(Side::Conflict)],
            clusters: plus.clusters.max(minus.clusters),
        })
    }
}
