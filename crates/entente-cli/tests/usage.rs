//! Wrong usage: status 2, the word that is wrong, and what would be right.

use crate::Desk;

/// The commands whose help has examples, in the order of the help.
const COMMANDS: [&str; 28] = [
    "demo",
    "run",
    "watch",
    "import",
    "export",
    "events",
    "search",
    "sql",
    "explain",
    "claims",
    "check",
    "dyads",
    "dyad",
    "system",
    "balance",
    "similarity",
    "ideal",
    "depend",
    "change",
    "ties",
    "code",
    "annotate",
    "read",
    "runs",
    "recode",
    "verify",
    "backup",
    "vacuum",
];

#[test]
fn help_shows_commands_and_examples() {
    let help = Desk::new().run("--help").ends(0);
    for command in COMMANDS {
        assert!(help.stdout.contains(&format!("  {command}")), "{command} is not in the help");
        let own = Desk::new().run(&format!("{command} --help")).ends(0);
        own.says("Examples:");
    }
    help.says("Exit status: 0 done");
    Desk::new().run("--version").ends(0).says(env!("CARGO_PKG_VERSION"));
    Desk::new().run("completions bash").ends(0).says("_entente");
}

/// The manual: what every command says of itself. After a change, look at the difference and accept
/// it with `INSTA_UPDATE=always cargo test -p entente-cli`.
#[test]
fn the_manual_is_as_it_was_last_read() {
    let desk = Desk::new();
    let commands =
        [""].into_iter().chain(COMMANDS).chain(["runs diff", "packs", "packs test", "completions"]);
    let page = |command: &str| {
        let help = desk.run(&format!("{command} --help")).ends(0).stdout;
        format!("$ entente {command} --help\n\n{}", help.trim_end())
    };
    let manual = commands.map(page).collect::<Vec<_>>().join("\n\n\n");
    insta::assert_snapshot!("manual", manual);
}

#[test]
fn unknown_commands_and_formats_are_named() {
    let desk = Desk::new();
    desk.run("evnts").ends(2).complains("'events'");
    desk.run("events --format nope").ends(2).complains("nope").complains("csv");
    desk.run("run x --format nope").ends(2).complains("expected one of auto, text, jsonl");
    desk.run("code --max-document many").ends(2).complains("such as 500000, 64K or 8M");
    desk.run("completions tcsh").ends(2).complains("fish");
    desk.run("run").ends(2).complains("expected at least one PATH");
    desk.run("code --model large").ends(2).complains("`md`, `sm` or a model file");
    desk.run("code --gazetteer none.bin").ends(2).complains("for `--gazetteer`, found `none.bin`");
}

#[test]
fn actors_of_ones_own_rank_first_and_bad_lines_are_named() {
    let desk = Desk::new();
    desk.file("a.txt", "Arnor accused Mali of theft.\n");
    desk.file("own.txt", "ARNOR_ [ARNGOV]\nMALI_ [ARN 99]\nMALI_ [RHU]\n");
    let coded = desk.run("code a.txt --actors own.txt").ends(0);
    let coded = coded.complains("`own.txt` line 2: expected `[CODE]`").complains("found `ARN 99`");
    coded.says("\"ARN.GOV\"").says("\"RHU\"");
    desk.file("own.tsv", "MLI\tname\tArnor\n");
    desk.run("annotate a.txt --actors own.tsv --actors own.txt").ends(0).says("\"id\":\"MLI\"");
    desk.file("noise.bin", "\u{0}\u{1}\n???\n");
    desk.run("code a.txt --actors noise.bin").ends(2).complains("`noise.bin`");
    desk.run("code a.txt --actors none.txt").ends(2).complains("`none.txt`");
}

#[test]
fn mistyped_filters_get_a_hint() {
    let desk = Desk::new();
    desk.file("a.txt", "France accused Mali of theft.\n").run("run a.txt").ends(0);
    desk.run("events --type ACUSE").ends(2).complains("hint: did you mean `ACCUSE`?");
    desk.run("events --status hapened").ends(2).complains("hint: did you mean `happened`?");
    desk.run("events --since summer").ends(2).complains("2014-05-02, 2014-05 or 2014");
    desk.run("events --min-confidence 2").ends(2).complains("expected a number from 0 to 1");
    desk.run("explain ffff").ends(2).complains("found no event `ffff`").complains("hint:");
}

#[test]
fn broken_packs_are_named() {
    let desk = Desk::new();
    desk.run("code --packs nowhere").ends(2).complains("`nowhere`");
    desk.file("packs/lang/en/lang.toml", "code = 7\n");
    desk.run("code --packs packs").ends(2).complains("lang/en/").complains("hint:");
    desk.file("own/ontology.toml", "name = 1\n");
    desk.run("code --ontology own").ends(2).complains("own/");
}
