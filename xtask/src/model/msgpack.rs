//! Reads the MessagePack containers of the pipeline.

use rmpv::Value;

use crate::Outcome;

/// One layer of a `model` file.
pub(crate) struct Layer {
    /// The layer's name, such as `maxout`.
    pub(crate) name: String,
    /// Indices of other layers it refers to, by name.
    refs: Vec<(String, Option<usize>)>,
    attrs: Vec<(String, Value)>,
    params: Vec<(String, Tensor)>,
}

/// Numbers in a shape.
pub(crate) struct Tensor {
    /// Outermost dimension first.
    pub(crate) dims: Vec<usize>,
    /// Row by row.
    pub(crate) values: Vec<f32>,
}

/// Decodes one MessagePack value.
pub(crate) fn decode(bytes: &[u8]) -> Outcome<Value> {
    Ok(rmpv::decode::read_value(&mut &bytes[..])?)
}

/// Returns the value of a map under a key that is text or bytes.
pub(crate) fn get<'a>(map: &'a Value, key: &str) -> Outcome<&'a Value> {
    entries(map)?
        .iter()
        .find_map(|(k, v)| (text(k).ok()? == key).then_some(v))
        .ok_or_else(|| format!("expected a key `{key}` in a map, found none").into())
}

/// Returns the pairs of a map, in their order.
pub(crate) fn entries(map: &Value) -> Outcome<&[(Value, Value)]> {
    map.as_map().map(Vec::as_slice).ok_or_else(|| format!("expected a map, found {map}").into())
}

/// Returns the items of an array.
pub(crate) fn items(array: &Value) -> Outcome<&[Value]> {
    array
        .as_array()
        .map(Vec::as_slice)
        .ok_or_else(|| format!("expected an array, found {array}").into())
}

/// Returns text, also where it is stored as bytes.
pub(crate) fn text(value: &Value) -> Outcome<&str> {
    match value {
        Value::Binary(bytes) => Ok(std::str::from_utf8(bytes)?),
        other => other.as_str().ok_or_else(|| format!("expected text, found {other}").into()),
    }
}

/// Decodes a `model` file into its layers, in the file's order.
pub(crate) fn layers(bytes: &[u8]) -> Outcome<Vec<Layer>> {
    let model = decode(bytes)?;
    let [nodes, attrs, params] =
        ["nodes", "attrs", "params"].map(|key| get(&model, key).and_then(items));
    let mut layers = Vec::new();
    for ((node, attrs), params) in nodes?.iter().zip(attrs?).zip(params?) {
        layers.push(layer(node, attrs, params)?);
    }
    Ok(layers)
}

fn layer(node: &Value, attrs: &Value, params: &Value) -> Outcome<Layer> {
    let mut layer = Layer {
        name: text(get(node, "name")?)?.to_owned(),
        refs: Vec::new(),
        attrs: Vec::new(),
        params: Vec::new(),
    };
    for (key, value) in entries(get(node, "refs")?)? {
        let index = value.as_u64().map(usize::try_from).transpose()?;
        layer.refs.push((text(key)?.to_owned(), index));
    }
    for (key, value) in entries(attrs)? {
        if let Value::Binary(bytes) = value {
            layer.attrs.push((text(key)?.to_owned(), decode(bytes)?));
        }
    }
    for (key, value) in entries(params)? {
        if !value.is_nil() {
            layer.params.push((text(key)?.to_owned(), tensor(value)?));
        }
    }
    Ok(layer)
}

fn tensor(value: &Value) -> Outcome<Tensor> {
    let kind = text(get(value, "type")?)?;
    if kind != "<f4" {
        return Err(format!("expected a tensor of `<f4`, found `{kind}`").into());
    }
    let dims = items(get(value, "shape")?)?
        .iter()
        .map(|dim| Ok(usize::try_from(dim.as_u64().ok_or("a dimension is no number")?)?))
        .collect::<Outcome<Vec<usize>>>()?;
    let data = get(value, "data")?.as_slice().ok_or("a tensor has no data")?;
    let (chunks, rest) = data.as_chunks();
    let values: Vec<f32> = chunks.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
    if !rest.is_empty() || values.len() != dims.iter().product::<usize>() {
        return Err(format!("expected a tensor of {dims:?}, found {} bytes", data.len()).into());
    }
    Ok(Tensor { dims, values })
}

impl Layer {
    /// Returns a parameter, such as `W`.
    pub(crate) fn param(&self, key: &str) -> Outcome<&Tensor> {
        let found = self.params.iter().find(|(name, _)| name == key);
        found.map(|(_, tensor)| tensor).ok_or_else(|| self.lacks("parameter", key))
    }

    /// Returns an attribute that is a whole number, such as `seed`.
    pub(crate) fn number(&self, key: &str) -> Outcome<u32> {
        let found = self.attrs.iter().find(|(name, _)| name == key);
        let number = found.and_then(|(_, value)| value.as_u64());
        Ok(u32::try_from(number.ok_or_else(|| self.lacks("number", key))?)?)
    }

    /// Returns the index of the layer this one calls `key`.
    pub(crate) fn reference(&self, key: &str) -> Outcome<usize> {
        let found = self.refs.iter().find(|(name, _)| name == key);
        found.and_then(|(_, index)| *index).ok_or_else(|| self.lacks("reference", key))
    }

    fn lacks(&self, what: &str, key: &str) -> Box<dyn std::error::Error> {
        format!("layer `{}` has no {what} `{key}`", self.name).into()
    }
}
