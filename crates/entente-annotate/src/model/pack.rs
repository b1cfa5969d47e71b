//! The model pack: named tables and tensors in one file.
//!
//! Layout, all little-endian: the magic `ENTPACK1`, a `u32` count, that many entries, then the
//! data of each entry at its own offset, aligned to 64 bytes. An entry is a `u16` name length, the
//! name in UTF-8, a `u8` kind, a `u8` number of dimensions, that many `u32` dimensions, a `u64`
//! offset from the start of the file and a `u64` length in bytes. `cargo xtask model` writes it.
//!
//! A pack may come from anywhere, so every read is checked: a truncated or damaged one is a
//! [`PackError`], never a panic.

use std::collections::HashMap;
use std::ops::Range;

use half::f16;

/// The first eight bytes of a pack.
pub const MAGIC: &[u8; 8] = b"ENTPACK1";

/// What can be wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The file does not open with [`MAGIC`].
    #[error("expected a model pack (magic `ENTPACK1`), found other bytes")]
    Magic,
    /// The table of contents or a section runs past the end, or contradicts itself.
    #[error("model pack is damaged in {place}")]
    Damaged {
        /// The section, or the part of the table of contents.
        place: String,
    },
    /// A section that the engine needs is not there.
    #[error("model pack has no section `{name}`")]
    Missing {
        /// The section's name.
        name: String,
    },
    /// A section holds another kind of value than the engine needs.
    #[error("expected {expected} in section `{name}` of the model pack, found {found}")]
    Kind {
        /// The section's name.
        name: String,
        /// What the engine needs.
        expected: String,
        /// What the pack holds.
        found: String,
    },
    /// A section has the right kind and a content that makes no sense.
    #[error("section `{name}` of the model pack is not valid: {why}")]
    Content {
        /// The section's name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
}

impl PackError {
    /// Returns the error for a section whose content makes no sense.
    #[cold]
    pub fn content(name: &str, why: impl Into<String>) -> Self {
        PackError::Content { name: name.to_owned(), why: why.into() }
    }

    #[cold]
    fn damaged(place: impl Into<String>) -> Self {
        PackError::Damaged { place: place.into() }
    }

    #[cold]
    fn kind(name: &str, expected: impl Into<String>, found: impl Into<String>) -> Self {
        let name = name.to_owned();
        PackError::Kind { name, expected: expected.into(), found: found.into() }
    }
}

/// The kind of value a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain bytes, often UTF-8 text.
    Bytes,
    /// 32-bit floats.
    F32,
    /// 16-bit floats.
    F16,
    /// Unsigned 32-bit integers.
    U32,
    /// Unsigned 64-bit integers.
    U64,
    /// Unsigned 16-bit integers.
    U16,
    /// Signed 8-bit integers.
    I8,
}

impl Kind {
    /// All kinds, in the order of their numbers in the file.
    pub const ALL: [Kind; 7] =
        [Kind::Bytes, Kind::F32, Kind::F16, Kind::U32, Kind::U64, Kind::U16, Kind::I8];

    /// Returns the size of one value in bytes.
    pub fn size(self) -> usize {
        match self {
            Kind::Bytes | Kind::I8 => 1,
            Kind::F16 | Kind::U16 => 2,
            Kind::F32 | Kind::U32 => 4,
            Kind::U64 => 8,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Bytes => "bytes",
            Kind::F32 => "f32",
            Kind::F16 => "f16",
            Kind::U32 => "u32",
            Kind::U64 => "u64",
            Kind::U16 => "u16",
            Kind::I8 => "i8",
        }
    }
}

/// One section as it lies in the file.
///
/// The length of `data` is always the product of `dims` times the size of `kind`.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// The kind of its values.
    pub kind: Kind,
    /// Its shape, outermost dimension first.
    pub dims: Vec<usize>,
    /// Its values, little-endian, in any alignment.
    pub data: &'a [u8],
    /// Where `data` lies in the file.
    pub range: Range<usize>,
}

