//! The network of ties for Gephi and its like: GraphML and GEXF, with signs, weights and dates.

use std::fmt::Write as _;

use super::{Network, TieEdge};

/// The network as GraphML.
pub fn graphml(network: &Network) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    let keys = [
        ("bloc", "node", "int"),
        ("kind", "edge", "string"),
        ("sign", "edge", "int"),
        ("weight", "edge", "double"),
        ("cooperation", "edge", "double"),
        ("conflict", "edge", "double"),
        ("first", "edge", "string"),
        ("last", "edge", "string"),
    ];
    for (name, of, kind) in keys {
        line(
            &mut text,
            &format!(
                "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            ),
        );
    }
    line(&mut text, "  <graph edgedefault=\"undirected\">");
    for (name, bloc, _) in nodes(network) {
        let name = escape(&name);
        let data = format!("<data key=\"bloc\">{bloc}</data>");
        line(&mut text, &format!("    <node id=\"{name}\">{data}</node>"));
    }
    for edge in &network.ties {
        let [a, b] = [&edge.a, &edge.b].map(|name| escape(name));
        let data: String = values(edge)
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("<data key=\"{key}\">{}</data>", escape(value)))
            .collect();
        line(&mut text, &format!("    <edge source=\"{a}\" target=\"{b}\">{data}</edge>"));
    }
    text + "  </graph>\n</graphml>\n"
}

/// The network as GEXF 1.3, with the days between which each tie was seen.
pub fn gexf(network: &Network) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n  \
         <graph defaultedgetype=\"undirected\" mode=\"dynamic\" timeformat=\"date\">\n    \
         <attributes class=\"node\"><attribute id=\"bloc\" title=\"bloc\" type=\"integer\"/></attributes>\n    \
         <attributes class=\"edge\">",
    );
    let columns = ["kind", "sign", "cooperation", "conflict"];
    for name in columns {
        let kind = if name == "kind" { "string" } else { "double" };
        let _ = write!(text, "<attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>");
    }
    line(&mut text, "</attributes>\n    <nodes>");
    for (name, bloc, _) in nodes(network) {
        let name = escape(&name);
        line(
            &mut text,
            &format!(
                "      <node id=\"{name}\" label=\"{name}\"><attvalues><attvalue for=\"bloc\" \
             value=\"{bloc}\"/></attvalues></node>"
            ),
        );
    }
    line(&mut text, "    </nodes>\n    <edges>");
    for (at, edge) in network.ties.iter().enumerate() {
        let [a, b] = [&edge.a, &edge.b].map(|name| escape(name));
        let [first, last] = &edge.span;
        let known: String = values(edge)
            .iter()
            .filter(|(key, value)| columns.contains(key) && !value.is_empty())
            .map(|(key, value)| format!("<attvalue for=\"{key}\" value=\"{}\"/>", escape(value)))
            .collect();
        line(
            &mut text,
            &format!(
                "      <edge id=\"{at}\" source=\"{a}\" target=\"{b}\" weight=\"{}\" start=\"{first}\" \
             end=\"{last}\"><attvalues>{known}</attvalues></edge>",
                edge.n
            ),
        );
    }
    text + "    </edges>\n  </graph>\n</gexf>\n"
}

/// The states of the signed network, and those that have only ties without a sign.
fn nodes(network: &Network) -> Vec<(String, usize, Option<f64>)> {
    let mut all = network.states.clone();
    for name in network.ties.iter().flat_map(|edge| [&edge.a, &edge.b]) {
        if !all.iter().any(|(known, ..)| known == name) {
            all.push((name.clone(), 0, None));
        }
    }
    all
}

/// What is said of a tie; empty where it is not known.
fn values(edge: &TieEdge) -> [(&'static str, String); 7] {
    let ratio = |told: Option<(f64, _)>| told.map_or_else(String::new, |(x, _)| x.to_string());
    [
        ("kind", edge.kind.to_owned()),
        ("sign", edge.sign.to_string()),
        ("weight", edge.n.to_string()),
        ("cooperation", ratio(edge.cooperation)),
        ("conflict", ratio(edge.conflict)),
        ("first", edge.span[0].clone()),
        ("last", edge.span[1].clone()),
    ]
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Text that may stand in an attribute or between tags.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_the_markup() {
        let tie = TieEdge {
            a: "A&\"B\"".into(),
            b: "<C>".into(),
            kind: "hostile",
            sign: -1,
            cooperation: None,
            conflict: Some((2.0, Some([1.5, 3.0]))),
            n: 7,
            n_clusters: 6,
            span: ["2019-01-01".into(), "2020-01-01".into()],
            last: Vec::new(),
        };
        let network = Network { states: vec![("<C>".into(), 1, None)], ties: vec![tie] };
        for text in [graphml(&network), gexf(&network)] {
            assert!(text.contains("A&amp;&quot;B&quot;") && text.contains("&lt;C&gt;"), "{text}");
            assert!(!text.contains("<C>"));
            assert!(!text.contains("\"cooperation\"></") && !text.contains("value=\"\""), "{text}");
            assert_eq!(text.matches("<node ").count(), 2);
        }
    }
}
