//! `entente claims`: what is said, by whom, and what the author makes of it.

use entente::model::{PropositionKind, Stance};
use entente::stores::{ClaimQuery, FoundClaim};
use entente::wire::ClaimRow;
use entente::{Access, Store};
use jiff::civil::Date;

use crate::args::{StoreArgs, known};
use crate::error::Outcome;
use crate::filter::{confidence, first_day, is_of, last_day};
use crate::output::Out;
use crate::side;
use crate::table::{Table, one_line};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente claims --about VNM --about CHN
  entente claims --speaker RUS --type asymmetry
  entente claims --stance doubts,refutes --format jsonl

`entente check --claim ID` holds a claim against the record. Claims that come to no form that can
be checked are listed with --all.")]
pub(crate) struct Args {
    /// Who says so: a name, or an id such as RUS or RUS.GOV; RUS stands for all below it
    #[arg(long, value_name = "ID")]
    speaker: Option<String>,
    /// Of whom it tells; given twice, of both
    #[arg(long, value_name = "ID")]
    about: Vec<String>,
    /// Forms, such as asymmetry,alliance
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    kinds: Vec<String>,
    /// What the author makes of it: asserts, reports, hedges, doubts, refutes, presupposes
    #[arg(long, value_name = "STANCE", value_delimiter = ',')]
    stance: Vec<String>,
    /// Only what was published from that day, month or year on
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    since: Option<Date>,
    /// Only what was published by the end of that day
    #[arg(long, value_name = "DAY", value_parser = last_day, visible_alias = "until")]
    as_of: Option<Date>,
    /// Only outlets whose name contains this
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Least confidence, from 0 to 1
    #[arg(long, value_name = "P", value_parser = confidence)]
    min_confidence: Option<f32>,
    /// Also claims that come to no form
    #[arg(long)]
    all: bool,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl"])]
    format: String,
    #[command(flatten)]
    store: StoreArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let store = args.store.open(Access::Read)?;
    let claims = store.claims(&args.query(store.as_ref())?).map_err(entente::Error::from)?;
    let shown = claims.iter().filter(|found| args.admits(found));
    let shown =
        shown.take(args.limit.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX)));
    let mut out = Out::new();
    if args.format == "jsonl" {
        for found in shown {
            out.json(&ClaimRow::new(found))?;
        }
        return out.finish();
    }
    let mut table = Table::new(["id", "day", "speaker", "stance", "form", "says"]);
    for found in shown {
        table.row(cells(found));
    }
    table.write(&mut out)?;
    out.finish()
}

impl Args {
    /// The conditions that are looked at row by row.
    fn admits(&self, found: &FoundClaim) -> bool {
        let FoundClaim { claim, document, .. } = found;
        (self.all || claim.proposition.is_some())
            && self.since.is_none_or(|since| document.published.is_some_and(|day| day >= since))
            && is_of(self.publisher.as_deref(), document.publisher.as_deref())
            && self.min_confidence.is_none_or(|least| claim.confidence >= least)
    }

    fn query(&self, store: &dyn Store) -> entente::Result<ClaimQuery> {
        let kinds: Vec<&str> = PropositionKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let stances: Vec<&str> = Stance::ALL.iter().map(|stance| stance.as_str()).collect();
        let kind = |typed: &String| {
            Ok(PropositionKind::from_name(&known("type of claim", typed, &kinds)?))
        };
        let stance = |typed: &String| Ok(Stance::from_name(&known("stance", typed, &stances)?));
        let propositions: entente::Result<Vec<_>> = self.kinds.iter().map(kind).collect();
        let stances: entente::Result<Vec<_>> = self.stance.iter().map(stance).collect();
        Ok(ClaimQuery {
            speaker: self.speaker.as_deref().map(|typed| side::one(store, typed)).transpose()?,
            about: side::each(store, &self.about)?,
            propositions: propositions?.into_iter().flatten().collect(),
            stances: stances?.into_iter().flatten().collect(),
            as_of: self.as_of,
            ..ClaimQuery::default()
        })
    }
}

fn cells(found: &FoundClaim) -> [crate::table::Cell; 6] {
    const ID: usize = 8;
    let claim = &found.claim;
    let day = found.document.published.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let speaker = match claim.speaker.name.trim() {
        "" => claim.speaker.kind.as_str().to_owned(),
        name => one_line(name),
    };
    let form = claim.proposition.as_ref().map_or("–", |p| p.kind.as_str());
    let id: String = claim.id.as_str().chars().take(ID).collect();
    let says = one_line(&found.sentence);
    [id.into(), day.into(), speaker.into(), claim.stance.as_str().into(), form.into(), says.into()]
}
