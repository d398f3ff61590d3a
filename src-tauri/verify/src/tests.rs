//! Each step's answers, and that nothing can be left out unnoticed.

mod attacks;
mod hostile;
mod large;
mod later;

use std::sync::LazyLock;

use evidence::Bundle;
use proptest::prelude::*;
use report::{Basis, Completeness, Incomplete, Locale, Parameters};

use crate::testing::{Chain, GATEWAY, INGOT, chips, is_of, signed, validators};
use crate::{Outcome, StepCode, StepOutcome, Trust, Verdict, verify};

pub(crate) struct Issued {
    chain: Chain,
    parameters: Parameters,
    bundle: Bundle,
    pub(crate) pdf: Vec<u8>,
}

/// A report on the gateway, with all the evidence it should have.
pub(crate) static ISSUED: LazyLock<Issued> = LazyLock::new(|| {
    let chain = Chain::of(chips(), 4);
    let parameters = chain.parameters(GATEWAY);
    let bundle = chain.evidence(&parameters);
    Issued {
        pdf: signed(&bundle, &parameters),
        chain,
        parameters,
        bundle,
    }
});

fn step(verdict: &Verdict, code: StepCode) -> (StepOutcome, &str) {
    let step = &verdict.steps[code as usize];
    assert_eq!(step.code, code);
    (step.outcome, step.reason.in_language(Locale::En))
}

fn outcomes(verdict: &Verdict) -> Vec<StepOutcome> {
    verdict.steps.iter().map(|step| step.outcome).collect()
}

fn verdict(trust: &Trust) -> Verdict {
    verify(&ISSUED.pdf, Some(trust))
}

fn completeness(bundle: &Bundle, parameters: &Parameters) -> Result<Completeness, String> {
    let basis = Basis::new(bundle, parameters).map_err(|error| error.to_string())?;
    basis.completeness().map_err(ToString::to_string)
}

/// With `WAYMARK_REPORT_OUT=FOLDER` in the environment the reports are left there to be looked at.
#[test]
fn reports_to_look_at() {
    let Ok(folder) = std::env::var("WAYMARK_REPORT_OUT") else {
        return;
    };
    let Issued {
        parameters, bundle, ..
    } = &*ISSUED;
    for (locale, name) in [(Locale::En, "en"), (Locale::De, "de"), (Locale::Fr, "fr")] {
        let parameters = Parameters {
            locale,
            ..parameters.clone()
        };
        let path = format!("{folder}/sealed-{name}.pdf");
        std::fs::write(path, signed(bundle, &parameters)).unwrap();
    }
}

#[test]
fn trusted_validators_make_every_step_valid() {
    let verdict = verdict(&ISSUED.chain.trust_seals(validators()));
    assert_eq!(outcomes(&verdict), [StepOutcome::Valid; 7], "{verdict:?}");
    assert_eq!(verdict.outcome, Outcome::Valid);
    assert!(verdict.demonstration.signer && verdict.demonstration.seals);
    assert!(verdict.headline().to_string().contains("demonstration"));
    let (_, blocks) = step(&verdict, StepCode::Blocks);
    assert!(
        blocks.contains("QBFT") && blocks.contains("public"),
        "{blocks}"
    );
    let last = ISSUED.parameters.as_of.number;
    for code in [StepCode::Completeness, StepCode::Status] {
        let (_, reason) = step(&verdict, code);
        assert!(reason.contains(&format!("block {last}")), "{reason}");
    }
}

#[test]
fn a_trusted_block_at_the_end_does_as_well() {
    let last = ISSUED.chain.headers.len() - 1;
    let verdict = verdict(&ISSUED.chain.trust_block(last));
    assert_eq!(outcomes(&verdict), [StepOutcome::Valid; 7], "{verdict:?}");
    assert!(!verdict.demonstration.seals, "no seal was asked for");
}

