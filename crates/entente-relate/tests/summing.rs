//! Panels: month by dyad.

use entente_relate::{Graph, Level, PanelSpec};

use crate::{day, events};

/// The cells of a panel as known on a day, one a line: `AAA>BBB month +cooperation -conflict`.
fn panel(on: &str, from: &str, to: &str, lines: &[&str]) -> Vec<String> {
    let graph = Graph::as_of(day(on), Level::Country, &events(lines));
    let panel = graph.panel(&PanelSpec { from: day(from), to: day(to) });
    assert_eq!(panel.as_of, day(on));
    let line = |c: &entente_model::PanelCell| {
        let month = c.period.strftime("%m");
        format!("{}>{} {month} +{} -{}", c.dyad.actor, c.dyad.recipient, c.cooperation, c.conflict)
    };
    panel.cells.iter().map(line).collect()
}

const LINES: &[&str] = &[
    "BBB>AAA AID 7.4 03-01..03-31 04-01",
    "AAA>BBB AID 7.4 01-05 01-06",
    "AAA>BBB ACCUSE -2 01-05 01-06",
    "AAA>BBB ACCUSE -2 01-30..02-05 02-06",
    "AAA>BBB REJECT -4.2 02-01..03-31 04-01",
    "AAA>BBB NOTE 0 01-05 01-06",
];

#[test]
fn counts_go_by_the_sign_of_the_tone() {
    assert_eq!(
        panel("04-15", "01-31", "03-01", LINES),
        [
            "AAA>BBB 01 +1 -2",
            "AAA>BBB 02 +0 -0",
            "AAA>BBB 03 +0 -0",
            "BBB>AAA 01 +0 -0",
            "BBB>AAA 02 +0 -0",
            "BBB>AAA 03 +1 -0",
        ]
    );
}

#[test]
fn months_that_are_not_over_are_left_out() {
    assert_eq!(panel("02-28", "01-01", "12-31", LINES), ["AAA>BBB 01 +1 -2"]);
    assert_eq!(panel("02-29", "01-01", "12-31", LINES).len(), 2);
    assert_eq!(panel("04-15", "04-01", "12-31", LINES), [""; 0]);
    assert_eq!(panel("04-15", "03-01", "02-01", LINES), [""; 0]);
}
