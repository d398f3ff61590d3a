//! Labels drawn, printed by poppler and read again as a scanner would.

use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use report::Locale;
use trace::{Epc, EventTime, Quantity, Unit};

use crate::{Label, LabelError, LabelSize, LabelSymbol, pdf};

fn label(epc: &str) -> Label {
    let drawn = EventTime {
        unix_millis: 1_795_468_445_000,
        zone_offset_minutes: 420,
    };
    Label {
        epc: Epc::parse(epc).unwrap(),
        name: "Tin ingots, refined, 99.95 %".to_owned(),
        quantity: Some(Quantity::parse("1250.5", Unit::kilogram()).unwrap()),
        made: Some(drawn),
        party: "PT Bangka Tin Works".to_owned(),
        locale: Locale::En,
        drawn,
    }
}

/// What a scanner reads on the label. Where `WAYMARK_LABEL_OUT` names a folder, the label stays there.
fn scanned(name: &str, file: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("WAYMARK_LABEL_OUT");
    let folder = kept.as_deref().map_or(folder.path(), Path::new);
    let path = folder.join(format!("{name}.pdf"));
    std::fs::write(&path, file).unwrap();
    let stem = folder.join(name);
    let printed = Command::new("pdftoppm")
        .args(["-r", "203", "-png", "-singlefile"])
        .args([&path, &stem])
        .status();
    // A judge from outside: where it is not installed, it does not judge.
    printed.ok().filter(std::process::ExitStatus::success)?;
    let picture = std::fs::read(stem.with_extension("png")).unwrap();
    let symbols = symbol::read(&picture).unwrap();
    assert_eq!(symbols.len(), 1, "{name}: {symbols:?}");
    Some(symbols[0].text.clone())
}

const LOT: &str = "https://id.gs1.org/01/98991234500012/10/TIN-2026-117";

#[test]
fn both_symbols_of_both_sizes_are_read_again() {
    let sizes = [("a6", LabelSize::A6), ("small", LabelSize::Small)];
    let symbols = [
        ("qr", LabelSymbol::Qr),
        ("datamatrix", LabelSymbol::DataMatrix),
    ];
    let label = label(&checked(LOT));
    for (size_name, size) in sizes {
        for (symbol_name, symbol) in symbols {
            let file = pdf(&label, size, symbol).unwrap();
            let Some(text) = scanned(&format!("{size_name}-{symbol_name}"), &file) else {
                return;
            };
            let reading = gs1::read(&text).unwrap();
            assert_eq!(reading.asset(), Some(label.epc.clone()), "{text}");
            assert_eq!(reading.quantity(), label.quantity, "{text}");
            assert_eq!(
                reading.element_string().value("11"),
                Some("261124"),
                "{text}"
            );
        }
    }
}

/// The name with the check digit that fits.
fn checked(name: &str) -> String {
    let (head, rest) = name.split_at("https://id.gs1.org/01/".len());
    let (digits, rest) = rest.split_at(13);
    format!("{head}{digits}{}{}", trace::check_digit(digits), &rest[1..])
}

#[test]
fn pallets_and_long_names_fit() {
    let mut pallet = label("https://id.gs1.org/00/106141412345678908");
    pallet.name = "Pallet of twelve crates with tin ingots, shrink-wrapped, for export, with corner boards and \
                   a very long description that nobody needs on a label"
        .to_owned();
    pallet.quantity = Some(Quantity::parse("1", Unit::piece()).unwrap());
    pallet.locale = Locale::De;
    for (name, size) in [
        ("pallet-a6", LabelSize::A6),
        ("pallet-small", LabelSize::Small),
    ] {
        let file = pdf(&pallet, size, LabelSymbol::DataMatrix).unwrap();
        if let Some(text) = scanned(name, &file) {
            assert_eq!(gs1::read(&text).unwrap().asset(), Some(pallet.epc.clone()));
        }
    }
}

#[test]
fn a_fixed_measure_says_no_weight_in_its_symbol() {
    let fixed = label(&checked("https://id.gs1.org/01/08991234500012/21/A%2B7"));
    let file = pdf(&fixed, LabelSize::A6, LabelSymbol::Qr).unwrap();
    if let Some(text) = scanned("fixed", &file) {
        let reading = gs1::read(&text).unwrap();
        assert_eq!(
            (reading.asset(), reading.quantity()),
            (Some(fixed.epc), None)
        );
    }
}

#[test]
fn other_names_go_into_a_qr_code_only() {
    let other = label("https://example.org/things/7");
    let file = pdf(&other, LabelSize::Small, LabelSymbol::Qr).unwrap();
    if let Some(text) = scanned("other", &file) {
        assert_eq!(gs1::read(&text).unwrap().asset(), Some(other.epc.clone()));
    }
    assert!(matches!(
        pdf(&other, LabelSize::A6, LabelSymbol::DataMatrix),
        Err(LabelError::NotGs1(_))
    ));
}

#[test]
fn the_same_label_is_the_same_file() {
    let label = label(&checked(LOT));
    let draw = || pdf(&label, LabelSize::A6, LabelSymbol::DataMatrix).unwrap();
    assert_eq!(draw(), draw());
    assert!(draw().len() < 60_000, "{}", draw().len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn no_text_breaks_a_label(name in "\\PC{0,60}", party in "\\PC{0,40}", micro in any::<u64>(), millis in any::<u64>()) {
        let mut label = label(&checked(LOT));
        label.name = name;
        label.party = party;
        label.quantity = Some(Quantity { micro, unit: Unit::kilogram() });
        label.made = Some(EventTime { unix_millis: millis, zone_offset_minutes: i16::MAX });
        prop_assert!(pdf(&label, LabelSize::Small, LabelSymbol::DataMatrix).is_ok());
    }
}
