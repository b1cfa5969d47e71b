//! Groups of arguments that several commands share.

use std::path::PathBuf;

use clap::Args;
use entente::model::Format;
use entente::{Access, Engine, Keep, Knowledge, Model, Result, Settings, Store, open_store};

use crate::error::{nearest, usage};
use crate::packs::{self, Own};

/// Where the store is.
#[derive(Args)]
pub(crate) struct StoreArgs {
    /// The store, one file; `:memory:` keeps nothing
    #[arg(
        long,
        value_name = "FILE",
        env = "ENTENTE_STORE",
        hide_env_values = true,
        default_value = "entente.db"
    )]
    pub(crate) store: PathBuf,
}

impl StoreArgs {
    /// Opens the store, which must exist if it is only read.
    pub(crate) fn open(&self, access: Access) -> Result<Box<dyn Store>> {
        open_store(&self.store, access).map_err(|error| match access {
            Access::Read if !self.store.exists() => error.hint(format!(
                "`entente run PATH --store {}` makes one, `entente demo` shows how it looks",
                self.store.display()
            )),
            _ => error,
        })
    }
}

/// Which knowledge is loaded.
#[derive(Args)]
pub(crate) struct PacksArgs {
    /// Load the packs from a folder instead of the ones in this binary
    #[arg(long, value_name = "DIR")]
    pub(crate) packs: Option<PathBuf>,
}

/// Which knowledge is loaded, and how the work is done.
#[derive(Args)]
#[command(next_help_heading = "Knowledge and work")]
pub(crate) struct EngineArgs {
    #[command(flatten)]
    packs: PacksArgs,
    /// Code with the ontology in a folder (`ontology.toml`, `rules/*.toml`, …)
    #[arg(long, value_name = "DIR")]
    ontology: Option<PathBuf>,
    /// Your own actors, above the packs: a table, or a TABARI or PETRARCH dictionary; may be repeated
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// The language model: `md` is exact, `sm` smaller; or the path of a model file
    #[arg(long, value_name = "md|sm|PATH", default_value = "md")]
    model: String,
    /// Look places up in a gazetteer file instead of the one in the packs
    #[arg(long, value_name = "FILE")]
    gazetteer: Option<PathBuf>,
    /// Worker threads; 0 for one a core. Changes the time, never the answers
    #[arg(long, value_name = "N", default_value = "0", value_parser = threads)]
    threads: usize,
}

impl PacksArgs {
    /// Reads the packs.
    pub(crate) fn knowledge(&self) -> Result<Knowledge> {
        packs::load(self.packs.as_deref(), Own::default())
    }
}

impl EngineArgs {
    /// Reads the packs and makes the engine; the model and the threads of `settings` are replaced
    /// by what the user says.
    pub(crate) fn engine(&self, settings: Settings) -> Result<Engine> {
        self.engine_with_knowledge(settings).map(|(engine, _)| engine)
    }

    /// The same, with the packs.
    pub(crate) fn engine_with_knowledge(&self, settings: Settings) -> Result<(Engine, Knowledge)> {
        let Self { packs, ontology, actors, model, gazetteer, threads } = self;
        let (model, file) = match Model::from_name(model) {
            Some(model) => (model, None),
            None => (Model::default(), Some(model.as_ref())),
        };
        let own =
            Own { ontology: ontology.as_deref(), model: file, gazetteer: gazetteer.as_deref() };
        let knowledge = packs::load(packs.packs.as_deref(), own)?;
        let knowledge = packs::with_actors(knowledge, actors)?;
        let engine = Engine::new(&knowledge, &Settings { model, threads: *threads, ..settings })?;
        Ok((engine, knowledge))
    }
}

/// How an input is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputFormat {
    /// As its name and bytes tell.
    Auto,
    /// As the user says.
    Given(Format),
}

impl InputFormat {
    /// The format, if the user gave one.
    pub(crate) fn given(self) -> Option<Format> {
        match self {
            Self::Auto => None,
            Self::Given(format) => Some(format),
        }
    }

    /// Reads what the user typed.
    pub(crate) fn parse(name: &str) -> Result<Self, String> {
        if name == "auto" {
            return Ok(Self::Auto);
        }
        Format::from_name(name).map(Self::Given).ok_or_else(|| {
            let known: Vec<&str> =
                std::iter::once("auto").chain(Format::ALL.iter().map(|f| f.as_str())).collect();
            format!("expected one of {}", known.join(", "))
        })
    }
}

/// Which events a store keeps whose owner may ask for all.
pub(crate) fn keep(all: bool) -> Keep {
    if all { Keep::All } else { Keep::Recorded }
}

/// Reads a number of threads: more than any machine has would only cost memory.
fn threads(typed: &str) -> Result<usize, String> {
    const MOST: usize = 512;
    let number = typed.parse().ok();
    number.filter(|n| *n <= MOST).ok_or_else(|| format!("expected a number from 0 to {MOST}"))
}

/// Reads a number of bytes: `500000`, `64K`, `8M`, `1G`.
pub(crate) fn bytes(typed: &str) -> Result<usize, String> {
    let upper = typed.trim().to_ascii_uppercase();
    let upper = upper.trim_end_matches("IB").trim_end_matches('B');
    let (digits, shift) = match upper.as_bytes().last() {
        Some(b'K') => (&upper[..upper.len() - 1], 10),
        Some(b'M') => (&upper[..upper.len() - 1], 20),
        Some(b'G') => (&upper[..upper.len() - 1], 30),
        _ => (upper, 0),
    };
    let number: Option<usize> = digits.trim().parse().ok();
    number
        .and_then(|n| n.checked_mul(1 << shift))
        .filter(|n| *n > 0)
        .ok_or_else(|| "expected a number of bytes such as 500000, 64K or 8M".to_owned())
}

/// Checks a name against those that exist, whatever its case.
pub(crate) fn known(what: &str, typed: &str, names: &[&str]) -> Result<String> {
    if let Some(name) = names.iter().find(|name| name.eq_ignore_ascii_case(typed)) {
        return Ok((*name).to_owned());
    }
    let error = usage(format!("unknown {what} `{typed}`"));
    Err(match nearest(typed, names.iter().copied()) {
        Some(name) => error.hint(format!("did you mean `{name}`?")),
        None => error.hint(format!("known are {}", names.join(", "))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        assert_eq!(bytes("1000"), Ok(1000));
        assert_eq!(bytes("64k"), Ok(65_536));
        assert_eq!(bytes("8MiB"), Ok(8 << 20));
        assert!(bytes("").is_err());
        assert!(bytes("0").is_err());
        assert!(bytes("-1").is_err());
        assert!(bytes("99999999999999G").is_err());
    }

    #[test]
    fn an_unknown_name_gets_a_hint() {
        let names = ["ACCUSE", "CONSULT"];
        assert_eq!(known("type", "consult", &names).expect("case is no matter"), "CONSULT");
        let error = known("type", "acuse", &names).expect_err("no such type");
        assert_eq!(error.hints(), ["did you mean `ACCUSE`?"]);
    }
}
