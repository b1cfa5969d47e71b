//! The saved corpus: small files, good and broken, one folder a format.
//!
//! The snapshot has a line for each document (where it stands, its format, day, title and the
//! beginning of its text) and for each remark. After a change, look at the difference and accept it
//! with `INSTA_UPDATE=always cargo test -p entente-read`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use entente_model::{Note, Origin};
use entente_read::{BlockCues, Hint, Item, read};

/// The files of the corpus below a folder, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("it can be listed").path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_none_or(|ending| ending != "md"));
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    paths.into_iter().flat_map(below).collect()
}

/// The folder of the corpus.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

#[test]
fn every_file_gives_what_could_be_read_and_says_what_could_not() {
    let cues = BlockCues::default();
    let mut shown = String::new();
    for path in files(&folder()) {
        let name = path.strip_prefix(folder()).expect("it lies below").display().to_string();
        let name = name.replace('\\', "/");
        let file = std::fs::File::open(&path).expect("it can be opened");
        writeln!(shown, "{name}").expect("memory can be written");
        let mut n_items = 0;
        for item in read(file, Hint::new(&name, &cues)) {
            n_items += 1;
            show(&mut shown, &name, &item);
        }
        assert!(n_items > 0, "nothing is said of {name}");
    }
    insta::assert_snapshot!("corpus", shown);
}

fn show(shown: &mut String, name: &str, item: &Item) {
    let (origin, notes) = match item {
        Item::Lost { origin, notes } => (origin, notes),
        Item::Document(read) => {
            let meta = &read.value.meta;
            let day = meta.published.map_or("no day".to_owned(), |day| day.to_string());
            let title = meta.title.as_deref().unwrap_or("no title");
            let text: String = read.value.text.chars().take(60).collect();
            let place = place(&meta.origin, name);
            let line = format!("{place} | {day} | {title} | {}", text.escape_debug());
            writeln!(shown, "  + {line}").expect("memory can be written");
            (&meta.origin, &read.notes)
        }
    };
    for Note { kind, message, span: _ } in notes {
        let line = format!("{} | {}: {message}", place(origin, name), kind.as_str());
        writeln!(shown, "  ! {line}").expect("memory can be written");
    }
}

fn place(origin: &Origin, name: &str) -> String {
    let Origin { path, offset, format } = origin;
    let member = path.strip_prefix(name).unwrap_or(path);
    format!("{member}@{offset} {}", format.as_str())
}
