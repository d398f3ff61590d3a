//! Any text that somebody typed, pasted or scanned, and what it names.

use rust_decimal::Decimal;
use trace::{Epc, Granularity, Quantity, Unit};

use crate::element::{Element, ElementString};
use crate::error::{Gs1Error, cut};
use crate::key::{Gtin, Sscc, checked};
use crate::link::{self, RESOLVER, segments};
use crate::{MAX_LEN, SEPARATOR};

/// What a text names and says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    elements: ElementString,
    /// A name that is no GS1 key.
    other: Option<Epc>,
}

/// Reads a Digital Link of any domain, an EPC URN, an element string with brackets or separators (with or without the symbology
/// identifier that a scanner puts before it), the bare digits of a GTIN or SSCC, or any other URI.
pub fn read(text: &str) -> Result<Reading, Gs1Error> {
    let text = text.trim_matches(|c: char| c.is_whitespace() && c != SEPARATOR);
    let characters = text.chars().count();
    if characters > MAX_LEN {
        return Err(Gs1Error::TooLong(characters));
    }
    match symbology(text) {
        Some((Carries::Elements, raw)) => ElementString::parse_raw(raw).map(Reading::of),
        Some((Carries::TradeItem, digits)) => bare(digits),
        Some((Carries::Text, content)) => plain(content),
        None => plain(text),
    }
}

/// What the symbol behind a symbology identifier carries (ISO/IEC 15424; GS1 General Specifications, figure 5.1.2-1).
enum Carries {
    Elements,
    TradeItem,
    Text,
}

fn symbology(text: &str) -> Option<(Carries, &str)> {
    let rest = text.strip_prefix(']')?;
    let (code, content) = rest.split_at_checked(2)?;
    let carries = match code {
        "C1" | "e0" | "d2" | "Q3" | "J1" => Carries::Elements,
        "E0" | "E4" | "I1" => Carries::TradeItem,
        _ => Carries::Text,
    };
    Some((carries, content))
}

fn plain(text: &str) -> Result<Reading, Gs1Error> {
    if text.is_empty() {
        return Err(Gs1Error::Empty);
    }
    if text.starts_with('(') {
        return ElementString::parse_bracketed(text).map(Reading::of);
    }
    if text.contains(SEPARATOR) {
        return ElementString::parse_raw(text).map(Reading::of);
    }
    if text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.contains(':') {
        return uri(text);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) && matches!(text.len(), 8 | 12 | 13 | 14 | 18)
    {
        return bare(text);
    }
    // Typed without brackets: believed where it begins with a whole key.
    let keyed = (text.starts_with("00") && text.len() >= 20)
        || (text.starts_with("01") && text.len() >= 16);
    if keyed && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return ElementString::parse_raw(text).map(Reading::of);
    }
    Err(Gs1Error::NotAName(cut(text)))
}

/// Digits without any identifier: their number says what they are.
fn bare(text: &str) -> Result<Reading, Gs1Error> {
    let elements = if text.len() == 18 {
        ElementString::from_pairs([("00", Sscc::parse(text)?.as_str())])
    } else {
        ElementString::from_pairs([("01", Gtin::parse(text)?.as_str())])
    };
    elements.map(Reading::of)
}

fn uri(text: &str) -> Result<Reading, Gs1Error> {
    if let Some(elements) = link::parse(text) {
        return elements.map(Reading::of);
    }
    let name = Epc::parse(text).map_err(|_| Gs1Error::NotAName(cut(text)))?;
    // An EPC URN has become a link by now.
    match link::parse(name.as_str()) {
        Some(elements) if text.starts_with("urn:") => elements.map(Reading::of),
        _ => Ok(Reading {
            elements: ElementString::default(),
            other: Some(name),
        }),
    }
}

impl Reading {
    fn of(elements: ElementString) -> Self {
        Self {
            elements,
            other: None,
        }
    }

    /// The elements; none where the name is no GS1 key.
    pub fn elements(&self) -> &[Element] {
        self.elements.elements()
    }

    /// The elements as an element string.
    pub const fn element_string(&self) -> &ElementString {
        &self.elements
    }

