//! Which fields of a table stand for which of a document: `text=body,published=date`.

use serde_json::{Map, Value};

use crate::field::FIELDS;

/// Names of columns, or of JSON fields, for fields of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// A document's field and the column that holds it.
    pairs: Vec<(&'static str, String)>,
}

/// Why a map of columns could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found `{found}`")]
pub struct ColumnsError {
    expected: String,
    found: String,
}

impl Columns {
    /// Reads `field=column` pairs with commas between.
    ///
    /// # Errors
    ///
    /// Where there is no pair, the field is none of a document's, or stands twice.
    pub fn parse(map: &str) -> Result<Self, ColumnsError> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        for pair in map.split(',') {
            let fail = |expected: String| ColumnsError { expected, found: pair.trim().into() };
            let (field, column) = pair
                .split_once('=')
                .map(|(field, column)| (field.trim(), column.trim()))
                .filter(|(_, column)| !column.is_empty())
                .ok_or_else(|| fail("pairs such as `text=body,published=date`".into()))?;
            let known = FIELDS.iter().find(|known| **known == field);
            let field = known.ok_or_else(|| fail(format!("one of {}", FIELDS.join(", "))))?;
            if pairs.iter().any(|(taken, _)| taken == field) {
                return Err(fail("each field once".into()));
            }
            pairs.push((field, column.into()));
        }
        Ok(Self { pairs })
    }

    /// The field that a column holds.
    pub(crate) fn field(&self, column: &str) -> Option<&'static str> {
        let named = |name: &str| name.trim().eq_ignore_ascii_case(column.trim());
        self.pairs.iter().find(|(_, name)| named(name)).map(|(field, _)| *field)
    }

    /// The column that holds a field.
    pub(crate) fn column(&self, field: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| *known == field).map(|(_, column)| column.as_str())
    }

    /// Gives the fields of a record the names that a document has for them.
    pub(crate) fn rename(&self, object: &mut Map<String, Value>) {
        let take = |(field, column): &(&'static str, String)| {
            Some((*field, object.shift_remove(column.as_str())?))
        };
        let taken: Vec<(&str, Value)> = self.pairs.iter().filter_map(take).collect();
        object.extend(taken.into_iter().map(|(field, value)| (field.to_owned(), value)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_and_wrong_ones_named() {
        let columns = Columns::parse("text=body, published = Date of issue").expect("two pairs");
        assert_eq!(columns.field(" BODY"), Some("text"));
        assert_eq!(columns.column("published"), Some("Date of issue"));
        let fail = |map| Columns::parse(map).expect_err("it is wrong").to_string();
        assert_eq!(fail(""), "expected pairs such as `text=body,published=date`, found ``");
        assert_eq!(fail("text=a,text=b"), "expected each field once, found `text=b`");
        assert!(fail("body=text").starts_with("expected one of id, text, title, "));
    }

    #[test]
    fn fields_can_change_places() {
        let columns = Columns::parse("text=title,title=text").expect("two pairs");
        let Value::Object(mut object) = serde_json::json!({"text": 1, "title": 2, "x": 3}) else {
            unreachable!("it is an object")
        };
        columns.rename(&mut object);
        assert_eq!(Value::Object(object), serde_json::json!({"text": 2, "title": 1, "x": 3}));
    }
}