/// The sections of a pack, by name.
#[derive(Debug)]
pub struct Pack<'a> {
    sections: HashMap<&'a str, Section<'a>>,
}

impl<'a> Pack<'a> {
    /// Reads the table of contents and checks that every section lies inside the file.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, PackError> {
        let mut toc = Toc { bytes, at: 0 };
        if toc.take(MAGIC.len()).ok() != Some(MAGIC) {
            return Err(PackError::Magic);
        }
        let mut sections = HashMap::new();
        for _ in 0..toc.u32()? {
            let (name, section) = toc.entry()?;
            if sections.insert(name, section).is_some() {
                return Err(PackError::damaged(format!("section `{name}`, which occurs twice")));
            }
        }
        Ok(Pack { sections })
    }

    /// Returns a section as it lies in the file.
    pub fn section(&self, name: &str) -> Result<&Section<'a>, PackError> {
        self.sections.get(name).ok_or_else(|| PackError::Missing { name: name.to_owned() })
    }

    /// Says whether the pack has a section of that name.
    pub fn has(&self, name: &str) -> bool {
        self.sections.contains_key(name)
    }

    /// Returns a section of bytes.
    pub fn bytes(&self, name: &str) -> Result<&'a [u8], PackError> {
        Ok(self.of_kind(name, Kind::Bytes)?.data)
    }

    /// Returns a section of bytes that is UTF-8 text.
    pub fn text(&self, name: &str) -> Result<&'a str, PackError> {
        std::str::from_utf8(self.bytes(name)?)
            .map_err(|_| PackError::kind(name, "UTF-8 text", "other bytes"))
    }

    /// Returns the floats of a section stored as `f32` or `f16`.
    pub fn f32s(&self, name: &str) -> Result<Vec<f32>, PackError> {
        let section = self.section(name)?;
        match section.kind {
            Kind::F32 => {
                Ok(section.data.as_chunks().0.iter().map(|&b| f32::from_le_bytes(b)).collect())
            }
            Kind::F16 => Ok(section
                .data
                .as_chunks()
                .0
                .iter()
                .map(|&b| f16::from_le_bytes(b).to_f32())
                .collect()),
            other => Err(PackError::kind(name, "f32 or f16", other.name())),
        }
    }

    /// Returns the floats of a section that must have the shape `dims`.
    pub fn tensor(&self, name: &str, dims: &[usize]) -> Result<Vec<f32>, PackError> {
        self.shaped(name, dims)?;
        self.f32s(name)
    }

    /// Returns the floats of a section that must have the shape `dims` and no infinite value.
    pub fn finite(&self, name: &str, dims: &[usize]) -> Result<Vec<f32>, PackError> {
        let values = self.tensor(name, dims)?;
        if values.iter().all(|value| value.is_finite()) {
            return Ok(values);
        }
        Err(PackError::content(name, "expected finite numbers"))
    }

    /// Returns the `i8` of a section that must have the shape `dims`.
    pub fn i8s(&self, name: &str, dims: &[usize]) -> Result<Vec<i8>, PackError> {
        self.shaped(name, dims)?;
        let section = self.of_kind(name, Kind::I8)?;
        Ok(section.data.iter().map(|byte| byte.cast_signed()).collect())
    }

    fn shaped(&self, name: &str, dims: &[usize]) -> Result<(), PackError> {
        let found = &self.section(name)?.dims;
        if found != dims {
            return Err(PackError::kind(name, format!("shape {dims:?}"), format!("{found:?}")));
        }
        Ok(())
    }

    /// Returns a section of `u16`.
    pub fn u16s(&self, name: &str) -> Result<Vec<u16>, PackError> {
        let section = self.of_kind(name, Kind::U16)?;
        Ok(section.data.as_chunks().0.iter().map(|&b| u16::from_le_bytes(b)).collect())
    }

    /// Returns a section of `u32`.
    pub fn u32s(&self, name: &str) -> Result<Vec<u32>, PackError> {
        let section = self.of_kind(name, Kind::U32)?;
        Ok(section.data.as_chunks().0.iter().map(|&b| u32::from_le_bytes(b)).collect())
    }

    /// Returns a section of `u64`.
    pub fn u64s(&self, name: &str) -> Result<Vec<u64>, PackError> {
        let section = self.of_kind(name, Kind::U64)?;
        Ok(section.data.as_chunks().0.iter().map(|&b| u64::from_le_bytes(b)).collect())
    }

    fn of_kind(&self, name: &str, kind: Kind) -> Result<&Section<'a>, PackError> {
        let section = self.section(name)?;
        if section.kind == kind {
            return Ok(section);
        }
        Err(PackError::kind(name, kind.name(), section.kind.name()))
    }
}

