//! The file that keeps the register between two openings. It is written whole or not at all, and believed only if it is of the
//! events that the cache holds, by this version, with every byte as it was written. It can be deleted at any time.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use alloy_primitives::B256;
use lineage::Register;
use store::Store;

/// What the file begins with: what it is, and which Waymark wrote it, for another may read events otherwise.
const MAGIC: &str = concat!("waymark register ", env!("CARGO_PKG_VERSION"), "\n");

/// The register in this file and the block that it is as of; `None` if there is none that can be believed.
pub(crate) fn read_snapshot(path: &Path, store: &Store) -> Option<(u64, Register)> {
    let mut file = Summed::new(BufReader::with_capacity(1 << 20, File::open(path).ok()?));
    let mut magic = [0; MAGIC.len()];
    file.read_exact(&mut magic).ok()?;
    let block = u64::from_le_bytes(read_array(&mut file)?);
    let mark = B256::from(read_array(&mut file)?);
    if magic != MAGIC.as_bytes() || store.events_mark(block).ok()? != Some(mark) {
        return None;
    }
    let register = Register::read(&mut file).ok()?;
    let sum = file.sum();
    (u32::from_le_bytes(read_array(&mut file)?) == sum).then_some((block, register))
}

/// What a snapshot is of: the newest block held, and the mark of the events up to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    block: u64,
    mark: B256,
}

impl Point {
    /// Where the cache is now; `None` where it holds nothing, or cannot be read.
    pub(crate) fn of(store: &Store) -> Option<Self> {
        let (block, _) = store.cursor().ok()??;
        let mark = store.events_mark(block).ok()??;
        Some(Self { block, mark })
    }
}

/// Writes the register, which is settled and as of this point; whether it could be. There is no harm if not.
///
/// It is not forced to the disk: what a loss of power leaves of it is not believed.
pub(crate) fn write_snapshot(path: &Path, point: Point, register: &Register) -> bool {
    let draft = path.with_extension("new");
    let written = try_write(&draft, point, register).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written.is_ok()
}

fn try_write(path: &Path, point: Point, register: &Register) -> io::Result<()> {
    let mut file = Summed::new(BufWriter::with_capacity(1 << 20, File::create(path)?));
    file.write_all(MAGIC.as_bytes())?;
    file.write_all(&point.block.to_le_bytes())?;
    file.write_all(point.mark.as_slice())?;
    register.write(&mut file)?;
    let sum = file.sum();
    file.write_all(&sum.to_le_bytes())?;
    file.flush()
}

fn read_array<const N: usize>(from: &mut impl Read) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// What passes through, with its checksum (CRC-32).
struct Summed<T> {
    inner: T,
    sum: crc32fast::Hasher,
}

impl<T> Summed<T> {
    fn new(inner: T) -> Self {
        let sum = crc32fast::Hasher::new();
        Self { inner, sum }
    }

    /// Of all that passed so far.
    fn sum(&self) -> u32 {
        self.sum.clone().finalize()
    }
}

impl<T: Read> Read for Summed<T> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(to)?;
        self.sum.update(&to[..count]);
        Ok(count)
    }
}

impl<T: Write> Write for Summed<T> {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(from)?;
        self.sum.update(&from[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests;
