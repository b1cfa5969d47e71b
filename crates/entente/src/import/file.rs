//! Files that hold tables: plain, gzip, or zip with a table a member.

use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

/// Read at once.
const BUFFER: usize = 256 << 10;
const GZIP: &[u8] = b"\x1f\x8b";
const ZIP: &[u8] = b"PK\x03\x04";

/// A file that may hold a table.
pub struct TableFile {
    /// What messages and rows call it.
    pub name: String,
    /// Its bytes, or why there are none.
    pub stream: io::Result<Bytes>,
}

/// Bytes of a file.
pub enum Bytes {
    /// That one can go back in.
    File(Box<dyn Source>),
    /// That come once, as through a pipe.
    Pipe(Box<dyn Read + Send>),
}

/// What one can read and go back in.
pub trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

impl TableFile {
    /// A table in memory.
    pub fn of_bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), stream: Ok(Bytes::File(Box::new(Cursor::new(bytes.into())))) }
    }
}

/// Hands out each table in a file with its name, until `each` says that it is enough.
pub(super) fn each_part(
    bytes: Bytes,
    name: &str,
    each: &mut dyn FnMut(&str, &mut dyn BufRead) -> io::Result<bool>,
) -> io::Result<()> {
    match bytes {
        Bytes::Pipe(pipe) => {
            let mut pipe = BufReader::with_capacity(BUFFER, pipe);
            match pipe.fill_buf()? {
                head if head.starts_with(ZIP) => Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "expected a plain or gzip table on standard input, found a zip archive; name \
                     the file instead",
                )),
                head if head.starts_with(GZIP) => each(name, &mut unpacked(pipe)).map(|_| ()),
                _ => each(name, &mut pipe).map(|_| ()),
            }
        }
        Bytes::File(mut file) => {
            let mut head = [0; 4];
            let length = read_head(&mut *file, &mut head)?;
            file.seek(SeekFrom::Start(0))?;
            match &head[..length] {
                ZIP => members(file, name, each),
                head if head.starts_with(GZIP) => each(name, &mut unpacked(file)).map(|_| ()),
                _ => each(name, &mut BufReader::with_capacity(BUFFER, file)).map(|_| ()),
            }
        }
    }
}

fn members(
    file: Box<dyn Source>,
    name: &str,
    each: &mut dyn FnMut(&str, &mut dyn BufRead) -> io::Result<bool>,
) -> io::Result<()> {
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    for at in 0..archive.len() {
        let member = archive.by_index(at)?;
        if member.is_dir() {
            continue;
        }
        let part = format!("{name}/{}", String::from_utf8_lossy(member.name_raw()));
        if !each(&part, &mut BufReader::with_capacity(BUFFER, member))? {
            break;
        }
    }
    Ok(())
}

fn unpacked(file: impl Read) -> impl BufRead {
    BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file))
}

fn read_head(file: &mut dyn Source, head: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < head.len() {
        match file.read(&mut head[length..])? {
            0 => break,
            n => length += n,
        }
    }
    Ok(length)
}
