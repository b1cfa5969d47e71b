//! Pictures as SVG: a pair over time, and the network of ties.
//!
//! Drawn by hand, since a few lines and circles need no library and every byte stays the same on
//! every machine. Places are whole pixels or tenths of them.

use std::fmt::Write as _;

use entente_relate::tie::gamma_interval;

use super::network::escape;
use super::{Network, StandingRow};

const WIDTH: f64 = 960.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 20.0;
const PANEL: f64 = 180.0;
const TOP: f64 = 50.0;
const GAP: f64 = 50.0;

/// A pair over time: acts a month against coverage, a band of a half-year's 90 % interval, and
/// turning points.
pub fn draw_dyad(row: &StandingRow) -> String {
    let height = TOP + 2.0 * (PANEL + GAP);
    let [a, b] = &row.pair;
    let title = format!("{a} – {b}: {} as of {}", row.kind, row.as_of);
    let mut svg = begin(WIDTH, height, &title);
    for (at, side) in ["cooperation", "conflict"].into_iter().enumerate() {
        panel(&mut svg, row, at, side, TOP + at as f64 * (PANEL + GAP));
    }
    svg + "</svg>\n"
}

fn panel(svg: &mut String, row: &StandingRow, at: usize, side: &str, top: f64) {
    let n = row.months.len().max(1) as f64;
    let column = (WIDTH - LEFT - RIGHT) / n;
    let counts: Vec<f64> = row
        .months
        .iter()
        .map(|month| f64::from(if at == 0 { month.cooperation } else { month.conflict }))
        .collect();
    let expected: Vec<f64> = row.months.iter().map(|month| month.expected[at]).collect();
    let band = band(&counts, &expected);
    let most = counts.iter().copied().fold(1.0, f64::max);
    let y = |value: f64| top + PANEL - PANEL * (value / most).min(1.0);
    text(svg, LEFT, top - 8.0, "start", &format!("{side}: acts a month, at most {most:.0}"));
    let color = if at == 0 { "#2b6cb0" } else { "#c53030" };
    let x = |month: usize| LEFT + month as f64 * column;
    let upper = band.iter().enumerate().map(|(m, (_, high))| (x(m) + column / 2.0, y(*high)));
    let lower = band.iter().enumerate().rev().map(|(m, (low, _))| (x(m) + column / 2.0, y(*low)));
    let points: Vec<String> = upper.chain(lower).map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let _ = writeln!(
        svg,
        "<polygon points=\"{}\" fill=\"{color}\" fill-opacity=\"0.15\"/>",
        points.join(" ")
    );
    for (month, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0.0) {
        let (width, height) = ((column - 0.5).max(0.5), top + PANEL - y(*count));
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             fill=\"{color}\" fill-opacity=\"0.7\"/>",
            x(month),
            y(*count)
        );
    }
    line(svg, (LEFT, top + PANEL), (WIDTH - RIGHT, top + PANEL), "#444", "");
    for turn in row.changes.iter().filter(|turn| turn.side == side) {
        if let Some(month) = row.months.iter().position(|month| month.month == turn.month) {
            line(svg, (x(month), top), (x(month), top + PANEL), "#000", "4 3");
            let label = format!("{}: {:.1} → {:.1}", turn.month, turn.before, turn.after);
            text(svg, x(month) + 3.0, top + 12.0, "start", &label);
        }
    }
    let ends = [(row.months.first(), LEFT, "start"), (row.months.last(), WIDTH - RIGHT, "end")];
    for (month, x, anchor) in ends {
        text(svg, x, top + PANEL + 15.0, anchor, month.map_or("", |month| &month.month));
    }
}

/// The 90 % interval of acts a month, from the half-year about each.
fn band(counts: &[f64], expected: &[f64]) -> Vec<(f64, f64)> {
    const AROUND: usize = 3;
    const KAPPA: f64 = 0.5;
    let near = |at: usize| at.saturating_sub(AROUND)..(at + AROUND + 1).min(counts.len());
    let interval = |at: usize| {
        let months = near(at).len() as f64;
        let seen: f64 = counts[near(at)].iter().sum();
        let usual: f64 = expected[near(at)].iter().sum();
        // Coverage alone is the prior, and it counts for half an act.
        let mean = (seen + KAPPA * (usual / months).min(1.0)) / months;
        gamma_interval(seen + KAPPA, mean)
    };
    (0..counts.len()).map(interval).collect()
}

/// The network of signed ties on a circle, bloc by bloc.
pub fn draw_system(network: &Network, title: &str) -> String {
    const SIZE: f64 = 900.0;
    let mut states: Vec<&(String, usize, Option<f64>)> = network.states.iter().collect();
    states.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    let mut svg = begin(SIZE, SIZE, title);
    let place = |at: usize, radius: f64| {
        let turn = at as f64 / states.len().max(1) as f64 * std::f64::consts::TAU;
        (SIZE / 2.0 + radius * turn.sin(), SIZE / 2.0 + 15.0 - radius * turn.cos())
    };
    for tie in network.ties.iter().filter(|tie| tie.sign != 0) {
        let at = |name: &str| states.iter().position(|state| state.0 == name);
        let (Some(a), Some(b)) = (at(&tie.a), at(&tie.b)) else { continue };
        let (color, dash) = if tie.sign > 0 { ("#2b6cb0", "") } else { ("#c53030", "5 3") };
        line(&mut svg, place(a, SIZE * 0.38), place(b, SIZE * 0.38), color, dash);
    }
    for (at, (name, bloc, _)) in states.iter().enumerate() {
        let (x, y) = place(at, SIZE * 0.38);
        let hue = bloc * 47 % 360;
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\" fill=\"hsl({hue} 60% 55%)\" stroke=\"#222\"/>"
        );
        let (x, y) = place(at, SIZE * 0.41);
        text(&mut svg, x, y + 4.0, "middle", name);
    }
    svg + "</svg>\n"
}

fn begin(width: f64, height: f64, title: &str) -> String {
    let title = escape(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"20\" y=\"22\" font-size=\"15\">{title}</text>\n"
    )
}

fn line(svg: &mut String, from: (f64, f64), to: (f64, f64), color: &str, dash: &str) {
    let _ = writeln!(
        svg,
        "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{color}\" \
         stroke-opacity=\"0.6\" stroke-dasharray=\"{dash}\"/>",
        from.0, from.1, to.0, to.1
    );
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, words: &str) {
    let words = escape(words);
    let _ =
        writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>");
}
