//! The elements of HTML by name, and what a browser knows of each.

/// Declares the elements: a variant and its name in lower case.
macro_rules! tags {
    ($($variant:ident = $name:literal,)*) => {
        /// The name of an element; all that HTML does not know are one.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub(super) enum Tag {
            $($variant,)*
            #[default]
            Other,
        }

        impl Tag {
            /// The number of tags.
            pub(super) const COUNT: usize = Self::Other as usize + 1;

            /// Reads a name in lower case.
            pub(super) fn of(name: &[u8]) -> Self {
                match name {
                    $($name => Self::$variant,)*
                    _ => Self::Other,
                }
            }

            /// The name; `x` for what HTML does not know.
            #[cfg(test)]
            pub(super) fn name(self) -> &'static str {
                const NAMES: [&[u8]; Tag::COUNT] = [$($name,)* b"x"];
                std::str::from_utf8(NAMES[self as usize]).expect("names are ASCII")
            }
        }
    };
}

tags! {
    A = b"a", Abbr = b"abbr", Address = b"address", Area = b"area", Article = b"article",
    Aside = b"aside", Audio = b"audio", B = b"b", Base = b"base", Blockquote = b"blockquote",
    Body = b"body", Br = b"br", Button = b"button", Canvas = b"canvas", Caption = b"caption",
    Center = b"center", Col = b"col", Dd = b"dd", Details = b"details", Dialog = b"dialog",
    Div = b"div", Dl = b"dl", Dt = b"dt", Em = b"em", Embed = b"embed", Fieldset = b"fieldset",
    Figcaption = b"figcaption", Figure = b"figure", Footer = b"footer", Form = b"form", H1 = b"h1",
    H2 = b"h2", H3 = b"h3", H4 = b"h4", H5 = b"h5", H6 = b"h6", Head = b"head",
    Header = b"header", Hgroup = b"hgroup", Hr = b"hr", Html = b"html", I = b"i",
    Iframe = b"iframe", Img = b"img", Input = b"input", Legend = b"legend", Li = b"li",
    Link = b"link", Main = b"main", Map = b"map", Menu = b"menu", Meta = b"meta", Nav = b"nav",
    Noscript = b"noscript", Object = b"object", Ol = b"ol", Optgroup = b"optgroup",
    Option = b"option", P = b"p", Param = b"param", Pre = b"pre", Script = b"script",
    Section = b"section", Select = b"select", Source = b"source", Span = b"span",
    Strong = b"strong", Style = b"style", Summary = b"summary", Svg = b"svg", Table = b"table",
    Tbody = b"tbody", Td = b"td", Template = b"template", Textarea = b"textarea",
    Tfoot = b"tfoot", Th = b"th", Thead = b"thead", Time = b"time", Title = b"title", Tr = b"tr",
    Track = b"track", Ul = b"ul", Video = b"video", Wbr = b"wbr",
}

impl Tag {
    /// Whether it never has content.
    pub(super) fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Area | Base
                | Br
                | Col
                | Embed
                | Hr
                | Img
                | Input
                | Link
                | Meta
                | Param
                | Source
                | Track
                | Wbr
        )
    }

    /// Whether its content starts on a line of its own.
    #[rustfmt::skip]
    pub(super) fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address | Article | Aside | Blockquote | Body | Caption | Center | Dd | Details | Dialog
                | Div | Dl | Dt | Fieldset | Figcaption | Figure | Footer | Form | H1 | H2 | H3 | H4
                | H5 | H6 | Head | Header | Hgroup | Hr | Html | Legend | Li | Main | Menu | Nav
                | Ol | Option | Optgroup | P | Pre | Section | Select | Summary | Table | Tbody
                | Td | Tfoot | Th | Thead | Title | Tr | Ul
        )
    }

    /// Whether its content is nothing that a reader of the page reads as text.
    #[rustfmt::skip]
    pub(super) fn is_silent(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Audio | Button | Canvas | Dialog | Embed | Head | Iframe | Map | Noscript | Object
                | Script | Select | Style | Svg | Template | Textarea | Title | Video
        )
    }

    /// Whether it closes an open paragraph.
    #[rustfmt::skip]
    pub(super) fn ends_paragraph(self) -> bool {
        use Tag::*;
        self.is_block()
            && !matches!(
                self,
                Body | Caption | Head | Html | Legend | Option | Optgroup | Select | Tbody | Td
                    | Tfoot | Th | Thead | Title | Tr
            )
    }

    /// The open elements that it closes when it begins, up to one of the second list.
    pub(super) fn closes(self) -> (&'static [Tag], &'static [Tag]) {
        use Tag::*;
        match self {
            Li => (&[Li], &[Ul, Ol, Menu]),
            Dt | Dd => (&[Dt, Dd], &[Dl]),
            Option | Optgroup => (&[Option], &[Select]),
            Td | Th => (&[Td, Th], &[Table]),
            Tr => (&[Tr], &[Table]),
            Thead | Tbody | Tfoot => (&[Thead, Tbody, Tfoot], &[Table]),
            A => (&[A], &[Td, Th, Table]),
            Body => (&[Head], &[Body]),
            _ => (&[], &[]),
        }
    }

    /// Whether an end tag of something else may not close it.
    pub(super) fn holds(self, end: Tag) -> bool {
        use Tag::*;
        match (end.is_block(), self) {
            (false, _) => self.is_block(),
            (true, Td | Th | Caption) => {
                !matches!(end, Table | Tr | Tbody | Thead | Tfoot | Body | Html)
            }
            (true, Table) => !matches!(end, Body | Html),
            (true, _) => false,
        }
    }

    /// Whether it may stand in the head of a page.
    pub(super) fn is_of_head(self) -> bool {
        use Tag::*;
        matches!(self, Base | Link | Meta | Noscript | Script | Style | Template | Title)
    }

    /// Whether it is a heading.
    pub(super) fn is_heading(self) -> bool {
        use Tag::*;
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }
}