    /// The canonical name of the asset: of a logistic unit by its SSCC, of an item by GTIN and serial number, of a lot by GTIN and
    /// lot number, of a returnable or individual asset by its key. `None` for a GTIN alone, which names a product and no thing.
    pub fn asset(&self) -> Option<Epc> {
        if self.other.is_some() {
            return self.other.clone();
        }
        let (_, path) = self.named()?;
        Epc::parse(&format!("{RESOLVER}{path}")).ok()
    }

    /// Whether the asset is a lot, an item or a logistic unit; `None` where the name does not tell.
    pub fn granularity(&self) -> Option<Granularity> {
        self.named().map(|(granularity, _)| granularity)
    }

    /// The asset's granularity and its path.
    fn named(&self) -> Option<(Granularity, String)> {
        if let Some(sscc) = self.sscc() {
            return Some((Granularity::LogisticUnit, segments("00", sscc)));
        }
        if let Some(gtin) = self.elements.value("01") {
            let key = segments("01", gtin);
            let serial = self
                .serial()
                .map(|serial| (Granularity::Item, "21", serial));
            let lot = || self.lot().map(|lot| (Granularity::Lot, "10", lot));
            let (granularity, ai, value) = serial.or_else(lot)?;
            return Some((granularity, format!("{key}/{}", segments(ai, value))));
        }
        let individual = |ai| Some((ai, self.elements.value(ai)?));
        let (ai, value) = individual("8004").or_else(|| individual("8003"))?;
        Some((Granularity::Item, segments(ai, value)))
    }

    /// The GTIN, 14 digits.
    pub fn gtin(&self) -> Option<&str> {
        self.elements.value("01")
    }

    /// The lot number.
    pub fn lot(&self) -> Option<&str> {
        self.elements.value("10")
    }

    /// The serial number.
    pub fn serial(&self) -> Option<&str> {
        self.elements.value("21")
    }

    /// The SSCC, 18 digits.
    pub fn sscc(&self) -> Option<&str> {
        self.elements.value("00")
    }

    /// The Global Location Number: told as such, or thirteen bare digits, which the form that asked knows to be one.
    pub fn gln(&self) -> Option<&str> {
        let told = ["414", "417", "416", "410", "411", "412", "413", "415"]
            .iter()
            .find_map(|ai| self.elements.value(ai));
        told.or_else(|| {
            let [only] = self.elements() else { return None };
            let thirteen = only
                .value()
                .strip_prefix('0')
                .filter(|_| only.ai() == "01")?;
            checked("GLN", thirteen).is_ok().then_some(thirteen)
        })
    }

    /// The canonical name of the place.
    pub fn location(&self) -> Option<Epc> {
        let Some(gln) = self.gln() else {
            return self.other.clone();
        };
        let extension = self.elements.value("254");
        let extension =
            extension.map_or_else(String::new, |value| format!("/{}", segments("254", value)));
        Epc::parse(&format!("{RESOLVER}414/{gln}{extension}")).ok()
    }

    /// The canonical name of the party.
    pub fn party(&self) -> Option<Epc> {
        let Some(gln) = self.gln() else {
            return self.other.clone();
        };
        Epc::parse(&format!("{RESOLVER}417/{gln}")).ok()
    }

    /// How much of it: the net weight in kilograms (310n), or how many pieces (30, 37).
    pub fn quantity(&self) -> Option<Quantity> {
        if let Some(weight) = (self.elements().iter()).find(|one| one.ai().starts_with("310")) {
            let decimals = weight.ai().chars().next_back()?.to_digit(10)?;
            let number = Decimal::new(weight.value().parse().ok()?, decimals);
            return Quantity::parse(&number.to_string(), Unit::kilogram()).ok();
        }
        let count = self.elements.value("30").or(self.elements.value("37"))?;
        Quantity::parse(count, Unit::piece()).ok()
    }

