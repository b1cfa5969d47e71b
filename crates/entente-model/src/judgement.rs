//! What a learned judge makes of the two parties of a document's pair.

use std::sync::Arc;

/// Probabilities of labels, by the questions that a judge was asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement(Vec<(Arc<str>, Chances)>);

/// Labels and their probabilities, which sum up to one.
pub type Chances = Vec<(Arc<str>, f32)>;

impl Judgement {
    /// Takes the names of questions with the probabilities of their labels.
    pub fn new(answers: Vec<(Arc<str>, Chances)>) -> Self {
        Self(answers)
    }

    /// The probabilities of a question's labels; nothing where it was not asked.
    pub fn of(&self, question: &str) -> &[(Arc<str>, f32)] {
        let found = self.0.iter().find(|(name, _)| **name == *question);
        found.map_or(&[], |(_, chances)| chances)
    }

    /// All questions with the probabilities of their labels.
    pub fn all(&self) -> &[(Arc<str>, Chances)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_found_by_question() {
        let judgement = Judgement::new(vec![("mood".into(), vec![("fair".into(), 1.0)])]);
        assert_eq!(judgement.of("mood"), [("fair".into(), 1.0)]);
        assert!(judgement.of("type").is_empty());
    }
}
