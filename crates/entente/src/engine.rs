//! The stages in a row: read, annotate, resolve, code.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use entente_annotate::{Languages, Scope, Scratch};
use entente_code::{Attribution, Forms, Keep, Ontology};
use entente_model::{
    Annotated, Coded, DocMeta, Document, Note, NoteKind, Noted, Origin, Resolved, Run, RunId,
};
use entente_resolve::Atlas;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::Knowledge;
use crate::knowledge::short_hash;
use crate::{Error, ErrorKind, Input, Item, Reader, Result, Settings, parallel, wire};

/// Everything that is needed to turn texts into events; made once, used from one place.
///
/// The answers depend on the text, the packs and the settings alone.
pub struct Engine {
    pub(crate) reader: Reader,
    pub(crate) languages: Languages,
    pub(crate) atlas: Atlas,
    pub(crate) ontology: Ontology,
    pub(crate) attribution: Attribution,
    pub(crate) forms: Forms,
    pub(crate) keep: Keep,
    pub(crate) run: Run,
    pub(crate) pool: ThreadPool,
    /// Working memory that threads take and put back.
    scratch: Mutex<Vec<Scratch>>,
}

/// The answer for one record of an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<T> {
    /// Where the record came from.
    pub origin: Origin,
    /// What was noticed; the answer carries the same.
    pub notes: Vec<Note>,
    /// The answer in its public shape; none where there was no document to answer for.
    pub value: Option<T>,
}

/// A document after the stages that read it, before it is coded.
pub(crate) struct Understood {
    pub(crate) annotated: Annotated,
    pub(crate) resolved: Resolved,
    pub(crate) notes: Vec<Note>,
}

/// A document after all stages.
pub(crate) struct Read {
    pub(crate) document: Document,
    pub(crate) coded: Coded,
    pub(crate) n_sentences: usize,
    pub(crate) notes: Vec<Note>,
}

/// A document on which a stage gave up, with the notes that say so.
pub(crate) struct Failed {
    pub(crate) meta: DocMeta,
    pub(crate) notes: Vec<Note>,
}

impl Engine {
    /// Loads the packs.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Packs`], naming the file and line that cannot be used.
    pub fn new(knowledge: &Knowledge, settings: &Settings) -> Result<Self> {
        let pool = ThreadPoolBuilder::new().num_threads(settings.threads).build().map_err(|e| {
            Error::new(ErrorKind::Usage, "failed to start the worker threads").caused_by(e)
        })?;
        let languages = knowledge.languages(settings.model)?;
        let mut ontology = knowledge.ontology()?;
        if let Some(reviewer) = languages.reviewer() {
            ontology = ontology.with_reviewer(reviewer);
        }
        Ok(Self {
            reader: Reader::new(knowledge, settings)?,
            languages,
            atlas: knowledge.atlas()?,
            ontology,
            attribution: knowledge.attribution()?,
            forms: knowledge.forms()?,
            keep: settings.keep,
            run: run(knowledge, settings)?,
            pool,
            scratch: Mutex::default(),
        })
    }

    /// The run that stored records name: this engine with these packs and settings.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Annotates one document as it was read.
    pub fn annotate(&self, read: Noted<Document>) -> Answer<wire::Annotated> {
        let work = |engine: &Self, read, scratch: &mut Scratch| {
            engine.understand(read, Scope::Everything, scratch)
        };
        match self.guarded(read, work) {
            Ok(Understood { annotated, resolved, notes }) => {
                let value = wire::Annotated::new(&annotated, &resolved, &notes);
                Answer { origin: annotated.document.meta.origin, notes, value: Some(value) }
            }
            Err(failed) => {
                let Failed { meta, notes } = *failed;
                let value = wire::Annotated::failed(&meta, &notes);
                Answer { origin: meta.origin, notes, value: Some(value) }
            }
        }
    }

    /// Codes one document as it was read.
    pub fn code(&self, read: Noted<Document>) -> Answer<wire::Coded> {
        let (meta, coded, notes) = match self.read_through(read) {
            Ok(Read { document, coded, n_sentences: _, notes }) => (document.meta, coded, notes),
            Err(failed) => (failed.meta, Coded::default(), failed.notes),
        };
        let value = wire::Coded::new(&meta, &coded, &notes);
        Answer { origin: meta.origin, notes, value: Some(value) }
    }

    /// What is seen of a document's pair when it is judged, for learning to judge.
    pub fn seen_of_pair(&self, read: Noted<Document>) -> Vec<(String, f32)> {
        let work = |engine: &Self, read, scratch: &mut Scratch| {
            let Understood { annotated, resolved, notes: _ } =
                engine.understand(read, Scope::News, scratch);
            entente_code::seen_of_pair(&annotated, &resolved, &engine.ontology)
        };
        self.guarded(read, work).unwrap_or_default()
    }

    /// What is seen of a document's pair when names are covered, for learning attitudes.
    pub fn masked_of_pair(&self, read: Noted<Document>) -> Option<entente_code::Masked> {
        let work = |engine: &Self, read, scratch: &mut Scratch| {
            let understood = engine.understand(read, Scope::News, scratch);
            entente_code::masked_of_pair(&understood.annotated)
        };
        self.guarded(read, work).ok().flatten()
    }

