//! Word vectors of a document's tokens.

/// A vector for each token; none at all where nothing asked for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordVectors {
    width: usize,
    rows: Vec<f32>,
}

impl WordVectors {
    /// Takes rows of `width` numbers, one row a token.
    pub fn new(width: usize, rows: Vec<f32>) -> Self {
        Self { width, rows }
    }

    /// How many numbers a vector has; 0 where there are none.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The vector of a token, all zeros if its word has none; nothing where there are no vectors.
    pub fn of(&self, token: u32) -> &[f32] {
        let start = (token as usize).saturating_mul(self.width);
        self.rows.get(start..start.saturating_add(self.width)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_of_tokens() {
        let vectors = WordVectors::new(2, vec![1.0, 2.0, 3.0, 4.0]);
        assert_eq!(vectors.of(1), [3.0, 4.0]);
        assert!(vectors.of(2).is_empty() && WordVectors::default().of(0).is_empty());
    }
}
