//! The Application Identifiers that are known here, and the form of what follows each (GS1 General Specifications, section 3.2).

use crate::date::ShortDate;
use crate::error::{Gs1Error, cut};
use crate::key::{Giai, Gln, Grai, Gtin, Sscc, digits, encodable};

/// The form of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// A GTIN of 14 digits.
    Gtin,
    Sscc,
    Gln,
    Grai,
    Giai,
    /// `YYMMDD`.
    Date,
    /// So many digits.
    Digits(usize),
    /// One to so many digits.
    DigitsUpTo(usize),
    /// One to so many encodable characters.
    Text(usize),
    /// So many digits, then up to so many encodable characters.
    DigitsThenText(usize, usize),
}

/// An Application Identifier.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Application {
    /// The identifier; where `decimals` is told, without its fourth digit.
    stem: &'static str,
    /// Whether a fourth digit says how many of the digits are decimals.
    decimals: bool,
    pub(crate) title: &'static str,
    form: Form,
}

const fn of(stem: &'static str, title: &'static str, form: Form) -> Application {
    Application {
        stem,
        decimals: false,
        title,
        form,
    }
}

const fn measure(stem: &'static str, title: &'static str) -> Application {
    Application {
        stem,
        decimals: true,
        title,
        form: Form::Digits(6),
    }
}

/// No identifier is the beginning of another one.
static KNOWN: &[Application] = &[
    of("00", "SSCC", Form::Sscc),
    of("01", "GTIN", Form::Gtin),
    of("02", "CONTENT", Form::Gtin),
    of("03", "MTO GTIN", Form::Gtin),
    of("10", "BATCH/LOT", Form::Text(20)),
    of("11", "PROD DATE", Form::Date),
    of("12", "DUE DATE", Form::Date),
    of("13", "PACK DATE", Form::Date),
    of("15", "BEST BEFORE", Form::Date),
    of("16", "SELL BY", Form::Date),
    of("17", "USE BY", Form::Date),
    of("20", "VARIANT", Form::Digits(2)),
    of("21", "SERIAL", Form::Text(20)),
    of("22", "CPV", Form::Text(20)),
    of("235", "TPX", Form::Text(28)),
    of("240", "ADDITIONAL ID", Form::Text(30)),
    of("241", "CUST. PART No.", Form::Text(30)),
    of("242", "MTO VARIANT", Form::DigitsUpTo(6)),
    of("243", "PCN", Form::Text(20)),
    of("250", "SECONDARY SERIAL", Form::Text(30)),
    of("251", "REF. TO SOURCE", Form::Text(30)),
    of("254", "GLN EXTENSION", Form::Text(20)),
    of("30", "VAR. COUNT", Form::DigitsUpTo(8)),
    measure("310", "NET WEIGHT (kg)"),
    measure("311", "LENGTH (m)"),
    measure("312", "WIDTH (m)"),
    measure("313", "HEIGHT (m)"),
    measure("314", "AREA (m²)"),
    measure("315", "NET VOLUME (l)"),
    measure("316", "NET VOLUME (m³)"),
    measure("330", "GROSS WEIGHT (kg)"),
    measure("331", "LENGTH (m), log"),
    measure("332", "WIDTH (m), log"),
    measure("333", "HEIGHT (m), log"),
    measure("334", "AREA (m²), log"),
    measure("335", "VOLUME (l), log"),
    measure("336", "VOLUME (m³), log"),
    measure("337", "KG PER m²"),
    of("37", "COUNT", Form::DigitsUpTo(8)),
    of("400", "ORDER NUMBER", Form::Text(30)),
    of("401", "GINC", Form::Text(30)),
    of("402", "GSIN", Form::Digits(17)),
    of("403", "ROUTE", Form::Text(30)),
    of("410", "SHIP TO LOC", Form::Gln),
    of("411", "BILL TO", Form::Gln),
    of("412", "PURCHASE FROM", Form::Gln),
    of("413", "SHIP FOR LOC", Form::Gln),
    of("414", "LOC No.", Form::Gln),
    of("415", "PAY TO", Form::Gln),
    of("416", "PROD/SERV LOC", Form::Gln),
    of("417", "PARTY", Form::Gln),
    of("420", "SHIP TO POST", Form::Text(20)),
    of("421", "SHIP TO POST", Form::DigitsThenText(3, 9)),
    of("422", "ORIGIN", Form::Digits(3)),
    of("426", "COUNTRY – FULL PROCESS", Form::Digits(3)),
    of("7001", "NSN", Form::Digits(13)),
    of("8003", "GRAI", Form::Grai),
    of("8004", "GIAI", Form::Giai),
    of("8020", "REF No.", Form::Text(25)),
    of("8200", "PRODUCT URL", Form::Text(70)),
    of("90", "INTERNAL", Form::Text(30)),
    of("91", "INTERNAL", Form::Text(90)),
    of("92", "INTERNAL", Form::Text(90)),
    of("93", "INTERNAL", Form::Text(90)),
    of("94", "INTERNAL", Form::Text(90)),
    of("95", "INTERNAL", Form::Text(90)),
    of("96", "INTERNAL", Form::Text(90)),
    of("97", "INTERNAL", Form::Text(90)),
    of("98", "INTERNAL", Form::Text(90)),
    of("99", "INTERNAL", Form::Text(90)),
];

