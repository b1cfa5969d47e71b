//! A seeded source of texts that are hard to tokenize.

const PARTS: &[&str] = &[
    "the",
    "Hello",
    "U.S.",
    "don't",
    "can't've",
    "O'Neil",
    "John's",
    "e.g.",
    "a.m.",
    "5p.m.",
    "3-4",
    "1,000.50",
    "well-known",
    "and/or",
    "y'all",
    "gonna",
    "C++",
    ".NET",
    "x=y",
    "a:b",
    "foo.Bar",
    "FOO.BAR",
    "foo,bar",
    "km²",
    "US$",
    "mph",
    "°C",
    "m/s",
    "Кб",
    "кг",
    "50%",
    "1980s",
    "(*_*)",
    ":-)",
    "<3",
    "^_^",
    "http://a.b.com/x?y=z#q",
    "foo@bar.co.uk",
    "8.8.8.8",
    "172.16.3.4",
    "x://y.zz:80/",
    "a..b.com",
    "пример.рф",
    "例え.jp",
    "½",
    "²",
    "Ⅷ",
    "٣",
    "４",
    "İ",
    "ß",
    "ΑΣ",
    "日本語。",
    "한국어",
    "العربية",
    "हिन्दी",
    "🙂",
    "👨‍👩‍👧",
    "©2020",
    "®",
    "...",
    "--",
    "---",
    "——",
    "’s",
    "'S",
    "``",
    "''",
];
const MARKS: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~§¿¡«»„“”‘’´…·–—。、，？：（）【】《》।،؛٪€£₹¦°№☺→\u{301}\u{200b}\u{200d}\u{feff}\u{ad}\u{0}\u{1b}\u{7f}\u{fffd}\u{1f600}\u{20000}aZ09sSmK";
const BLANKS: &[&str] =
    &["", "", "", "", " ", " ", " ", "  ", "\n", "\t", "\r\n", "\u{a0}", "\u{2003} ", "\u{1c}"];

/// An endless stream of texts; the same seed gives the same texts.
pub(crate) struct Nasty {
    state: u64,
}

impl Nasty {
    pub(crate) fn new(seed: u64) -> Self {
        Nasty { state: seed }
    }

    /// SplitMix64.
    fn below(&mut self, n: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ z >> 31) % n as u64).expect("less than a usize")
    }

    /// Picks one of a list.
    pub(crate) fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn marks(&mut self, most: usize) -> String {
        let n_marks = MARKS.chars().count();
        (0..=self.below(most)).filter_map(|_| MARKS.chars().nth(self.below(n_marks))).collect()
    }
}

impl Iterator for Nasty {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let mut text = String::new();
        for _ in 0..=self.below(8) {
            match self.below(3) {
                0 => text.push_str(self.pick(PARTS)),
                1 => text.push_str(&self.marks(4)),
                _ => text.push_str(&self.below(20_000).to_string()),
            }
            text.push_str(self.pick(BLANKS));
        }
        Some(text)
    }
}