#[test]
fn without_trust_nobody_can_tell() {
    let verdict = verify(&ISSUED.pdf, None);
    assert_eq!(verdict.outcome, Outcome::CannotTell);
    let open = StepOutcome::CannotTell;
    let holds = StepOutcome::Valid;
    assert_eq!(
        outcomes(&verdict),
        [holds, open, holds, open, open, holds, open]
    );
    assert!(step(&verdict, StepCode::Completeness).1.contains("vouches"));
}

#[test]
fn trust_that_names_neither_block_nor_validators_cannot_tell() {
    let verdict = verdict(&Chain::trust());
    let (outcome, reason) = step(&verdict, StepCode::Blocks);
    assert_eq!(outcome, StepOutcome::CannotTell);
    assert!(reason.contains("neither"), "{reason}");
}

#[test]
fn a_trusted_block_before_the_one_spoken_of_cannot_tell() {
    let before = ISSUED.chain.headers.len() - 2;
    let verdict = verdict(&ISSUED.chain.trust_block(before));
    assert_eq!(step(&verdict, StepCode::Blocks).0, StepOutcome::CannotTell);
    assert_eq!(
        step(&verdict, StepCode::Completeness).0,
        StepOutcome::CannotTell
    );
    assert_eq!(verdict.outcome, Outcome::CannotTell);
}

#[test]
fn what_contradicts_the_trusted_block_is_invalid_whoever_sealed() {
    let last = ISSUED.chain.headers.len() - 1;
    let mut trust = ISSUED.chain.trust_seals(validators());
    trust.block = ISSUED.chain.trust_block(last).block;
    assert_eq!(verdict(&trust).outcome, Outcome::Valid, "both vouch for it");
    trust.block.as_mut().unwrap().hash.0[0] ^= 1;
    let verdict = verdict(&trust);
    assert_eq!(step(&verdict, StepCode::Blocks).0, StepOutcome::Invalid);
    assert_eq!(verdict.outcome, Outcome::Invalid);
}

#[test]
fn seals_of_others_than_the_trusted_are_no_seals() {
    let mut others = validators();
    for other in &mut others {
        other.0[0] ^= 1;
    }
    let verdict = verdict(&ISSUED.chain.trust_seals(others));
    // The set in the headers is another than the trusted one, and nobody trusted handed over to it.
    let (outcome, reason) = step(&verdict, StepCode::Blocks);
    assert_eq!(outcome, StepOutcome::CannotTell);
    assert!(reason.contains("other validators"), "{reason}");
}

#[test]
fn too_few_seals_are_invalid_even_beside_a_trusted_block() {
    let chain = Chain::of(chips(), 2);
    let parameters = chain.parameters(GATEWAY);
    let pdf = signed(&chain.evidence(&parameters), &parameters);
    let mut trust = chain.trust_seals(validators());
    trust.block = chain.trust_block(chain.headers.len() - 1).block;
    let verdict = verify(&pdf, Some(&trust));
    let (outcome, reason) = step(&verdict, StepCode::Blocks);
    assert_eq!(outcome, StepOutcome::Invalid);
    assert!(
        reason.contains("2 seals") && reason.contains("3 are needed"),
        "{reason}"
    );
}

#[test]
fn a_network_with_other_code_is_another_network() {
    let mut trust = ISSUED.chain.trust_seals(validators());
    trust.network.code_hash.0[0] ^= 1;
    let verdict = verdict(&trust);
    let (outcome, reason) = step(&verdict, StepCode::Blocks);
    assert_eq!(outcome, StepOutcome::CannotTell);
    assert!(reason.contains("the ledger’s code"), "{reason}");
    assert_ne!(step(&verdict, StepCode::Completeness).0, StepOutcome::Valid);
}

