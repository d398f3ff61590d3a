//! The colour profile of the output intent: sRGB (IEC 61966-2-1:1999) as an ICC profile of version 4.2 (ISO 15076-1:2005), written
//! from the published numbers.

/// Column vectors of red, green and blue, adapted to D50, as s15Fixed16 numbers.
const PRIMARIES: [[u32; 3]; 3] = [
    [0x6fa2, 0x38f5, 0x0390],
    [0x6299, 0xb785, 0x18da],
    [0x24a0, 0x0f84, 0xb6cf],
];
/// The white point D50.
const WHITE: [u32; 3] = [0xf6d6, 0x1_0000, 0xd32d];
/// From D65 to D50 (Bradford), row by row.
const ADAPTATION: [u32; 9] = [
    0x0001_0c42,
    0x0000_05de,
    0xffff_f325,
    0x0000_0793,
    0x0000_fd90,
    0xffff_fba1,
    0xffff_fda2,
    0x0000_03dc,
    0x0000_c06e,
];
/// Exponent 2.4, 1/1.055, 0.055/1.055, 1/12.92, and the threshold 0.04045 (parametric curve of type 3).
const CURVE: [u32; 5] = [0x2_6666, 0xf2a7, 0x0d59, 0x13d0, 0x0a5b];

/// The profile.
pub(super) fn srgb() -> Vec<u8> {
    let xyz = |values: &[u32]| tag(*b"XYZ ", values);
    let mut curve = tag(*b"para", &[0x3_0000]);
    curve.extend(CURVE.iter().flat_map(|value| value.to_be_bytes()));
    let tags: [([u8; 4], Vec<u8>); 10] = [
        (*b"desc", words("sRGB")),
        (*b"cprt", words("No copyright, use freely")),
        (*b"wtpt", xyz(&WHITE)),
        (*b"chad", tag(*b"sf32", &ADAPTATION)),
        (*b"rXYZ", xyz(&PRIMARIES[0])),
        (*b"gXYZ", xyz(&PRIMARIES[1])),
        (*b"bXYZ", xyz(&PRIMARIES[2])),
        (*b"rTRC", curve.clone()),
        (*b"gTRC", curve.clone()),
        (*b"bTRC", curve),
    ];
    let mut table = Vec::new();
    let mut body = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    table.extend(long(tags.len()));
    for (signature, bytes) in &tags {
        table.extend(signature);
        table.extend(long(start + body.len()));
        table.extend(long(bytes.len()));
        body.extend(bytes);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let mut profile = header(start + body.len());
    profile.extend(table);
    profile.extend(body);
    profile
}

fn header(size: usize) -> Vec<u8> {
    let mut header = Vec::with_capacity(128);
    header.extend(long(size));
    header.extend([0; 4]);
    header.extend(0x0420_0000_u32.to_be_bytes());
    header.extend(b"mntrRGB XYZ ");
    for part in [2000_u16, 1, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend(b"acsp");
    header.extend([0; 28]);
    header.extend(WHITE.iter().flat_map(|value| value.to_be_bytes()));
    header.resize(128, 0);
    header
}

fn tag(kind: [u8; 4], values: &[u32]) -> Vec<u8> {
    let mut bytes = kind.to_vec();
    bytes.extend([0; 4]);
    bytes.extend(values.iter().flat_map(|value| value.to_be_bytes()));
    bytes
}

/// One text in English (multiLocalizedUnicodeType).
fn words(text: &str) -> Vec<u8> {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut bytes = tag(*b"mluc", &[1, 12]);
    bytes.extend(b"enUS");
    bytes.extend(long(utf16.len()));
    bytes.extend(long(28));
    bytes.extend(utf16);
    bytes
}

fn long(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_as_long_as_it_says() {
        let profile = srgb();
        assert_eq!(profile[..4], long(profile.len()));
        assert_eq!(&profile[36..40], b"acsp");
        let sum = |at: usize| PRIMARIES.iter().map(|primary| primary[at]).sum::<u32>();
        assert!(
            (0..3).all(|at| sum(at).abs_diff(WHITE[at]) < 16),
            "the primaries add up to white"
        );
    }
}
