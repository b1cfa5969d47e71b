//! Formats and archives, as a person hands them over: by name, by pipe, in folders.

use serde_json::Value;

use crate::Desk;

const FEED: &str = "<rss><channel><title>The Mail</title><item><title>Theft</title>\
    <link>https://example.org/1</link><pubDate>Tue, 06 May 2014 10:00:00 GMT</pubDate>\
    <description>&lt;p&gt;France accused Mali of theft.&lt;/p&gt;</description></item></channel></rss>";

#[test]
fn a_feed_is_seen_by_its_first_bytes() {
    let desk = Desk::new();
    let read = desk.file("mail.txt", FEED).run("read mail.txt").ends(0).json();
    assert_eq!(read[0]["title"], "Theft");
    assert_eq!(read[0]["publisher"], "The Mail");
    assert_eq!(read[0]["published"], "2014-05-06");
    assert_eq!(read[0]["origin"]["format"], "feed");
    let piped = desk.run_with("code -", FEED).ends(0).json();
    assert_eq!(piped[0]["events"][0]["type"], "ACCUSE");
}

#[test]
fn the_format_that_is_given_overrides_what_shows() {
    let desk = Desk::new();
    let read = desk.file("a.csv", "text,id\nFrance accused Mali.,1\n");
    let read = read.run("read a.csv --input-format text").ends(0).json();
    assert_eq!(read[0]["origin"]["format"], "text");
    desk.run("run a.csv --format feed").ends(1).complains("expected the items of a feed");
}

#[test]
fn a_map_names_the_columns_of_a_table() {
    let desk = Desk::new();
    desk.file("a.csv", "day;story\n2014-05-06;France accused Mali of theft.\n");
    let read = desk.run("read a.csv --map text=story,published=day").ends(0).json();
    assert_eq!(read[0]["published"], "2014-05-06");
    desk.run("read a.csv").ends(1).complains("expected a column `text`, found `day`, `story`");
    desk.run("read a.csv --map story=text").ends(2).complains("expected one of id, text, title");
    desk.run("read a.csv --map text").ends(2).complains("pairs such as `text=body,published=date`");
}

#[test]
fn of_a_folder_the_files_of_known_formats_are_read() {
    let desk = Desk::new();
    desk.file("in/a.rss", FEED).file("in/b.txt", "Mali slept.\n").file("in/c.css", "p {}");
    let read = desk.run("read in").ends(0).json();
    let formats: Vec<_> = read.iter().map(|line| line["origin"]["format"].clone()).collect();
    assert_eq!(formats, ["feed", "text"]);
}

#[test]
fn a_text_without_a_day_is_no_older_than_what_it_speaks_of() {
    let desk = Desk::new();
    let text = "Mali and Chad, at odds since 2 May 2013, met on 7 May 2014.\n";
    let read = desk.file("a.txt", text).run("read a.txt").ends(0).json();
    assert_eq!((&read[0]["published"], &read[0]["earliest"]), (&Value::Null, &"2014-05-07".into()));
    let bare = desk.file("b.txt", "Mali and Chad met.\n").run("read b.txt").ends(0).json();
    assert_eq!(bare[0]["earliest"], Value::Null);
}
