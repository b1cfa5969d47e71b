//! The packs as files in memory: which there are, what is in them, and their hashes.
//!
//! Embedded packs and packs from a folder look alike here: names below the packs folder, and
//! bytes. Front ends read folders; the engine is handed what they found.

use std::borrow::Cow;
use std::collections::BTreeMap;

use entente_annotate::{GrammarText, LanguageText, Languages};
use entente_code::{Attribution, Forms, FormsText, Ontology, OntologyText};
use entente_read::{BlockCues, Credits, Pages, PagesText};
use entente_resolve::{Atlas, AtlasText, Dictionary};

use crate::{Error, ErrorKind, Model, Result};

/// Everything the engine knows before it reads a text.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    files: BTreeMap<String, Bytes>,
    /// The user's own actors, the first ranking highest, with the names of their files.
    own: Vec<(String, Dictionary)>,
}

/// A line of a user's actors that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The file, as the user named it.
    pub file: String,
    /// Number of the line, from 1.
    pub line: usize,
    /// What should have stood there.
    pub expected: &'static str,
    /// What stood there, cut if it is long.
    pub found: String,
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, line, expected, found } = self;
        write!(f, "`{file}` line {line}: expected {expected}, found `{found}`")
    }
}

/// The bytes of a file, read or embedded.
type Bytes = Cow<'static, [u8]>;

/// A pack: a folder of files that are versioned together.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Pack {
    /// Its folder: `atlas`, `lang/en`, `ontology/plover`.
    pub name: String,
    /// What it holds, from its `pack.toml`.
    pub title: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its licence, as an SPDX expression.
    pub licence: Option<String>,
    /// Hash of all its files.
    pub hash: String,
    /// Number of its files.
    pub n_files: usize,
    /// Their size in bytes.
    pub n_bytes: usize,
}

/// What a pack says of itself.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PackToml {
    title: Option<String>,
    version: Option<String>,
    licence: Option<String>,
}

impl Knowledge {
    /// The packs that this build carries.
    pub fn embedded() -> Self {
        let files = entente_packs::FILES.iter();
        let files = files.map(|(name, bytes)| ((*name).to_owned(), (*bytes).into())).collect();
        Self { files, own: Vec::new() }
    }

