//! Writes model packs; their layout is described at the reader, `entente_annotate::model::pack`.

use half::f16;

const MAGIC: &[u8; 8] = b"ENTPACK1";
const ALIGN: usize = 64;

/// How floats are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Floats {
    /// Half precision, as shipped.
    F16,
    /// Single precision, the reference.
    F32,
}

/// Collects sections and lays them out as one file, in the order they were added.
pub(crate) struct PackWriter {
    floats: Floats,
    sections: Vec<Section>,
}

struct Section {
    name: String,
    kind: u8,
    dims: Vec<u32>,
    data: Vec<u8>,
}

impl PackWriter {
    pub(crate) fn new(floats: Floats) -> Self {
        PackWriter { floats, sections: Vec::new() }
    }

    pub(crate) fn bytes(&mut self, name: &str, data: Vec<u8>) {
        self.push(name, 0, &[data.len()], data);
    }

    /// Adds floats of any shape, rounded to half precision where the pack is of that kind.
    pub(crate) fn tensor(&mut self, name: &str, dims: &[usize], values: &[f32]) {
        match self.floats {
            Floats::F32 => {
                self.push(name, 1, dims, values.iter().flat_map(|v| v.to_le_bytes()).collect());
            }
            Floats::F16 => {
                let halves = values.iter().flat_map(|&v| f16::from_f32(v).to_le_bytes());
                self.push(name, 2, dims, halves.collect());
            }
        }
    }

    pub(crate) fn u32s(&mut self, name: &str, values: &[u32]) {
        self.push(name, 3, &[values.len()], values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    pub(crate) fn u64s(&mut self, name: &str, values: &[u64]) {
        self.push(name, 4, &[values.len()], values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    pub(crate) fn u16s(&mut self, name: &str, values: &[u16]) {
        self.push(name, 5, &[values.len()], values.iter().flat_map(|v| v.to_le_bytes()).collect());
    }

    /// Returns the file.
    pub(crate) fn finish(self) -> Vec<u8> {
        let toc: usize = self.sections.iter().map(Section::toc_length).sum();
        let mut offset = (MAGIC.len() + 4 + toc).next_multiple_of(ALIGN);
        let mut file = MAGIC.to_vec();
        file.extend(to_u32(self.sections.len()).to_le_bytes());
        for section in &self.sections {
            section.write_entry(offset, &mut file);
            offset = (offset + section.data.len()).next_multiple_of(ALIGN);
        }
        for section in &self.sections {
            file.resize(file.len().next_multiple_of(ALIGN), 0);
            file.extend(&section.data);
        }
        file
    }

    fn push(&mut self, name: &str, kind: u8, dims: &[usize], data: Vec<u8>) {
        let dims = dims.iter().map(|&dim| to_u32(dim)).collect();
        self.sections.push(Section { name: name.to_owned(), kind, dims, data });
    }
}

impl Section {
    fn toc_length(&self) -> usize {
        2 + self.name.len() + 2 + 4 * self.dims.len() + 16
    }

    fn write_entry(&self, offset: usize, file: &mut Vec<u8>) {
        let name_length = u16::try_from(self.name.len()).expect("section names are short");
        let n_dims = u8::try_from(self.dims.len()).expect("tensors have few dimensions");
        file.extend(name_length.to_le_bytes());
        file.extend(self.name.as_bytes());
        file.extend([self.kind, n_dims]);
        file.extend(self.dims.iter().flat_map(|dim| dim.to_le_bytes()));
        file.extend((offset as u64).to_le_bytes());
        file.extend((self.data.len() as u64).to_le_bytes());
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).expect("a pack counts in 32 bits")
}
