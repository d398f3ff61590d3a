//! What tells things of one name apart: the serial or lot number in their canonical names.

/// The last part of a canonical name where it is a serial number, a lot or a logistic unit: `000417` of
/// `https://id.gs1.org/01/…/21/000417` (GS1 Digital Link, application identifiers 21, 10 and 00).
pub(crate) fn serial(epc: &str) -> Option<&str> {
    let path = epc.strip_prefix("https://id.gs1.org/")?;
    let mut parts = path.rsplit('/');
    let value = parts.next().filter(|value| !value.is_empty())?;
    matches!(parts.next()?, "21" | "10" | "00").then_some(value)
}

/// A name with the serial behind it, unless the name tells it already. Serials come from the ledger and can be long.
pub(crate) fn told_apart(name: &str, epc: &str) -> String {
    match serial(epc) {
        Some(serial) if !name.contains(serial) => {
            format!("{name} · {}", super::format::middle(serial, 20))
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_lots_and_units_are_read() {
        let serial_of =
            |path: &str| serial(&format!("https://id.gs1.org/{path}")).map(str::to_owned);
        assert_eq!(
            serial_of("01/09506000134352/21/000417").as_deref(),
            Some("000417")
        );
        assert_eq!(
            serial_of("01/09506000134352/10/PT-2291").as_deref(),
            Some("PT-2291")
        );
        assert_eq!(
            serial_of("00/395060001343520017").as_deref(),
            Some("395060001343520017")
        );
        assert_eq!(serial_of("01/09506000134352"), None);
        assert_eq!(serial("urn:uuid:1/21/2"), None);
    }

    #[test]
    fn a_name_that_tells_it_already_stays() {
        let item = "https://id.gs1.org/01/09506000134352/21/000417";
        assert_eq!(told_apart("Edge gateway", item), "Edge gateway · 000417");
        assert_eq!(
            told_apart("Edge gateway 000417", item),
            "Edge gateway 000417"
        );
        assert_eq!(told_apart("Ore", "urn:x"), "Ore");
    }
}