    /// Packs from files: each one's path below the packs folder, with `/`, and its bytes.
    ///
    /// What is no knowledge (licences, notes, code beside the packs) is left out, so that the same
    /// packs have the same hash wherever they come from.
    pub fn from_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let known = files.into_iter().filter(|(path, _)| is_knowledge(path));
        let files = known.map(|(path, bytes)| (path, bytes.into())).collect();
        Self { files, own: Vec::new() }
    }

    /// Puts another ontology in the place of those at hand: its name, and its files by their paths
    /// below its folder.
    #[must_use]
    pub fn with_ontology(
        mut self,
        name: &str,
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Self {
        self.files.retain(|path, _| !path.starts_with("ontology/"));
        let placed = |(path, bytes)| (format!("ontology/{name}/{path}"), bytes);
        self.files.extend(Self::from_files(files.into_iter().map(placed)).files);
        self
    }

    /// Adds a user's own actors, which rank above the packs and below those added before: tables
    /// with the packs' columns, or an actor or agent dictionary as TABARI and PETRARCH have them.
    ///
    /// What was not understood is in [`Knowledge::unread`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Packs`] where not one line is understood.
    pub fn with_actors(mut self, name: &str, bytes: Vec<u8>) -> Result<Self> {
        let own = Dictionary::read(&bytes);
        if own.is_empty() {
            let error = broken(format!("expected actors in `{name}`, found no line that has any"));
            return Err(error.hint(
                "a line is a row of `names.tsv` with tabs, or an entry such as `NEW_ARNOR_ [ARN]`",
            ));
        }
        self.files.insert(format!("actors/{:03}", self.own.len()), bytes.into());
        self.own.push((name.to_owned(), own));
        Ok(self)
    }

    /// The lines of the user's own actors that were not understood, the first of each file.
    pub fn unread(&self) -> Vec<Unread> {
        let of_file = |(file, own): &(String, Dictionary)| {
            let line = |p: &entente_resolve::Problem| Unread {
                file: file.clone(),
                line: p.line,
                expected: p.expected,
                found: p.found.clone(),
            };
            own.problems().iter().map(line).collect::<Vec<_>>()
        };
        self.own.iter().flat_map(of_file).collect()
    }

    /// How many lines of the user's own actors were not understood.
    pub fn n_unread(&self) -> usize {
        self.own.iter().map(|(_, own)| own.n_problems()).sum()
    }

    /// Puts another language model in the place of [`Model::Medium`].
    #[must_use]
    pub fn with_model(mut self, bytes: Vec<u8>) -> Self {
        let is_model = |path: &str| path.rsplit('/').next() == Some(Model::Medium.file());
        if let Some((_, model)) = self.files.iter_mut().find(|(path, _)| is_model(path)) {
            *model = bytes.into();
        }
        self
    }

    /// Puts another gazetteer in the place of those at hand: a file as `cargo xtask gazetteer`
    /// writes it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Packs`] where the bytes are no gazetteer, with what was expected and found.
    pub fn with_gazetteer(mut self, bytes: Vec<u8>) -> Result<Self> {
        entente_resolve::check_gazetteer(&bytes).map_err(|e| broken(e.to_string()))?;
        self.files.retain(|path, _| !is_gazetteer(path));
        self.files.insert("atlas/gazetteer.bin".to_owned(), bytes.into());
        Ok(self)
    }

    /// Lists the packs in order of their names.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Packs`] where a `pack.toml` is not as it should be.
    pub fn packs(&self) -> Result<Vec<Pack>> {
        let mut names: Vec<&str> = self.files.keys().filter_map(|path| pack_of(path)).collect();
        names.dedup();
        names.into_iter().map(|name| self.pack(name)).collect()
    }

    fn pack(&self, name: &str) -> Result<Pack> {
        let about = match self.optional(&format!("{name}/pack.toml"))? {
            Some(text) => toml::from_str(text).map_err(|e| {
                broken(format!("`{name}/pack.toml` does not describe a pack")).caused_by(e)
            })?,
            None => PackToml::default(),
        };
        let PackToml { title, version, licence } = about;
        let files: Vec<_> =
            self.files.iter().filter(|(path, _)| pack_of(path) == Some(name)).collect();
        Ok(Pack {
            name: name.to_owned(),
            title,
            version,
            licence,
            hash: short_hash(files.iter().flat_map(|(path, bytes)| [path.as_bytes(), &bytes[..]])),
            n_files: files.len(),
            n_bytes: files.iter().map(|(_, bytes)| bytes.len()).sum(),
        })
    }

    /// The types that the ontology knows, sorted by name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Packs`] where the ontology cannot be loaded.
    pub fn types(&self) -> Result<Vec<String>> {
        Ok(self.ontology()?.types().map(|t| t.name.to_string()).collect())
    }

    /// A further table of the ontology, if it has one of that name.
    pub(crate) fn ontology_table(&self, file: &str) -> Result<Option<&str>> {
        match self.names("ontology").first() {
            Some(name) => self.optional(&format!("ontology/{name}/{file}")),
            None => Ok(None),
        }
    }

    /// A table or map of the packs for event tables of others.
    pub(crate) fn exchange(&self, file: &str) -> Result<&str> {
        self.text(&format!("exchange/{file}"))
    }

    /// The kinds of tables that have a map in a folder of it, by name.
    pub(crate) fn exchange_kinds(&self, folder: &str) -> impl Iterator<Item = &str> {
        let folder = format!("exchange/{folder}/");
        let paths = self.files.keys();
        paths.filter_map(move |path| path.strip_prefix(folder.as_str())?.strip_suffix(".toml"))
    }

    /// States by the codes of another list, such as that of the Correlates of War.
    pub(crate) fn state_codes(&self, list: &str) -> Result<BTreeMap<String, String>> {
        let text = self.optional(&format!("exchange/{list}.tsv"))?.ok_or_else(|| {
            let message = format!("expected a list of codes, found `{list}`");
            Error::new(ErrorKind::Input, message).hint("`packs/exchange` has the lists there are")
        })?;
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let pair = |line: &str| {
            let (code, state) = line.split_once('\t')?;
            Some((code.trim().to_owned(), state.trim().to_owned()))
        };
        Ok(lines.filter_map(pair).collect())
    }

    /// A table of the atlas.
    pub(crate) fn atlas_table(&self, file: &str) -> Result<&str> {
        self.text(&format!("atlas/{file}"))
    }

    /// A table of the language whose names the atlas is joined with.
    pub(crate) fn language_table(&self, file: &str) -> Result<&str> {
        let lang = self.default_language()?;
        self.text(&format!("lang/{lang}/{file}"))
    }

    /// Loads every language.
    pub(crate) fn languages(&self, model: Model) -> Result<Languages> {
        let names = self.names("lang");
        let lexicons: Vec<_> = names
            .iter()
            .map(|name| self.texts(&format!("lang/{name}/lexicon"), ".tsv"))
            .collect::<Result<_>>()?;
        let named = names.iter().zip(&lexicons);
        let texts: Vec<LanguageText<'_>> = named
            .map(|(name, lexicon)| self.language(name, lexicon, model))
            .collect::<Result<_>>()?;
        Languages::load(&texts).map_err(|e| unusable("a language", e))
    }

    fn language<'a>(
        &'a self,
        name: &str,
        lexicon: &'a [(&'a str, &'a str)],
        model: Model,
    ) -> Result<LanguageText<'a>> {
        let file = |file: &str| format!("lang/{name}/{file}");
        let grammar = GrammarText {
            lang: self.text(&file("lang.toml"))?,
            lexicon,
            cues: self.text(&file("cues.tsv"))?,
            kinds: self.optional(&file("kinds.tsv"))?.unwrap_or_default(),
            selection: self.optional(&file("selection.tsv"))?.unwrap_or_default(),
            signatures: self.optional(&file("signatures.tsv"))?.unwrap_or_default(),
            factuality: self.optional(&file("factuality.tsv"))?.unwrap_or_default(),
        };
        let judge = self.files.get(&file("deep.bin")).cloned();
        Ok(LanguageText { grammar, model: self.bytes(&file(model.file()))?.clone(), judge })
    }

    /// Loads the phrases that give away what a block of text is.
    pub(crate) fn block_cues(&self) -> Result<BlockCues> {
        let mut tables = String::new();
        for name in self.names("lang") {
            tables.push_str(self.text(&format!("lang/{name}/blocks.tsv"))?);
            tables.push('\n');
        }
        BlockCues::parse(&tables).map_err(|e| unusable("the cue phrases of blocks", e))
    }

    /// Loads the phrases by which a text credits an agency; a language need not have any.
    pub(crate) fn credits(&self) -> Result<Credits> {
        let mut tables = String::new();
        for name in self.names("lang") {
            tables
                .push_str(self.optional(&format!("lang/{name}/credits.tsv"))?.unwrap_or_default());
            tables.push('\n');
        }
        Credits::parse(&tables).map_err(|e| unusable("the credits of agencies", e))
    }

    /// Loads what is known of web pages; packs may go without.
    pub(crate) fn pages(&self) -> Result<Pages> {
        let table =
            |name: &str| self.optional(&format!("web/{name}.tsv")).map(Option::unwrap_or_default);
        let text = PagesText {
            names: table("names")?,
            months: table("months")?,
            bylines: table("bylines")?,
            judges: self.files.get("web/body.bin").map_or(&[], |bytes| bytes),
            blocks: self.files.get("web/blocks.bin").map_or(&[], |bytes| bytes),
        };
        Pages::parse(&text).map_err(|e| unusable("the pack on web pages", e))
    }

    /// Loads the atlas with the names that the languages give its actors.
    pub(crate) fn atlas(&self) -> Result<Atlas> {
        let name = self.default_language()?;
        let lang = |file: &str| self.text(&format!("lang/{name}/{file}"));
        let text = AtlasText {
            actors: self.text("atlas/actors.tsv")?,
            offices: self.text("atlas/offices.tsv")?,
            memberships: self.text("atlas/memberships.tsv")?,
            treaties: self.text("atlas/treaties.tsv")?,
            places: self.text("atlas/places.tsv")?,
            names: lang("names.tsv")?,
            roles: lang("roles.tsv")?,
            times: lang("times.tsv")?,
            occasions: self.text("atlas/occasions.tsv")?,
            occasion_words: lang("occasions.tsv")?,
            coref: lang("coref.tsv")?,
            coref_weights: lang("coref-weights.tsv")?,
            nouns: lang("nouns.tsv")?,
            given_names: lang("given-names.tsv")?,
            reference: lang("reference.tsv")?,
            features: self.text("atlas/features.tsv")?,
            toponyms: lang("toponyms.tsv")?,
            gazetteers: &self.gazetteers(),
            own: &self.own.iter().map(|(_, own)| own.clone()).collect::<Vec<_>>(),
        };
        Atlas::load(&text).map_err(|e| unusable("the atlas", e))
    }

    /// Every gazetteer beside the tables of the atlas; those embedded are not copied.
    fn gazetteers(&self) -> Vec<Bytes> {
        let files = self.files.iter();
        let are = files.filter(|(path, _)| is_gazetteer(path));
        are.map(|(_, bytes)| bytes.clone()).collect()
    }

    /// Loads what the language knows of claims; a language may go without.
    pub(crate) fn attribution(&self) -> Result<Attribution> {
        let name = self.default_language()?;
        let table = self.optional(&format!("lang/{name}/claims.tsv"))?.unwrap_or_default();
        let weights = self.files.get(&format!("lang/{name}/claims.bin"));
        Attribution::load(table, weights.map_or(&[], |bytes| bytes))
            .map_err(|e| unusable("the words of claims", e))
    }

    /// Loads the ontology.
    pub(crate) fn ontology(&self) -> Result<Ontology> {
        let names = self.names("ontology");
        let Some(name) = names.first() else {
            return Err(broken("expected an ontology in the packs, found none"));
        };
        let file = |file: &str| self.text(&format!("ontology/{name}/{file}"));
        let attitudes = self.files.get(&format!("ontology/{name}/attitudes.bin"));
        let text = OntologyText {
            ontology: file("ontology.toml")?,
            scale: file("scale.tsv")?,
            crosswalk: file("crosswalk.tsv")?,
            confidence: self
                .optional(&format!("ontology/{name}/confidence.tsv"))?
                .unwrap_or_default(),
            contexts: self.optional(&format!("ontology/{name}/contexts.tsv"))?.unwrap_or_default(),
            rules: &self.texts(&format!("ontology/{name}/rules"), ".toml")?,
            pairs: self.optional(&format!("ontology/{name}/pairs.tsv"))?.unwrap_or_default(),
            attitudes: attitudes.map_or(&[], |bytes| bytes),
        };
        Ontology::load(&text).map_err(|e| unusable(&format!("ontology `{name}`"), e))
    }

    /// Loads the forms of propositions and standing relations; an ontology need not have any.
    pub(crate) fn forms(&self) -> Result<Forms> {
        let names = self.names("ontology");
        let Some(name) = names.first() else { return Ok(Forms::default()) };
        let lang = self.default_language()?;
        let text = FormsText {
            ontology: name,
            propositions: &self.texts(&format!("ontology/{name}/propositions"), ".toml")?,
            relations: &self.texts(&format!("ontology/{name}/relations"), ".toml")?,
            words: self.optional(&format!("lang/{lang}/forms.tsv"))?.unwrap_or_default(),
            scheme: self.text(&format!("ontology/{name}/ontology.toml"))?,
        };
        Forms::load(&text).map_err(|e| unusable(&format!("the forms of ontology `{name}`"), e))
    }

    /// The language whose names the atlas is joined with: the first, as only one is loaded so far.
    fn default_language(&self) -> Result<&str> {
        let first = self.names("lang").into_iter().next();
        first.ok_or_else(|| broken("expected a language in the packs, found none"))
    }

    /// Names of the packs of a sort: `en` for `lang`, `plover` for `ontology`.
    fn names(&self, sort: &str) -> Vec<&str> {
        let packs = self.files.keys().filter_map(|path| pack_of(path));
        let mut names: Vec<&str> =
            packs.filter_map(|pack| pack.strip_prefix(sort)?.strip_prefix('/')).collect();
        names.dedup();
        names
    }

    /// The bytes of a file.
    fn bytes(&self, path: &str) -> Result<&Bytes> {
        self.files.get(path).ok_or_else(|| {
            broken(format!("expected `{path}` in the packs, found no such file")).hint(
                "a folder of packs holds `lang`, `ontology`, `atlas` and `web`, as the packs in the binary do",
            )
        })
    }

    /// The text of a file.
    fn text(&self, path: &str) -> Result<&str> {
        utf8(path, self.bytes(path)?)
    }

    /// The text of a file that need not be there.
    fn optional(&self, path: &str) -> Result<Option<&str>> {
        self.files.get(path).map(|bytes| utf8(path, bytes)).transpose()
    }

    /// Name and text of every file below a folder that ends as given, sorted by name.
    fn texts(&self, folder: &str, ending: &str) -> Result<Vec<(&str, &str)>> {
        let mut texts = Vec::new();
        for (path, bytes) in &self.files {
            let name = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            if let Some(name) = name.filter(|name| name.ends_with(ending)) {
                texts.push((name, utf8(path, bytes)?));
            }
        }
        Ok(texts)
    }
}

