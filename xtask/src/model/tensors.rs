//! The learned weights: embeddings, layers, actions and word vectors.
//!
//! Weights keep the pipeline's own order (outputs before inputs, pieces inside outputs); the
//! engine re-lays them for its kernel when it loads the pack.

use rmpv::Value;

use super::msgpack::{self, Layer, Tensor};
use super::pack::PackWriter;
use super::wheel::Wheel;
use crate::Outcome;

/// The hashed attributes of a token, in column order.
const ATTRIBUTES: [&str; 6] = ["norm", "prefix", "suffix", "shape", "spacy", "is_space"];

/// The kinds of action of the parser, by the number the file gives them.
const PARSER_ACTIONS: [&str; 5] = ["SHIFT", "REDUCE", "LEFT", "RIGHT", "BREAK"];

/// The kinds of action of the entity recogniser; it has none of number 0.
const NER_ACTIONS: [&str; 6] = ["MISSING", "B", "I", "L", "U", "O"];

pub(crate) fn write(wheel: &mut Wheel, pack: &mut PackWriter) -> Outcome {
    let layers = msgpack::layers(&wheel.read("tok2vec/model")?)?;
    tok2vec("tok2vec", &layers, pack)?;
    tagger(wheel, pack)?;
    let layers = msgpack::layers(&wheel.read("parser/model")?)?;
    scorer("parser", &layers, pack)?;
    pack.bytes("parser/actions", actions(&wheel.read("parser/moves")?, &PARSER_ACTIONS)?);
    let layers = msgpack::layers(&wheel.read("ner/model")?)?;
    tok2vec("ner/tok2vec", &layers, pack)?;
    scorer("ner", &layers, pack)?;
    pack.bytes("ner/actions", actions(&wheel.read("ner/moves")?, &NER_ACTIONS)?);
    vectors(wheel, pack)
}

/// Writes the hashed embeddings, the mixer and the window layers of one encoder.
fn tok2vec(prefix: &str, layers: &[Layer], pack: &mut PackWriter) -> Outcome {
    let mut seeds = Vec::new();
    for (layer, attribute) in named(layers, "hashembed").zip(ATTRIBUTES) {
        seeds.push(layer.number("seed")?);
        add(pack, &format!("{prefix}/embed/{attribute}"), layer.param("E")?);
    }
    pack.u32s(&format!("{prefix}/seeds"), &seeds);
    if let Some(layer) = named(layers, "static_vectors").next() {
        add(pack, &format!("{prefix}/static"), layer.param("W")?);
    }
    for (n, (maxout, norm)) in named(layers, "maxout").zip(named(layers, "layernorm")).enumerate() {
        let layer = format!("{prefix}/layer{n}");
        add(pack, &format!("{layer}/w"), maxout.param("W")?);
        add(pack, &format!("{layer}/b"), maxout.param("b")?);
        add(pack, &format!("{layer}/gain"), norm.param("G")?);
        add(pack, &format!("{layer}/bias"), norm.param("b")?);
    }
    Ok(())
}

fn tagger(wheel: &mut Wheel, pack: &mut PackWriter) -> Outcome {
    let layers = msgpack::layers(&wheel.read("tagger/model")?)?;
    let output = named(&layers, "softmax").next().ok_or("the tagger has no output layer")?;
    add(pack, "tagger/w", output.param("W")?);
    add(pack, "tagger/b", output.param("b")?);
    let cfg: serde_json::Value = serde_json::from_slice(&wheel.read("tagger/cfg")?)?;
    let labels = cfg["labels"].as_array().ok_or("the tagger has no labels")?;
    let labels: Vec<&str> = labels.iter().filter_map(|label| label.as_str()).collect();
    pack.bytes("tagger/labels", labels.join("\n").into_bytes());
    Ok(())
}

