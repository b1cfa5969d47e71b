//! Universal parts of speech and grammatical relations.
//!
//! Pipelines have their own labels; a language's `lang.toml` maps each to a [`Relation`], so that
//! the stages after the parser read no treebank's label.

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// All variants, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name used in packs and output.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The variant of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.as_str() == name)
            }
        }
    };
}
pub(crate) use named;

named! {
    /// Universal part of speech (Universal Dependencies v2).
    Pos {
        /// Adjective.
        Adj = "ADJ",
        /// Adposition.
        Adp = "ADP",
        /// Adverb.
        Adv = "ADV",
        /// Auxiliary.
        Aux = "AUX",
        /// Coordinating conjunction.
        Cconj = "CCONJ",
        /// Conjunction of either kind (old label).
        Conj = "CONJ",
        /// Determiner.
        Det = "DET",
        /// Interjection.
        Intj = "INTJ",
        /// Noun.
        Noun = "NOUN",
        /// Numeral.
        Num = "NUM",
        /// Particle.
        Part = "PART",
        /// Pronoun.
        Pron = "PRON",
        /// Proper noun.
        Propn = "PROPN",
        /// Punctuation.
        Punct = "PUNCT",
        /// Subordinating conjunction.
        Sconj = "SCONJ",
        /// White space.
        Space = "SPACE",
        /// Symbol.
        Sym = "SYM",
        /// Verb.
        Verb = "VERB",
        /// Anything else.
        X = "X",
        /// Not tagged.
        None = "",
    }
}

impl Pos {
    /// Noun, proper noun or pronoun: may head a mention.
    pub fn is_nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Propn | Self::Pron)
    }
}

named! {
    /// Grammatical relation of a token to its head.
    Relation {
        /// Head of the sentence.
        Root = "root",
        /// Subject of an active clause.
        Subject = "subject",
        /// Subject of a passive clause: who undergoes.
        PassiveSubject = "passive-subject",
        /// A clause as subject.
        ClausalSubject = "clausal-subject",
        /// Direct object.
        Object = "object",
        /// Indirect object.
        Dative = "dative",
        /// The by-phrase of a passive (the preposition, as an adposition heads its noun).
        Agent = "agent",
        /// An adposition that heads its noun.
        Preposition = "preposition",
        /// The noun under an adposition.
        PrepObject = "prep-object",
        /// A clause under an adposition.
        PrepClause = "prep-clause",
        /// Finite clause complement.
        Complement = "complement",
        /// Complement whose subject stands outside it.
        OpenComplement = "open-complement",
        /// Adverbial clause.
        AdverbialClause = "adverbial-clause",
        /// Relative clause.
        RelativeClause = "relative-clause",
        /// Participle or infinitive on a noun.
        NounClause = "noun-clause",
        /// Adverb.
        Adverb = "adverb",
        /// Noun used as an adverb (`last week`).
        NounAdverb = "noun-adverb",
        /// Conjunct of the head.
        Conjunct = "conjunct",
        /// The coordinator.
        Coordinator = "coordinator",
        /// Auxiliary.
        Auxiliary = "auxiliary",
        /// Auxiliary of the passive.
        PassiveAuxiliary = "passive-auxiliary",
        /// Negation.
        Negation = "negation",
        /// Subordinator.
        Marker = "marker",
        /// Verb particle.
        Particle = "particle",
        /// Possessor.
        Possessor = "possessor",
        /// Part of a compound.
        Compound = "compound",
        /// Adjective.
        Modifier = "modifier",
        /// Noun as a modifier.
        NounModifier = "noun-modifier",
        /// Apposition.
        Apposition = "apposition",
        /// Determiner.
        Determiner = "determiner",
        /// Number.
        Number = "number",
        /// Predicate noun after a copula.
        Attribute = "attribute",
        /// Predicate adjective.
        AdjectiveComplement = "adjective-complement",
        /// Object predicate (`called him a liar`).
        ObjectPredicate = "object-predicate",
        /// Loosely attached material.
        Parataxis = "parataxis",
        /// Genitive or case mark.
        Case = "case",
        /// Punctuation.
        Punctuation = "punctuation",
        /// Anything else.
        Other = "other",
    }
}
