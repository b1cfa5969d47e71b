//! The English model pack, read once for all tests.

use std::sync::LazyLock;

use entente_annotate::model::Model;
use entente_annotate::model::pack::Pack;
use entente_annotate::model::tokenizer::{ChunkCache, RawToken, Tokenizer};

pub(crate) static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/lang/en/model.bin");
    std::fs::read(path).expect("`cargo xtask model` writes the English pack")
});

pub(crate) static PACK: LazyLock<Pack<'static>> =
    LazyLock::new(|| Pack::parse(&BYTES).expect("the English pack is whole"));

pub(crate) static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::from_pack(&BYTES[..]).expect("the English pack is whole"));

pub(crate) static TOKENIZER: LazyLock<Tokenizer> =
    LazyLock::new(|| Tokenizer::from_pack(&PACK).expect("the English pack has a tokenizer"));

pub(crate) fn tokens(text: &str) -> Vec<RawToken> {
    let mut tokens = Vec::new();
    TOKENIZER.tokenize(text, &mut ChunkCache::default(), &mut tokens);
    tokens
}

pub(crate) fn text_of<'a>(text: &'a str, token: &RawToken) -> &'a str {
    &text[token.start as usize..token.end as usize]
}