/// The Application Identifier with which a text begins, in full length.
pub(crate) fn leading(text: &str) -> Option<(&'static Application, &str)> {
    let application = KNOWN.iter().find(|known| text.starts_with(known.stem))?;
    let length = application.stem.len() + usize::from(application.decimals);
    let ai = text.get(..length)?;
    let sound = !application.decimals || ai.ends_with(|last: char| ('0'..='5').contains(&last));
    sound.then_some((application, ai))
}

/// The Application Identifier that a text is.
pub(crate) fn named(ai: &str) -> Option<&'static Application> {
    let (application, whole) = leading(ai)?;
    (whole == ai).then_some(application)
}

impl Application {
    /// How many characters follow where the identifier's first two digits alone say so, in which case no separator need follow
    /// (GS1 General Specifications, figure 7.8.5-2).
    pub(crate) fn predefined(&self) -> Option<usize> {
        Some(match self.stem.get(..2)? {
            "00" => 18,
            "01" | "02" | "03" => 14,
            "11" | "12" | "13" | "15" | "16" | "17" | "31" | "33" => 6,
            "20" => 2,
            "41" => 13,
            _ => return None,
        })
    }

    /// Whether a value has the form that the identifier asks for, the check digit included.
    pub(crate) fn check(&self, ai: &str, value: &str) -> Result<(), Gs1Error> {
        let what = || format!("({ai})");
        match self.form {
            Form::Gtin => {
                digits(&what(), value, &[14])?;
                Gtin::parse(value).map(drop)
            }
            Form::Sscc => Sscc::parse(value).map(drop),
            Form::Gln => Gln::parse(value).map(drop),
            Form::Grai => Grai::parse(value).map(drop),
            Form::Giai => Giai::parse(value).map(drop),
            Form::Date => {
                digits(&what(), value, &[6])?;
                let date = ShortDate::parse(value).map(drop);
                date.ok_or_else(|| Gs1Error::Date {
                    ai: ai.to_owned(),
                    given: cut(value),
                })
            }
            Form::Digits(length) => digits(&what(), value, &[length]),
            Form::DigitsUpTo(most) => {
                encodable(&what(), value, 1, most)?;
                digits(&what(), value, &[value.len()])
            }
            Form::Text(most) => encodable(&what(), value, 1, most),
            Form::DigitsThenText(length, most) => {
                encodable(&what(), value, length + 1, length + most)?;
                digits(&what(), value.get(..length).unwrap_or(value), &[length])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_identifier_begins_another() {
        for one in KNOWN {
            for other in KNOWN {
                assert!(
                    one == other || !other.stem.starts_with(one.stem),
                    "{} and {}",
                    one.stem,
                    other.stem
                );
            }
        }
    }

    #[test]
    fn what_needs_no_separator_has_that_length() {
        for known in KNOWN {
            let fixed = match known.form {
                Form::Sscc => Some(18),
                Form::Gtin => Some(14),
                Form::Gln => Some(13),
                Form::Date => Some(6),
                Form::Digits(length) => Some(length),
                _ => None,
            };
            if let Some(length) = known.predefined() {
                assert_eq!(Some(length), fixed, "{}", known.stem);
            }
        }
    }

    #[test]
    fn a_fourth_digit_counts_decimals() {
        assert_eq!(leading("3103000250").map(|(_, ai)| ai), Some("3103"));
        assert_eq!(leading("3109000250"), None);
        assert!(named("3102").is_some() && named("310").is_none());
    }
}