/// A cursor over the table of contents.
struct Toc<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Toc<'a> {
    fn entry(&mut self) -> Result<(&'a str, Section<'a>), PackError> {
        let length = usize::from(u16::from_le_bytes(self.array()?));
        let name = std::str::from_utf8(self.take(length)?)
            .map_err(|_| PackError::damaged("the name of a section"))?;
        let [kind, n_dims] = self.array()?;
        let kind = *Kind::ALL
            .get(usize::from(kind))
            .ok_or_else(|| PackError::damaged(format!("the kind of section `{name}`")))?;
        let dims = (0..n_dims)
            .map(|_| self.u32().map(|d| d as usize))
            .collect::<Result<Vec<usize>, _>>()?;
        let range = self.range(name)?;
        let size = dims.iter().try_fold(kind.size(), |size, &dim| size.checked_mul(dim));
        if size != Some(range.len()) {
            return Err(PackError::damaged(format!("the shape of section `{name}`")));
        }
        Ok((name, Section { kind, dims, data: &self.bytes[range.clone()], range }))
    }

    fn range(&mut self, name: &str) -> Result<Range<usize>, PackError> {
        let (offset, length) =
            (u64::from_le_bytes(self.array()?), u64::from_le_bytes(self.array()?));
        let end = offset.checked_add(length).filter(|&end| end <= self.bytes.len() as u64);
        let end = end.ok_or_else(|| {
            PackError::damaged(format!("section `{name}`, which runs past the end"))
        })?;
        // Both fit: they are at most the length of a slice in memory.
        Ok(offset as usize..end as usize)
    }

    fn u32(&mut self) -> Result<u32, PackError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], PackError> {
        let bytes = self.take(N)?;
        Ok(bytes.try_into().expect("`take` returns as many bytes as asked for"))
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], PackError> {
        let rest = &self.bytes[self.at..];
        let taken = rest.get(..n).ok_or_else(|| PackError::damaged("its table of contents"))?;
        self.at += n;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pack with one section `x` of three `u16`.
    fn sample() -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(1u32.to_le_bytes());
        bytes.extend(1u16.to_le_bytes());
        bytes.extend(b"x");
        bytes.extend([5, 1]);
        bytes.extend(3u32.to_le_bytes());
        bytes.extend(64u64.to_le_bytes());
        bytes.extend(6u64.to_le_bytes());
        bytes.resize(64, 0);
        bytes.extend([1, 0, 2, 0, 3, 1]);
        bytes
    }

    #[test]
    fn sections_are_read_by_name_and_kind() {
        let bytes = sample();
        let pack = Pack::parse(&bytes).unwrap();
        assert_eq!(pack.u16s("x").unwrap(), [1, 2, 259]);
        assert!(matches!(pack.u32s("x"), Err(PackError::Kind { .. })));
        assert!(matches!(pack.u32s("y"), Err(PackError::Missing { .. })));
    }

    #[test]
    fn every_truncation_is_an_error() {
        let bytes = sample();
        for length in 0..bytes.len() {
            assert!(Pack::parse(&bytes[..length]).is_err(), "length {length}");
        }
    }

    #[test]
    fn damaged_bytes_never_panic() {
        let bytes = sample();
        for at in 0..bytes.len() {
            for value in [0, 1, 7, 0x7f, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] = value;
                if let Ok(pack) = Pack::parse(&damaged) {
                    let _ = pack.u16s("x");
                }
            }
        }
    }
}
