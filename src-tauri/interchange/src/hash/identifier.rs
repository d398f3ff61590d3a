//! One spelling for identifiers: the constrained canonical GS1 Digital Link URI that the event hash asks for.
//!
//! It knows all EPC schemes and GS1 keys, unlike `trace::Epc`, which names assets, parties and places only.

const RESOLVER: &str = "https://id.gs1.org/";

/// The identifier as the hash spells it; `None` if it is neither an EPC URN nor a GS1 Digital Link URI.
pub(super) fn canonical(text: &str) -> Option<String> {
    let path = match text.strip_prefix("urn:epc:") {
        Some(urn) => from_urn(urn)?,
        None => from_link(text)?,
    };
    Some(format!("{RESOLVER}{path}"))
}

/// GS1 Tag Data Standard 2.0, section 6. In a pattern (`idpat`) a star stands for any serial number and is left out.
fn from_urn(urn: &str) -> Option<String> {
    let (scheme, body) = urn.split_once(':').and_then(|(group, rest)| {
        let (scheme, body) = rest.split_once(':')?;
        matches!(group, "id" | "class" | "idpat").then_some((scheme, body))
    })?;
    let fields = match scheme {
        "sscc" | "pgln" | "giai" | "gsrn" | "gsrnp" | "ginc" | "gsin" => 2,
        "itip" => 5,
        _ => 3,
    };
    let parts: Vec<&str> = body.splitn(fields, '.').collect();
    if parts.len() != fields || parts.iter().any(|part| part.is_empty()) {
        return None;
    }
    let serial = |qualifier: &str| match parts.last() {
        Some(&"*") | None => String::new(),
        Some(serial) => format!("/{qualifier}/{serial}"),
    };
    let suffix = match parts.last() {
        Some(&"*") | None => "",
        Some(serial) => serial,
    };
    let (company, reference) = (parts[0], parts[1]);
    let plain = format!("{company}{reference}");
    Some(match scheme {
        "sgtin" => format!("01/{}{}", trade_item(company, reference)?, serial("21")),
        "lgtin" => format!("01/{}{}", trade_item(company, reference)?, serial("10")),
        "upui" => format!("01/{}{}", trade_item(company, reference)?, serial("235")),
        "itip" => {
            let item = trade_item(company, reference)?;
            format!("8006/{item}{}{}{}", parts[2], parts[3], serial("21"))
        }
        "sscc" => format!("00/{}", indicated(company, reference, 17)?),
        "sgln" if parts[2] == "0" => format!("414/{}", checked(&plain, 12)?),
        "sgln" => format!("414/{}{}", checked(&plain, 12)?, serial("254")),
        "pgln" => format!("417/{}", checked(&plain, 12)?),
        "grai" => format!("8003/0{}{suffix}", checked(&plain, 12)?),
        "gdti" => format!("253/{}{suffix}", checked(&plain, 12)?),
        "sgcn" => format!("255/{}{suffix}", checked(&plain, 12)?),
        "gsrn" => format!("8018/{}", checked(&plain, 17)?),
        "gsrnp" => format!("8017/{}", checked(&plain, 17)?),
        "gsin" => format!("402/{}", checked(&plain, 16)?),
        "giai" => format!("8004/{plain}"),
        "ginc" => format!("401/{plain}"),
        "cpi" => format!("8010/{plain}{}", serial("8011")),
        _ => return None,
    })
}

fn trade_item(company: &str, reference: &str) -> Option<String> {
    indicated(company, reference, 13)
}

/// The indicator or extension digit stands before the company prefix, not behind it.
fn indicated(company: &str, reference: &str, length: usize) -> Option<String> {
    let (indicator, rest) = reference.split_at_checked(1)?;
    checked(&format!("{indicator}{company}{rest}"), length)
}