fn utf8<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str> {
    std::str::from_utf8(bytes)
        .map_err(|e| broken(format!("expected UTF-8 in `{path}`")).caused_by(e))
}

/// Whether a file is one that an engine loads: the packs embed the same.
fn is_knowledge(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    pack_of(path).is_some() && matches!(ending, Some("bin" | "toml" | "tsv"))
}

/// The pack that a file belongs to: the first folder, or two where there are several of a sort.
fn pack_of(path: &str) -> Option<&str> {
    let (sort, rest) = path.split_once('/')?;
    match sort {
        "actors" | "atlas" | "exchange" | "web" => Some(sort),
        "lang" | "ontology" => {
            let (name, _) = rest.split_once('/')?;
            Some(&path[..=sort.len() + name.len()])
        }
        _ => None,
    }
}

/// Makes an error about the packs.
#[cold]
pub(crate) fn broken(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Packs, message)
}

/// Makes an error about a pack that a stage refuses.
#[cold]
fn unusable(what: &str, cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    broken(format!("failed to load {what} from the packs")).caused_by(cause)
}

/// Sixteen hexadecimal digits that name some parts; where one ends and the next begins counts.
pub(crate) fn short_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

fn is_gazetteer(path: &str) -> bool {
    path.starts_with("atlas/") && path.ends_with(".bin")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knowledge(files: &[(&str, &str)]) -> Knowledge {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
        Knowledge::from_files(files.iter().map(owned))
    }

    fn sample() -> Knowledge {
        knowledge(&[
            ("atlas/actors.tsv", "a"),
            ("lang/en/lang.toml", "b"),
            ("lang/en/lexicon/verbs.tsv", "c"),
            ("ontology/plover/pack.toml", "version = \"1\""),
        ])
    }

    #[test]
    fn a_pack_is_a_folder() {
        let packs = sample().packs().expect("all is well");
        let names: Vec<_> = packs.iter().map(|p| (p.name.as_str(), p.n_files)).collect();
        assert_eq!(names, [("atlas", 1), ("lang/en", 2), ("ontology/plover", 1)]);
        assert_eq!(packs[2].version.as_deref(), Some("1"));
    }

    #[test]
    fn the_hash_tells_packs_apart() {
        let hash = |files: &[(&str, &str)]| {
            knowledge(files).packs().expect("there is no pack.toml")[0].hash.clone()
        };
        assert_ne!(hash(&[("atlas/a.tsv", "bc")]), hash(&[("atlas/a.tsvb.tsv", "c")]));
        assert_ne!(hash(&[("atlas/a.tsv", "b")]), hash(&[("atlas/a.tsv", "c")]));
    }

    #[test]
    fn a_missing_file_is_named() {
        let knowledge = sample();
        let error = knowledge.text("atlas/places.tsv").expect_err("it is not there");
        assert_eq!(error.kind(), ErrorKind::Packs);
        assert!(error.to_string().contains("`atlas/places.tsv`"), "{error}");
    }

    #[test]
    fn names_are_folders_of_a_sort() {
        let knowledge = sample();
        assert_eq!(knowledge.names("lang"), ["en"]);
        assert_eq!(knowledge.names("ontology"), ["plover"]);
        assert!(knowledge.names("lan").is_empty());
        let tables = knowledge.texts("lang/en/lexicon", ".tsv").expect("all is UTF-8");
        assert_eq!(tables, [("verbs.tsv", "c")]);
    }

    #[test]
    fn what_is_no_knowledge_is_left_out() {
        let files = [("atlas/SOURCES.md", "a"), ("src/lib.rs", "b"), ("Cargo.toml", "c")];
        assert_eq!(knowledge(&files).files.len(), 0);
    }

    #[test]
    fn a_users_actors_are_a_pack_and_are_reported() {
        let text = b"ARNOR_ [ARN]\nNOBODY_ [?]\n".to_vec();
        let knowledge = sample().with_actors("mine", text).expect("one line is good");
        let packs = knowledge.packs().expect("all is well");
        assert_eq!((packs[0].name.as_str(), packs[0].n_files), ("actors", 1));
        let unread = knowledge.unread();
        assert_eq!((unread.len(), knowledge.n_unread()), (1, 1));
        assert!(unread[0].to_string().starts_with("`mine` line 2: expected `[CODE]`"));
        let error = sample().with_actors("none", b"\0\xff".to_vec()).expect_err("no actors");
        assert_eq!(error.kind(), ErrorKind::Packs);
        assert!(error.to_string().contains("`none`"), "{error}");
    }

    #[test]
    fn an_ontology_takes_the_place_of_others() {
        let own = [("ontology.toml".to_owned(), b"x".to_vec())];
        assert_eq!(sample().with_ontology("own", own).names("ontology"), ["own"]);
    }

    #[test]
    fn a_gazetteer_is_checked_when_it_is_given() {
        let error = sample().with_gazetteer(b"Dublin\t53.3".to_vec()).expect_err("no gazetteer");
        assert_eq!(error.kind(), ErrorKind::Packs);
        let said = "gazetteer: expected a file that begins with `gazette1`, found 11 bytes that \
                    begin with `Dublin\\t5`";
        assert_eq!(error.to_string(), said);
        let head = [b"gazette1".as_slice(), &[0; 16]].concat();
        let own = sample().with_gazetteer(head).expect("an empty gazetteer");
        assert_eq!(own.gazetteers().len(), 1);
    }
}