/// Writes the layers that score the actions of the parser or the entity recogniser.
fn scorer(prefix: &str, layers: &[Layer], pack: &mut PackWriter) -> Outcome {
    let model = layers.first().ok_or("a model without layers")?;
    let (lower, upper) = (model.reference("lower")?, model.reference("upper")?);
    let project = layers.iter().enumerate().find(|(n, l)| *n != upper && l.name == "linear");
    let (_, project) = project.ok_or("the model has no projection")?;
    let (lower, upper) = (&layers[lower], &layers[upper]);
    for (name, layer) in [("project", project), ("lower", lower), ("upper", upper)] {
        add(pack, &format!("{prefix}/{name}/w"), layer.param("W")?);
        add(pack, &format!("{prefix}/{name}/b"), layer.param("b")?);
    }
    add(pack, &format!("{prefix}/lower/pad"), lower.param("pad")?);
    Ok(())
}

/// Returns the actions in the order of the output layer, one a line: kind, tab, label.
///
/// The file gives a frequency for each label; the order is by frequency, then by label, both
/// falling.
fn actions(moves: &[u8], kinds: &[&str]) -> Outcome<Vec<u8>> {
    let moves = msgpack::decode(moves)?;
    let moves: serde_json::Value =
        serde_json::from_str(msgpack::text(msgpack::get(&moves, "moves")?)?)?;
    let mut lines = Vec::new();
    for (number, kind) in kinds.iter().enumerate() {
        let Some(labels) = moves[number.to_string()].as_object() else { continue };
        let mut labels: Vec<(i64, &str)> = labels
            .iter()
            .map(|(label, n)| (n.as_i64().unwrap_or_default(), label.as_str()))
            .collect();
        labels.sort_unstable_by(|a, b| b.cmp(a));
        lines.extend(labels.iter().map(|(_, label)| format!("{kind}\t{label}")));
    }
    Ok(lines.join("\n").into_bytes())
}

/// Writes the word vectors, where the pipeline has any: rows, and the row of each known word.
fn vectors(wheel: &mut Wheel, pack: &mut PackWriter) -> Outcome {
    let rows = npy(&wheel.read("vocab/vectors")?)?;
    if rows.values.is_empty() {
        return Ok(());
    }
    let key2row = msgpack::decode(&wheel.read("vocab/key2row")?)?;
    let mut pairs = msgpack::entries(&key2row)?
        .iter()
        .map(|(key, row)| Ok((number(key)?, u16::try_from(number(row)?)?)))
        .collect::<Outcome<Vec<(u64, u16)>>>()?;
    pairs.sort_unstable();
    let (keys, row_of): (Vec<u64>, Vec<u16>) = pairs.into_iter().unzip();
    add(pack, "vectors/rows", &rows);
    pack.u64s("vectors/keys", &keys);
    pack.u16s("vectors/row_of", &row_of);
    Ok(())
}

/// Reads a NumPy file of two-dimensional `f32`.
fn npy(bytes: &[u8]) -> Outcome<Tensor> {
    let length = bytes.get(8..10).ok_or("vocab/vectors is too short")?;
    let data_at = 10 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    let header = std::str::from_utf8(bytes.get(10..data_at).ok_or("vocab/vectors is too short")?)?;
    if !header.contains("'<f4'") || !header.contains("'fortran_order': False") {
        return Err(format!("expected rows of `<f4` in vocab/vectors, found `{header}`").into());
    }
    let shape = header.split(['(', ')']).nth(1).ok_or("vocab/vectors has no shape")?;
    let dims = shape
        .split(',')
        .filter(|dim| !dim.trim().is_empty())
        .map(|dim| dim.trim().parse())
        .collect::<Result<Vec<usize>, _>>()?;
    let values = bytes[data_at..].as_chunks().0.iter().map(|&b| f32::from_le_bytes(b)).collect();
    Ok(Tensor { dims, values })
}

fn number(value: &Value) -> Outcome<u64> {
    value.as_u64().ok_or_else(|| format!("expected a number, found {value}").into())
}

fn named<'a>(layers: &'a [Layer], name: &'a str) -> impl Iterator<Item = &'a Layer> {
    layers.iter().filter(move |layer| layer.name == name)
}

fn add(pack: &mut PackWriter, name: &str, tensor: &Tensor) {
    pack.tensor(name, &tensor.dims, &tensor.values);
}
