//! Reserved symbols and norms: two tables of the library, kept in packs/lang/en, and one of the
//! wheel.

use super::msgpack::{decode, entries, get, text};
use super::pack::PackWriter;
use super::wheel::Wheel;
use crate::{Outcome, root};

/// Adds the sections `ids/symbols` and `norms/…`.
pub(crate) fn write(wheel: &mut Wheel, pack: &mut PackWriter) -> Outcome {
    pack.bytes("ids/symbols", table("symbols.tsv")?.into());
    pack.bytes("norms/base", table("base-norms.tsv")?.into());
    let lookups = decode(&wheel.read("vocab/lookups.bin")?)?;
    let mut norms = Vec::new();
    for (key, norm) in entries(get(&lookups, "lexeme_norm")?)? {
        let key = key.as_u64().ok_or_else(|| format!("expected an id as key, found {key}"))?;
        let norm = text(norm)?;
        if norm.contains(['\n', '\r']) {
            return Err(format!("expected a norm of one line, found `{norm}`").into());
        }
        norms.push((key, norm));
    }
    norms.sort_unstable();
    let (keys, forms): (Vec<u64>, Vec<&str>) = norms.into_iter().unzip();
    pack.u64s("norms/keys", &keys);
    pack.bytes("norms/forms", forms.join("\n").into());
    Ok(())
}

/// Returns a table of packs/lang/en without its remarks.
fn table(name: &str) -> Outcome<String> {
    let path = root().join("packs/lang/en").join(name);
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text.lines().filter(|line| !line.starts_with("# ")).collect::<Vec<_>>().join("\n"))
}