    /// Annotates documents in parallel and hands out the answers in input order.
    ///
    /// # Errors
    ///
    /// Those of `sink` only.
    pub fn annotate_all<E>(
        &self,
        inputs: impl Iterator<Item = Input> + Send,
        sink: impl FnMut(Answer<wire::Annotated>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.all(inputs, |read| self.annotate(read), sink)
    }

    /// Codes documents in parallel and hands out the answers in input order.
    ///
    /// # Errors
    ///
    /// Those of `sink` only.
    pub fn code_all<E>(
        &self,
        inputs: impl Iterator<Item = Input> + Send,
        sink: impl FnMut(Answer<wire::Coded>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.all(inputs, |read| self.code(read), sink)
    }

    fn all<T: Send, E>(
        &self,
        inputs: impl Iterator<Item = Input> + Send,
        answer: impl Fn(Noted<Document>) -> Answer<T> + Sync,
        mut sink: impl FnMut(Answer<T>) -> Result<(), E>,
    ) -> Result<(), E> {
        let work = |item| match item {
            Item::Document(read) => answer(*read),
            Item::Lost { origin, notes } => Answer { origin, notes, value: None },
        };
        parallel::in_order(&self.pool, self.reader.read_all(inputs), work, |answers| {
            answers.into_iter().try_for_each(&mut sink)
        })
    }

    /// Runs all stages over one document; a fault of a stage is a note on that document.
    pub(crate) fn read_through(&self, read: Noted<Document>) -> Result<Read, Box<Failed>> {
        self.read_keeping(read, self.keep)
    }

    /// Runs all stages over one document, whatever the settings keep.
    pub(crate) fn read_keeping(
        &self,
        read: Noted<Document>,
        keep: Keep,
    ) -> Result<Read, Box<Failed>> {
        self.guarded(read, |engine, read, scratch| {
            let Understood { annotated, resolved, mut notes } =
                engine.understand(read, Scope::News, scratch);
            let mut coded = entente_code::code(&annotated, &resolved, &engine.ontology, keep);
            let events = &coded.value.events;
            coded.value.claims =
                entente_code::claims(&annotated, &resolved, &engine.attribution, events);
            entente_code::propose(&annotated, &resolved, &engine.forms, &mut coded.value);
            coded.value.relations = entente_code::relations(&annotated, &resolved, &engine.forms);
            notes.extend(coded.notes);
            Read {
                n_sentences: annotated.sentences.len(),
                document: annotated.document,
                coded: coded.value,
                notes,
            }
        })
    }

    /// Annotates what is in scope of a document and resolves its mentions.
    pub(crate) fn understand(
        &self,
        read: Noted<Document>,
        scope: Scope,
        scratch: &mut Scratch,
    ) -> Understood {
        let Noted { value: document, mut notes } = read;
        let annotated = entente_annotate::annotate(document, &self.languages, scope, scratch);
        notes.extend(annotated.notes);
        let mut resolved = entente_resolve::resolve(&annotated.value, &self.atlas);
        notes.extend(resolved.notes);
        resolved.value.period = self.period(&annotated.value.document.meta, scratch);
        Understood { annotated: annotated.value, resolved: resolved.value, notes }
    }

    /// Does some work on a document so that a fault in it stops nothing else.
    pub(crate) fn guarded<T>(
        &self,
        read: Noted<Document>,
        work: impl FnOnce(&Self, Noted<Document>, &mut Scratch) -> T,
    ) -> Result<T, Box<Failed>> {
        let (meta, mut notes) = (read.value.meta.clone(), read.notes.clone());
        let mut scratch = self.take_scratch();
        // Nothing that a fault may leave half-done is used again: the document is given up, the
        // scratch is dropped, and the packs are only read.
        match catch_unwind(AssertUnwindSafe(|| work(self, read, &mut scratch))) {
            Ok(done) => {
                self.put_back(scratch);
                Ok(done)
            }
            Err(panic) => {
                notes.push(failure(panic.as_ref()));
                Err(Box::new(Failed { meta, notes }))
            }
        }
    }

    fn take_scratch(&self) -> Scratch {
        let mut spare = self.scratch.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        spare.pop().unwrap_or_default()
    }

    fn put_back(&self, scratch: Scratch) {
        self.scratch.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(scratch);
    }
}

/// Names a run by everything that its answers depend on.
fn run(knowledge: &Knowledge, settings: &Settings) -> Result<Run> {
    let engine = env!("CARGO_PKG_VERSION").to_owned();
    // What is known of tables of others says nothing about texts.
    let packs = knowledge.packs()?.into_iter().filter(|pack| pack.name != "exchange");
    let packs: Vec<(String, String)> = packs.map(|pack| (pack.name, pack.hash)).collect();
    let settings = settings.hash();
    let names = packs.iter().flat_map(|(name, hash)| [name.as_bytes(), hash.as_bytes()]);
    let id = short_hash([engine.as_bytes(), settings.as_bytes()].into_iter().chain(names));
    Ok(Run { id: RunId::new(id), engine, packs, settings })
}

/// Turns a panic into a note.
#[cold]
fn failure(panic: &(dyn std::any::Any + Send)) -> Note {
    let said = panic.downcast_ref::<String>().map(String::as_str);
    let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
    let message = format!("left the document out after a fault of the engine: {said}");
    Note::new(NoteKind::Failed, message)
}

#[cfg(test)]
mod tests {
    use entente_model::testing::document;

    use super::*;

    #[test]
    fn a_fault_on_one_document_is_a_note_on_it() {
        let engine = Engine::new(&Knowledge::embedded(), &Settings::default());
        let engine = engine.expect("the embedded packs are whole");
        let read = |text| Noted::clean(document(text, None));
        let failed =
            engine.guarded(read("one"), |_, _, _| -> u32 { panic!("a hole in the floor") });
        let notes = failed.err().map(|failed| failed.notes).unwrap_or_default();
        assert_eq!(notes[0].kind, NoteKind::Failed);
        assert!(notes[0].message.ends_with("a hole in the floor"), "{}", notes[0].message);
        assert!(engine.code(read("France accused Mali.")).value.is_some());
    }
}