#[test]
fn the_status_names_what_was_taken_back() {
    let chain = &ISSUED.chain;
    let verdict = verdict(&chain.trust_seals(validators()));
    let (outcome, reason) = step(&verdict, StepCode::Status);
    assert_eq!(outcome, StepOutcome::Valid);
    assert!(
        reason.contains("RMAP conformant smelter") && reason.contains("revoked"),
        "{reason}"
    );
    assert!(reason.contains("newer report"), "{reason}");
}

#[test]
fn evidence_without_a_proof_of_state_shows_no_completeness() {
    let mut bundle = ISSUED.bundle.clone();
    bundle.state = None;
    assert_eq!(
        completeness(&bundle, &ISSUED.parameters),
        Ok(Completeness::NotProven)
    );
    let verdict = verify(
        &signed(&bundle, &ISSUED.parameters),
        Some(&ISSUED.chain.trust_seals(validators())),
    );
    let open = StepOutcome::CannotTell;
    assert_eq!(step(&verdict, StepCode::Completeness).0, open);
    assert_eq!(step(&verdict, StepCode::Status).0, open);
    assert_eq!(step(&verdict, StepCode::Pages).0, StepOutcome::Valid);
    assert_eq!(verdict.outcome, Outcome::CannotTell);
}

#[test]
fn a_report_that_leaves_out_a_revocation_is_invalid_and_says_of_whom() {
    let Issued {
        chain,
        parameters,
        bundle,
        ..
    } = &*ISSUED;
    let revoked = chain.events.iter().position(|event| {
        matches!(&event.body, trace::EventBody::Revoked { reason, .. } if !reason.is_empty())
    });
    let at = revoked.unwrap();
    let mut bent = bundle.clone();
    bent.blocks[at].receipts.clear();
    let pdf = signed(&bent, parameters);
    let verdict = verify(&pdf, Some(&chain.trust_seals(validators())));
    let (outcome, reason) = step(&verdict, StepCode::Completeness);
    assert_eq!(outcome, StepOutcome::Invalid);
    assert!(
        reason.contains("PT Bangka") && reason.contains("left out"),
        "{reason}"
    );
    assert_eq!(step(&verdict, StepCode::Status).0, StepOutcome::CannotTell);
    assert_eq!(verdict.outcome, Outcome::Invalid);
}

#[test]
fn no_single_event_can_be_left_out() {
    let Issued {
        parameters, bundle, ..
    } = &*ISSUED;
    assert!(matches!(
        completeness(bundle, parameters),
        Ok(Completeness::Proven { .. })
    ));
    // Every one in the long run, every seventh otherwise.
    let step = if std::env::var_os("WAYMARK_LONG").is_some() {
        1
    } else {
        7
    };
    let told = (bundle.blocks.iter().enumerate()).filter(|(_, block)| !block.receipts.is_empty());
    for (at, _) in told.step_by(step) {
        let mut bent = bundle.clone();
        bent.blocks[at].receipts.clear();
        let found = completeness(&bent, parameters);
        assert!(found.is_err(), "block {at}: {found:?}");
    }
}

#[test]
fn events_that_nobody_asked_for_change_nothing() {
    let Issued {
        chain, parameters, ..
    } = &*ISSUED;
    let all = chain.bundle(|_, _| true);
    let slots = Basis::new(&all, parameters).unwrap().slots();
    let all = all.with_state(chain.state(&slots)).unwrap();
    assert!(matches!(
        completeness(&all, parameters),
        Ok(Completeness::Proven { .. })
    ));
    let told = |bundle| {
        let declaration = report::declaration(bundle, parameters).unwrap();
        (declaration.scope, declaration.findings, declaration.parties)
    };
    assert_eq!(told(&all), told(&ISSUED.bundle));
}