/// These digits, if they are so many, with their check digit (GS1 General Specifications, section 7.9).
fn checked(digits: &str, length: usize) -> Option<String> {
    if digits.len() != length || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let weighted = digits.bytes().rev().zip([3, 1].into_iter().cycle());
    let sum: u32 = weighted
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    Some(format!("{digits}{}", (10 - sum % 10) % 10))
}

/// Primary keys of GS1 Digital Link with the digits that their values open with, and whether more may follow.
const KEYS: [(&str, usize, bool); 14] = [
    ("00", 18, false),
    ("01", 14, false),
    ("253", 13, true),
    ("255", 13, true),
    ("401", 4, true),
    ("402", 17, false),
    ("414", 13, false),
    ("417", 13, false),
    ("8003", 14, true),
    ("8004", 4, true),
    ("8006", 18, false),
    ("8010", 4, true),
    ("8017", 18, false),
    ("8018", 18, false),
];

/// The qualifiers that stay, the finest first: only one of them does.
fn qualifiers(key: &str) -> &'static [&'static str] {
    match key {
        "01" => &["21", "235", "10"],
        "414" => &["254"],
        "8006" => &["21", "10"],
        "8010" => &["8011"],
        _ => &[],
    }
}

/// A link under any domain, without its query and with its finest key only (GS1 Digital Link URI Syntax 1.4, section
/// 4.11).
fn from_link(text: &str) -> Option<String> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let (_, path) = rest.split_once('/')?;
    let path = path.split(['?', '#']).next()?;
    let segments: Vec<&str> = path.split('/').collect();
    let at =
        (0..segments.len().saturating_sub(1)).find(|at| is_key(segments[*at], segments[at + 1]))?;
    let (key, value) = (segments[at], segments[at + 1]);
    let pairs = segments[at + 2..].chunks_exact(2);
    let finest = qualifiers(key).iter().find_map(|qualifier| {
        pairs
            .clone()
            .find(|pair| pair[0] == *qualifier && !pair[1].is_empty())
    });
    Some(match finest {
        Some(pair) => format!("{key}/{value}/{}/{}", pair[0], pair[1]),
        None => format!("{key}/{value}"),
    })
}

fn is_key(key: &str, value: &str) -> bool {
    KEYS.iter().any(|(known, digits, may_go_on)| {
        let opens = value.len() >= *digits
            && value
                .bytes()
                .take(*digits)
                .all(|byte| byte.is_ascii_digit());
        *known == key && opens && (*may_go_on || value.len() == *digits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(spelling: &str, path: &str) {
        let expected = format!("https://id.gs1.org/{path}");
        assert_eq!(canonical(spelling).as_deref(), Some(expected.as_str()));
        assert_eq!(
            canonical(&expected).as_deref(),
            Some(expected.as_str()),
            "the canonical form is its own"
        );
    }

    #[test]
    fn urns_and_other_domains_become_canonical_links() {
        check(
            "urn:epc:id:sgtin:4012345.011111.9876",
            "01/04012345111118/21/9876",
        );
        check("urn:epc:id:grai:4012345.66666.87", "8003/0401234566666387");
        check("urn:epc:id:cpi:4012345.ABC.123", "8010/4012345ABC/8011/123");
        check("urn:epc:idpat:sgtin:4054739.099914.*", "01/04054739999148");
        check(
            "https://id.example.com/some/253/4012345000054987?x=1",
            "253/4012345000054987",
        );
        check(
            "https://shop.example/01/04012345999990/10/L/21/XYZ",
            "01/04012345999990/21/XYZ",
        );
    }

    #[test]
    fn what_is_no_key_of_gs1_is_left_alone() {
        for text in [
            "geo:47.5,11.1",
            "urn:epcglobal:cbv:bt:4012345000009:ASN1099",
            "http://www.opengis.net/def/crs/EPSG/0/27700",
            "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
            "urn:epc:id:sgtin:4012345.1.9",
            "urn:epc:id:sgtin:é.é.é",
            "urn:epc:id:sscc:1.é",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }
}