    /// As people read it: with brackets, or the name as it is.
    pub fn human_readable(&self) -> String {
        let other = self.other.as_ref().map(ToString::to_string);
        other.unwrap_or_else(|| self.elements.to_bracketed())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn asset(text: &str) -> String {
        read(text).unwrap().asset().unwrap().to_string()
    }

    #[test]
    fn every_spelling_of_a_lot_gives_one_name() {
        let name = "https://id.gs1.org/01/09521234543213/10/ABC-1";
        for spelling in [
            "(01)09521234543213(10)ABC-1",
            " (01) 09521234543213 (17)261231 (10) ABC-1\n",
            "]d2010952123454321310ABC-1",
            "]C1010952123454321310ABC-1\u{1d}3103000250",
            "]Q317261231010952123454321310ABC-1",
            "\u{1d}010952123454321310ABC-1",
            "010952123454321310ABC-1",
            "]Q1https://brand.example/01/9521234543213/10/ABC-1?17=261231",
            "https://id.gs1.org/01/09521234543213/10/ABC-1",
            "urn:epc:class:lgtin:952123454.0321.ABC-1",
        ] {
            assert_eq!(asset(spelling), name, "{spelling:?}");
            let granularity = read(spelling).unwrap().granularity();
            assert_eq!(granularity, Some(Granularity::Lot), "{spelling:?}");
        }
    }

    #[test]
    fn items_pallets_and_other_names_are_assets() {
        assert_eq!(
            asset("(01)09521234543213(10)L(21)7/8"),
            "https://id.gs1.org/01/09521234543213/21/7%2F8"
        );
        assert_eq!(
            asset("106141412345678908"),
            "https://id.gs1.org/00/106141412345678908"
        );
        assert_eq!(
            asset("(00)106141412345678908(02)09521234543213(37)12"),
            "https://id.gs1.org/00/106141412345678908"
        );
        assert_eq!(
            asset("(8003)00614141123452A1"),
            "https://id.gs1.org/8003/00614141123452A1"
        );
        assert_eq!(
            asset("https://example.org/things/7"),
            "https://example.org/things/7"
        );
        assert_eq!(asset("urn:epc:id:gid:1.2.3"), "urn:epc:id:gid:1.2.3");
    }

    #[test]
    fn a_product_is_no_thing() {
        for text in ["9521234543213", "(01)09521234543213", "(10)ABC"] {
            assert_eq!(read(text).unwrap().asset(), None, "{text}");
        }
    }

    #[test]
    fn places_and_parties_go_by_their_number() {
        let read = |text: &str| read(text).unwrap();
        let bare = read("0614141123452");
        assert_eq!(
            (
                bare.location().unwrap().as_str(),
                bare.party().unwrap().as_str()
            ),
            (
                "https://id.gs1.org/414/0614141123452",
                "https://id.gs1.org/417/0614141123452"
            )
        );
        let dock = read("(414)0614141123452(254)dock 1".replace(' ', "-").as_str());
        assert_eq!(
            dock.location().unwrap().as_str(),
            "https://id.gs1.org/414/0614141123452/254/dock-1"
        );
        assert_eq!(read("(01)19521234543210").gln(), None, "a case is no place");
        let urn = read("urn:epc:id:pgln:0614141.12345");
        assert_eq!(
            urn.party().unwrap().as_str(),
            "https://id.gs1.org/417/0614141123452"
        );
    }

    #[test]
    fn weights_and_counts_are_quantities() {
        let quantity = |text: &str| {
            read(text)
                .unwrap()
                .quantity()
                .map(|found| found.to_string())
        };
        assert_eq!(
            quantity("(01)09521234543213(3103)012500").as_deref(),
            Some("12.5 kg")
        );
        assert_eq!(
            quantity("(01)09521234543213(3100)000012").as_deref(),
            Some("12 kg")
        );
        assert_eq!(
            quantity("(00)106141412345678908(37)48").as_deref(),
            Some("48 pcs")
        );
        assert_eq!(quantity("(01)09521234543213(10)A"), None);
    }

    #[test]
    fn what_is_no_name_is_told_why() {
        let code = |text: &str| read(text).unwrap_err().code();
        assert_eq!(code("  "), "empty");
        assert_eq!(code("LOT 7"), "not-a-name");
        assert_eq!(code("9521234543214"), "check-digit");
        assert_eq!(code("123456"), "not-a-name");
        assert_eq!(code("]d2ZZ"), "unknown-identifier");
        assert_eq!(code("x:<script>"), "not-a-name");
        assert_eq!(code(&"9".repeat(5000)), "too-long");
        assert_eq!(code("urn:epc:id:sscc:1.2"), "not-a-name");
        assert_eq!(code("]"), "not-a-name");
        assert_eq!(code("]é1"), "not-a-name");
    }
}
