//! A verdict on one page, as HTML or Markdown.

use std::fmt::Write as _;

use super::row::{ItemRow, VerdictRow, in_words};

/// The form of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A page of its own, without scripts or anything from elsewhere.
    Html,
    /// Markdown.
    Markdown,
}

impl Form {
    /// The form that a file name asks for: `.html`, `.htm`, `.md`.
    pub fn of_name(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match ending.as_str() {
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// One page on a verdict: the claim, what speaks for and against it, what was not found, and what
/// would turn it.
pub fn brief(row: &VerdictRow, form: Form) -> String {
    let mut page = Page { text: String::new(), form };
    let claim = row.asked.text.clone().unwrap_or_default();
    page.begin(&claim);
    page.heading(1, &claim);
    if let Some(speaker) = &row.asked.speaker {
        page.line(&format!("Said by {speaker}."));
    }
    let leaning = row.leaning.map(|side| format!(", leaning {side} it")).unwrap_or_default();
    page.strong(&format!("Verdict: {}{leaning}", row.verdict));
    page.line(&format!(
        "As of {}. It concerns the record held, not the world: {} documents, {} clusters, {:.1} independent stories.",
        row.as_of, row.n_documents, row.n_clusters, row.n_effective
    ));
    if let Some(proposition) = &row.proposition {
        page.line(&format!("Read as: {}.", in_words(proposition)));
    }
    for (name, items, mass) in
        [("For", &row.for_it, row.masses[0]), ("Against", &row.against, row.masses[1])]
    {
        page.heading(2, &format!("{name} (mass {mass:.2})"));
        page.list(items.iter().map(item));
    }
    page.heading(2, "Looked for");
    page.list(row.looked_for.iter().map(|looked| match looked.found {
        0 => format!("{}: not found", looked.what),
        n => format!("{}: {n}", looked.what),
    }));
    page.heading(2, "What would turn it");
    page.list(row.flips_if.iter().map(|f| format!("without {}: {}", f.without, f.becomes)));
    page.heading(2, "How it was weighed");
    let t = row.thresholds;
    let rule = format!(
        "A side settles a claim with a table that covers it, or with a mass of {} from {} clusters while the other has less than {} of it; both count from {}.",
        t.enough, t.clusters, t.at_most, t.counts
    );
    page.list(row.remarks.iter().cloned().chain([rule]));
    page.end();
    page.text
}

fn item(item: &ItemRow) -> String {
    let [from, to] = &item.when;
    let days = if from == to { from.clone() } else { format!("{from} to {to}") };
    let whence = match (&item.publisher, &item.document) {
        (Some(publisher), Some(document)) => format!("{publisher}, {document}"),
        (None, Some(document)) => document.clone(),
        _ => item.cluster.clone(),
    };
    format!("{days}: {} ({}, {whence}, weight {:.2})", item.says, item.shelf, item.weight)
}

struct Page {
    text: String,
    form: Form,
}

impl Page {
    fn begin(&mut self, title: &str) {
        if self.form == Form::Html {
            let title = escape(title);
            self.push(&format!(
                "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>body{{font:16px/1.5 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}}h1{{font-size:1.5rem}}h2{{font-size:1.1rem;margin-top:1.5rem}}</style>\n</head>\n<body>\n"
            ));
        }
    }

    fn end(&mut self) {
        if self.form == Form::Html {
            self.push("</body>\n</html>\n");
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        match self.form {
            Form::Html => self.push(&format!("<h{level}>{}</h{level}>\n", escape(text))),
            Form::Markdown => self.push(&format!("{} {}\n\n", "#".repeat(level), one_line(text))),
        }
    }

    fn line(&mut self, text: &str) {
        match self.form {
            Form::Html => self.push(&format!("<p>{}</p>\n", escape(text))),
            Form::Markdown => self.push(&format!("{}\n\n", one_line(text))),
        }
    }

    fn strong(&mut self, text: &str) {
        match self.form {
            Form::Html => self.push(&format!("<p><strong>{}</strong></p>\n", escape(text))),
            Form::Markdown => self.push(&format!("**{}**\n\n", one_line(text))),
        }
    }

    fn list(&mut self, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        if items.is_empty() {
            return self.line("Nothing.");
        }
        match self.form {
            Form::Html => {
                self.push("<ul>\n");
                items.iter().for_each(|text| self.push(&format!("<li>{}</li>\n", escape(text))));
                self.push("</ul>\n");
            }
            Form::Markdown => {
                items.iter().for_each(|text| self.push(&format!("- {}\n", one_line(text))));
                self.push("\n");
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.text.write_str(text).expect("strings do not fail");
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    one_line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_what_was_asked_and_no_markup_of_it() {
        let asked =
            super::super::Asked { text: Some("A <b>claim</b>".into()), ..Default::default() };
        let row = VerdictRow::not_understood(jiff::civil::date(2020, 1, 1), Vec::new()).of(asked);
        let page = brief(&row, Form::Html);
        assert!(page.contains("<h1>A &lt;b&gt;claim&lt;/b&gt;</h1>"), "{page}");
        assert!(page.contains("not enough evidence"));
        assert!(brief(&row, Form::Markdown).starts_with("# A <b>claim</b>\n\n"));
        assert_eq!(Form::of_name("x.pdf"), None);
    }
}
