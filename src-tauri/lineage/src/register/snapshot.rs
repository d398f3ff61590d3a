//! The register as a stream of bytes: what it would take long to fold again. Whether the bytes are those that were written,
//! and of which events, is for who keeps them to know.

use std::io::{self, Read, Write};

use trace::{Epc, EventKey, EventTime, Location, Party, SubjectId};

use super::Register;
use super::calendar::Calendar;
use super::digests::{self, Digests};
use super::pack::{Key, Pack, Packer, Unpacker, Words};
use super::records::{Correction, Gap, Unresolved};
use super::table::{Settled, Table};

/// The version of the packed forms and of the fold. A snapshot of another version is not read.
pub(super) const VERSION: u32 = 1;

impl Register {
    /// Packs what the register took in since it was last settled, and lets go of what was unpacked to be looked at. It says the
    /// same before and after, in less memory.
    pub fn settle(&mut self) {
        self.assets.settle();
        self.attestations.settle();
        self.attestations_about.settle();
        self.shipments.settle();
        self.transformations.settle();
        self.packings.settle();
        self.histories.settle();
        self.digests.settle();
    }

    /// Writes the register to be read by [`Register::read`]. It must be settled: an error of kind
    /// [`io::ErrorKind::InvalidInput`] if it is not, or is larger than a snapshot can hold.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(&VERSION.to_le_bytes())?;
        write_table(&self.assets, to)?;
        write_table(&self.attestations, to)?;
        write_table(&self.attestations_about, to)?;
        write_table(&self.shipments, to)?;
        write_table(&self.transformations, to)?;
        write_table(&self.packings, to)?;
        write_table(&self.histories, to)?;
        write_run(self.digests.bytes(), to)?;
        let mut packer = Packer::default();
        self.pack_rest(&mut packer);
        let (rest, words) = packer.finish_with_words().ok_or_else(too_large)?;
        write_words(&words, to)?;
        write_run(&rest, to)
    }

    /// Reads what [`Register::write`] wrote. An error of kind [`io::ErrorKind::InvalidData`] if it is of another version, or no
    /// register.
    pub fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut version = [0; 4];
        from.read_exact(&mut version)?;
        if u32::from_le_bytes(version) != VERSION {
            return Err(bent());
        }
        let mut register = Self {
            assets: read_table(from)?,
            attestations: read_table(from)?,
            attestations_about: read_table(from)?,
            shipments: read_table(from)?,
            transformations: read_table(from)?,
            packings: read_table(from)?,
            histories: read_table(from)?,
            digests: Digests::of(read_rows(from, digests::LENGTH, |bytes| {
                bytes.try_into().ok()
            })?)
            .ok_or_else(bent)?,
            ..Self::default()
        };
        let words = read_words(from)?;
        let rest = read_run(from)?;
        register
            .unpack_rest(&mut Unpacker::new(&rest, &words))
            .ok_or_else(bent)?;
        Ok(register)
    }

    fn pack_rest(&self, to: &mut Packer) {
        to.list(self.parties.iter(), |to, (id, party)| {
            to.hash(&id.0);
            party.pack(to);
        });
        to.list(self.locations.iter(), |to, (id, location)| {
            to.hash(&id.0);
            location.pack(to);
        });
        to.list(self.corrections.iter(), |to, (wrong, corrections)| {
            put_event(to, *wrong);
            to.list(corrections.iter(), |to, correction| correction.pack(to));
        });
        to.list(self.unresolved.iter(), |to, unresolved| unresolved.pack(to));
        self.calendar.pack(to);
        to.option(self.latest, |to, (event, time)| {
            put_event(to, event);
            to.number(time);
        });
        to.number(self.last_happened);
    }

    fn unpack_rest(&mut self, from: &mut Unpacker<'_>) -> Option<()> {
        self.parties = from.list(|from| {
            let id = SubjectId(from.hash()?);
            Some((id, Party::unpack(&id, from)?))
        })?;
        self.locations = from.list(|from| {
            let id = SubjectId(from.hash()?);
            Some((id, Location::unpack(&id, from)?))
        })?;
        self.corrections = from.list(|from| {
            let wrong = take_event(from)?;
            Some((wrong, from.list(|from| Correction::unpack(&(), from))?))
        })?;
        self.unresolved = from.list(|from| Unresolved::unpack(&(), from))?;
        self.calendar = Calendar::unpack(&(), from)?;
        self.latest = from.option(|from| Some((take_event(from)?, from.number()?)))?;
        self.last_happened = from.number()?;
        Some(())
    }
}