#[test]
fn a_lot_is_whole_only_with_where_it_went() {
    let chain = &ISSUED.chain;
    let parameters = chain.parameters(INGOT);
    let whole = chain.evidence(&parameters);
    assert!(matches!(
        completeness(&whole, &parameters),
        Ok(Completeness::Proven { .. })
    ));
    let histories = report::required_histories(&chain.events, &parameters).unwrap();
    let journey = (crate::testing::id(INGOT), trace::Strand::Journey);
    let (last_use, _) = (chain.events.iter().enumerate().rev())
        .find(|(_, event)| is_of(event, &[journey].into()))
        .unwrap();
    let mut cut = chain.bundle(|at, event| at != last_use && is_of(event, &histories));
    cut.state = whole.state;
    assert!(completeness(&cut, &parameters).is_err());
}

#[test]
fn a_proof_of_another_block_or_with_other_slots_is_refused() {
    let Issued {
        chain,
        parameters,
        bundle,
        ..
    } = &*ISSUED;
    let mut earlier = parameters.clone();
    earlier.as_of.number -= 1;
    let basis = Basis::new(bundle, &earlier).unwrap();
    assert!(matches!(
        basis.completeness(),
        Err(Incomplete::OtherBlock { .. })
    ));

    let slots = Basis::new(bundle, parameters).unwrap().slots();
    for wanted in [&slots[1..], &slots[..0]] {
        let mut narrow = bundle.clone();
        narrow.state = Some(chain.state(wanted));
        let basis = Basis::new(&narrow, parameters).unwrap();
        assert!(matches!(basis.completeness(), Err(Incomplete::Slots(_))));
    }
    let mut moved = bundle.clone();
    moved.state.as_mut().unwrap().block -= 1;
    let basis = Basis::new(&moved, parameters).unwrap();
    assert!(
        basis.completeness().is_err(),
        "every block here has one state root, but not one number"
    );

    let mut other = bundle.clone();
    other.network.code_hash.0[0] ^= 1;
    let basis = Basis::new(&other, parameters).unwrap();
    assert!(matches!(basis.completeness(), Err(Incomplete::State(_))));
}

#[test]
fn a_signed_report_with_a_bent_field_is_found_out() {
    let Issued {
        chain,
        parameters,
        bundle,
        ..
    } = &*ISSUED;
    let trust = chain.trust_seals(validators());
    let bent = |change: &dyn Fn(&mut Parameters)| {
        let mut parameters = parameters.clone();
        change(&mut parameters);
        verify(&signed(bundle, &parameters), Some(&trust))
    };
    let hash = bent(&|parameters| parameters.as_of.hash.0[0] ^= 1);
    assert_eq!(step(&hash, StepCode::Blocks).0, StepOutcome::Invalid);
    let signer = bent(&|parameters| parameters.signer.demonstration = false);
    assert_eq!(step(&signer, StepCode::Signer).0, StepOutcome::Invalid);
}

#[test]
fn older_trust_files_are_read_and_bad_validators_are_refused() {
    let trust = ISSUED.chain.trust_seals(validators());
    let json = trust.to_json();
    assert_eq!(Trust::from_json(json.as_bytes()).unwrap(), trust);
    let older = Chain::trust();
    assert!(!older.to_json().contains("seals"));
    assert_eq!(Trust::from_json(older.to_json().as_bytes()).unwrap(), older);
    for bad in [Vec::new(), vec![validators()[0]; 2]] {
        let trust = ISSUED.chain.trust_seals(bad);
        assert!(Trust::from_json(trust.to_json().as_bytes()).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn no_choice_of_events_is_whole_but_the_whole(keep in proptest::collection::vec(prop::bool::weighted(0.9), 200)) {
        let Issued { parameters, bundle, .. } = &*ISSUED;
        let mut bent = bundle.clone();
        let mut dropped = 0;
        let with_receipts = bent.blocks.iter_mut().filter(|block| !block.receipts.is_empty());
        for (block, keep) in with_receipts.zip(keep) {
            if !keep {
                block.receipts.clear();
                dropped += 1;
            }
        }
        prop_assert_eq!(completeness(&bent, parameters).is_ok(), dropped == 0);
    }
}
