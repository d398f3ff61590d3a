//! Quantities and masses as integers, so that nothing is lost to floating point.

use std::fmt;

use rust_decimal::Decimal;
use thiserror::Error;

/// One whole unit in millionths.
pub const MICRO: u64 = 1_000_000;

/// A quantity or unit that the ledger would not take.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum QuantityError {
    /// The unit is not two or three upper-case letters or digits.
    #[error("{0:?} is not a UN/ECE Recommendation 20 code")]
    Unit(String),
    /// The text is not a decimal number, is negative, or has more than six decimals.
    #[error("{0:?} is not a quantity with at most six decimals")]
    Number(String),
    /// The quantity is larger than 2⁶³ − 1 millionths.
    #[error("{0} is more than a quantity can hold")]
    TooLarge(String),
}

/// A unit of measure by its UN/ECE Recommendation 20 code, such as `KGM` or `H87` (piece).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Unit(String);

impl Unit {
    /// Takes a code of two or three upper-case letters or digits (EPCIS 2.0, `uom`).
    pub fn new(code: &str) -> Result<Self, QuantityError> {
        let sound = (2..=3).contains(&code.len())
            && code
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if sound {
            Ok(Self(code.to_owned()))
        } else {
            Err(QuantityError::Unit(code.chars().take(16).collect()))
        }
    }

    /// Kilograms.
    pub fn kilogram() -> Self {
        Self("KGM".to_owned())
    }

    /// Pieces.
    pub fn piece() -> Self {
        Self("H87".to_owned())
    }

    /// The code.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// What people write behind a number.
    pub fn symbol(&self) -> &str {
        match self.0.as_str() {
            "KGM" => "kg",
            "GRM" => "g",
            "TNE" => "t",
            "H87" => "pcs",
            "LTR" => "l",
            "MTR" => "m",
            "MTK" => "m²",
            other => other,
        }
    }

    /// The mass of `micro` millionths of this unit, if it is a unit of mass.
    pub fn mass_of(&self, micro: u64) -> Option<Mass> {
        let micro = u128::from(micro);
        match self.0.as_str() {
            "KGM" => Some(Mass::from_micrograms(micro * 1000)),
            "GRM" => Some(Mass::from_micrograms(micro)),
            "TNE" => Some(Mass::from_micrograms(micro * 1_000_000)),
            _ => None,
        }
    }
}

/// An amount of something.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Quantity {
    /// Millionths of the unit.
    pub micro: u64,
    /// The unit.
    pub unit: Unit,
}

impl Quantity {
    /// The largest quantity the ledger takes, in millionths.
    pub const MAX_MICRO: u64 = i64::MAX as u64;

    /// Reads a decimal number such as `1050.25`.
    pub fn parse(number: &str, unit: Unit) -> Result<Self, QuantityError> {
        let wrong = || QuantityError::Number(number.chars().take(40).collect());
        let decimal: Decimal = number.parse().map_err(|_| wrong())?;
        if decimal.is_sign_negative() || decimal.normalize().scale() > 6 {
            return Err(wrong());
        }
        let too_large = || QuantityError::TooLarge(number.chars().take(40).collect());
        let scaled = decimal
            .checked_mul(Decimal::from(MICRO))
            .ok_or_else(too_large)?;
        let micro = u64::try_from(scaled).map_err(|_| too_large())?;
        if micro > Self::MAX_MICRO {
            return Err(too_large());
        }
        Ok(Self { micro, unit })
    }

    /// The number without its unit, exact and without trailing zeros.
    pub fn number(&self) -> Decimal {
        Decimal::from_i128_with_scale(i128::from(self.micro), 6).normalize()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.number(), self.unit.symbol())
    }
}

/// A mass in micrograms: fine enough for a bond wire, wide enough for a bulk carrier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Mass(u128);

impl Mass {
    /// A mass of so many micrograms.
    pub const fn from_micrograms(micrograms: u128) -> Self {
        Self(micrograms)
    }

    /// A mass of so many milligrams (millionths of a kilogram, the contract's `unitMass`).
    pub const fn from_milligrams(milligrams: u64) -> Self {
        Self(milligrams as u128 * 1000)
    }

    /// Micrograms.
    pub const fn micrograms(self) -> u128 {
        self.0
    }

    /// Kilograms; `None` beyond 10²² kg, which no real asset has.
    pub fn kilograms(self) -> Option<Decimal> {
        let value = i128::try_from(self.0).ok()?;
        Decimal::try_from_i128_with_scale(value, 9)
            .ok()
            .map(|kilograms| kilograms.normalize())
    }

    /// The sum, saturating.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The mass of `micro` millionths of units that each have this mass; saturating, fractions of a microgram dropped.
    #[must_use]
    pub const fn times_micro(self, micro: u64) -> Self {
        Self(self.0.saturating_mul(micro as u128) / MICRO as u128)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_six_decimals_and_no_more() {
        let read = |text| Quantity::parse(text, Unit::kilogram()).map(|quantity| quantity.micro);
        assert_eq!(read("1050.25"), Ok(1_050_250_000));
        assert_eq!(read("0.000001"), Ok(1));
        assert_eq!(
            read("1.0000000"),
            Ok(1_000_000),
            "trailing zeros are not decimals"
        );
        assert!(matches!(read("0.0000001"), Err(QuantityError::Number(_))));
        assert!(matches!(read("-1"), Err(QuantityError::Number(_))));
        assert!(matches!(read("1 050"), Err(QuantityError::Number(_))));
        assert!(matches!(
            read("9223372036855"),
            Err(QuantityError::TooLarge(_))
        ));
    }

    #[test]
    fn units_are_recommendation_20_codes() {
        assert!(Unit::new("KGM").is_ok());
        assert!(Unit::new("kg").is_err());
        assert!(Unit::new("KILO").is_err());
    }

    #[test]
    fn masses_are_exact() {
        let per_piece = Mass::from_milligrams(1_900);
        assert_eq!(
            per_piece
                .times_micro(3 * MICRO)
                .kilograms()
                .unwrap()
                .to_string(),
            "0.0057"
        );
        assert_eq!(
            Unit::kilogram().mass_of(MICRO),
            Some(Mass::from_milligrams(1_000_000))
        );
        assert_eq!(Unit::piece().mass_of(MICRO), None);
    }
}