fn write_table<K: Key, V: Pack<K>>(table: &Table<K, V>, to: &mut impl Write) -> io::Result<()> {
    // More than a table can pack stays open, settled or not.
    if table.open_len() > 0 {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let settled = table.settled();
    write_words(&settled.words, to)?;
    let mut keys = Vec::with_capacity(settled.keys.len() * K::LENGTH);
    for key in &settled.keys {
        key.put(&mut keys);
    }
    write_run(&keys, to)?;
    let ends: Vec<u8> = settled
        .ends
        .iter()
        .flat_map(|end| end.to_le_bytes())
        .collect();
    write_run(&ends, to)?;
    write_run(&settled.bytes, to)
}

fn read_table<K: Key, V: Pack<K>>(from: &mut impl Read) -> io::Result<Table<K, V>> {
    let words = read_words(from)?;
    let settled = Settled {
        keys: read_rows(from, K::LENGTH, K::read)?,
        ends: read_rows(from, 4, |end| {
            Some(u32::from_le_bytes(end.try_into().ok()?))
        })?,
        bytes: read_run(from)?,
        words,
    };
    Table::of(settled).ok_or_else(bent)
}

/// A run of rows of one length, read a few at a time.
fn read_rows<T>(
    from: &mut impl Read,
    length: usize,
    row: impl Fn(&[u8]) -> Option<T>,
) -> io::Result<Vec<T>> {
    const AT_ONCE: usize = 1 << 10;
    let bytes = read_length(from)?;
    let mut rows = room(bytes / length)?;
    let mut left = bytes;
    let mut buffer = vec![0; AT_ONCE * length];
    while left > 0 {
        let some = &mut buffer[..left.min(AT_ONCE * length)];
        from.read_exact(some)?;
        for bytes in some.chunks(length) {
            rows.push(row(bytes).ok_or_else(bent)?);
        }
        left -= some.len();
    }
    Ok(rows)
}

fn write_words(words: &Words, to: &mut impl Write) -> io::Result<()> {
    let mut packer = Packer::default();
    packer.list(words.0.iter(), |to, word| to.run(word));
    write_run(&packer.finish(), to)
}

fn read_words(from: &mut impl Read) -> io::Result<Words> {
    let bytes = read_run(from)?;
    let none = Words::default();
    let words = Unpacker::new(&bytes, &none).list(|from| from.run().map(Box::from));
    words.map(Words).ok_or_else(bent)
}

fn write_run(bytes: &[u8], to: &mut impl Write) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)
}

/// Bytes with their number before them.
fn read_run(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let length = read_length(from)?;
    let mut bytes = room(length)?;
    from.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn read_length(from: &mut impl Read) -> io::Result<usize> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    usize::try_from(u64::from_le_bytes(length)).map_err(|_| bent())
}

/// Room for so many; no number from nowhere takes memory, for a table has less than 4 GiB, and what is not written to is not
/// held.
fn room<T>(count: usize) -> io::Result<Vec<T>> {
    let mut room = Vec::new();
    u32::try_from(count).map_err(|_| bent())?;
    room.try_reserve_exact(count).map_err(|_| bent())?;
    Ok(room)
}

fn bent() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "no register of this version")
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "more than a snapshot can hold")
}

fn put_event(to: &mut Packer, key: EventKey) {
    to.number(key.block);
    to.number(key.log_index.into());
}

fn take_event(from: &mut Unpacker<'_>) -> Option<EventKey> {
    Some(EventKey {
        block: from.number()?,
        log_index: u32::try_from(from.number()?).ok()?,
    })
}

impl Pack<SubjectId> for Party {
    fn pack(&self, to: &mut Packer) {
        to.run(self.epc.as_str().as_bytes());
        to.run(self.account.as_slice());
        for text in [&self.title, &self.gln, &self.place, &self.country] {
            to.run(text.as_bytes());
        }
    }

    fn unpack(_: &SubjectId, from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            epc: Epc::parse(&from.text_run()?).ok()?,
            account: from.run()?.try_into().ok()?,
            title: from.text_run()?,
            gln: from.text_run()?,
            place: from.text_run()?,
            country: from.text_run()?,
        })
    }
}

impl Pack<SubjectId> for Location {
    fn pack(&self, to: &mut Packer) {
        to.run(self.epc.as_str().as_bytes());
        to.hash(&self.party.0);
        for text in [&self.title, &self.gln, &self.place, &self.country] {
            to.run(text.as_bytes());
        }
        to.signed(self.latitude_e6.into());
        to.signed(self.longitude_e6.into());
    }

    fn unpack(_: &SubjectId, from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            epc: Epc::parse(&from.text_run()?).ok()?,
            party: SubjectId(from.hash()?),
            title: from.text_run()?,
            gln: from.text_run()?,
            place: from.text_run()?,
            country: from.text_run()?,
            latitude_e6: i32::try_from(from.signed()?).ok()?,
            longitude_e6: i32::try_from(from.signed()?).ok()?,
        })
    }
}

impl Pack<()> for Correction {
    fn pack(&self, to: &mut Packer) {
        put_event(to, self.event);
        to.hash(&self.party.0);
        to.number(self.time.unix_millis);
        to.signed(self.time.zone_offset_minutes.into());
        to.run(self.reason.as_bytes());
    }

    fn unpack((): &(), from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            event: take_event(from)?,
            party: SubjectId(from.hash()?),
            time: EventTime {
                unix_millis: from.number()?,
                zone_offset_minutes: i16::try_from(from.signed()?).ok()?,
            },
            reason: from.text_run()?,
        })
    }
}

impl Pack<()> for Unresolved {
    fn pack(&self, to: &mut Packer) {
        put_event(to, self.event);
        let (number, about) = self.gap.parts();
        to.byte(number);
        to.hash(&about);
    }

    fn unpack((): &(), from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            event: take_event(from)?,
            gap: Gap::of_parts(from.byte()?, from.hash()?)?,
        })
    }
}
