//! Documents in parallel, answers in input order, memory bounded by the chunk.
//!
//! While one chunk is being worked on, the answers of the chunk before are written. How many
//! threads there are decides how long that takes and nothing else.

use std::sync::mpsc;
use std::thread;

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::Item;

/// Most items in a chunk.
const MOST_ITEMS: usize = 256;
/// Text after which a chunk is full, in bytes.
const ENOUGH_TEXT: usize = 2 << 20;

/// Does `work` on every item and hands each chunk's answers to `sink`, in input order.
///
/// # Errors
///
/// The first one of `sink`, after which no more is read.
pub(crate) fn in_order<T: Send, E>(
    pool: &ThreadPool,
    items: impl Iterator<Item = Item> + Send,
    work: impl Fn(Item) -> T + Sync,
    mut sink: impl FnMut(Vec<T>) -> Result<(), E>,
) -> Result<(), E> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let work = &work;
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut items = items;
            while let Some(chunk) = next_chunk(&mut items) {
                let done = pool.install(|| chunk.into_par_iter().map(work).collect());
                // The receiver is gone once a sink has failed.
                if sender.send(done).is_err() {
                    break;
                }
            }
        });
        receiver.into_iter().try_for_each(&mut sink)
    })
}

fn next_chunk(items: &mut impl Iterator<Item = Item>) -> Option<Vec<Item>> {
    let mut chunk = Vec::new();
    let mut text = 0;
    while chunk.len() < MOST_ITEMS && text < ENOUGH_TEXT {
        let Some(item) = items.next() else { break };
        text += weight(&item);
        chunk.push(item);
    }
    (!chunk.is_empty()).then_some(chunk)
}

/// Bytes of text that an item holds.
fn weight(item: &Item) -> usize {
    match item {
        Item::Document(read) => read.value.text.len(),
        Item::Lost { .. } => 0,
    }
}

#[cfg(test)]
mod tests {
    use entente_model::Noted;
    use entente_model::testing::document;
    use rayon::ThreadPoolBuilder;

    use super::*;

    fn items(n: usize) -> impl Iterator<Item = Item> + Send {
        (0..n).map(|i| Item::Document(Box::new(Noted::clean(document(&format!("{i}"), None)))))
    }

    fn text(item: Item) -> String {
        match item {
            Item::Document(read) => read.value.text,
            Item::Lost { .. } => unreachable!("only documents are made here"),
        }
    }

    fn texts(threads: usize, n: usize) -> Vec<String> {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        let mut seen = Vec::new();
        let sink = |texts: Vec<String>| {
            seen.extend(texts);
            Ok::<(), ()>(())
        };
        in_order(&pool, items(n), text, sink).expect("the sink never fails");
        seen
    }

    #[test]
    fn order_is_kept_whatever_the_threads() {
        let expected: Vec<String> = (0..1000).map(|i| i.to_string()).collect();
        assert_eq!(texts(1, 1000), expected);
        assert_eq!(texts(4, 1000), expected);
        assert!(texts(2, 0).is_empty());
    }

    #[test]
    fn a_failing_sink_ends_the_reading() {
        let pool = ThreadPoolBuilder::new().num_threads(2).build().expect("threads start");
        let mut taken = 0;
        let endless = items(usize::MAX).inspect(|_| taken += 1);
        let outcome = in_order(&pool, endless, text, |_| Err("full"));
        assert_eq!(outcome, Err("full"));
        assert!(taken <= 4 * MOST_ITEMS, "{taken} items were read");
    }
}
