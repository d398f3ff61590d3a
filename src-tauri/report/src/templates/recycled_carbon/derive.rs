//! From events to what a declaration of recycled content and carbon footprint says of them.

use std::collections::BTreeSet;

use lineage::{Footprint, Material, MaterialContent, Stage};
use rust_decimal::Decimal;
use trace::{ClaimKind, MICRO, SubjectId};

use super::model::{
    Content, FootprintTold, MaterialLine, MaterialName, ShareClaim, StageLine, Statement,
};
use super::regulation::Element;
use crate::model::View;
use crate::{Parameters, ReportError};

/// What a declaration says of events that are taken as proven.
pub(super) fn statement_of(view: &View, parameters: &Parameters) -> Result<Statement, ReportError> {
    let parties = view.parties();
    Ok(Statement {
        object: view.object(parameters)?,
        scope: view.scope(parties.len()),
        recycled: view.recycled(),
        materials: materials(view),
        claims: claims(view),
        footprint: footprint(view),
        findings: view.found().into_findings(),
        parties,
        assets: view.asset_lines(),
        attestations: view.attestation_lines(),
    })
}

/// The regulation's materials, on record or not, then the others.
fn materials(view: &View) -> Vec<MaterialLine> {
    let contents = (view.roll_up().recycled_by_material(view.subject()))
        .map(|figure| figure.value)
        .unwrap_or_default();
    let line = |content: &MaterialContent| MaterialLine {
        name: name(view, &content.material),
        content: Some(Content {
            share: content.share,
            kilograms: content.kilograms,
            recycled: content.recycled.total,
            post_consumer: content.recycled.post_consumer,
            pre_consumer: content.recycled.pre_consumer,
            untraced: content.recycled.untraced,
        }),
    };
    let told: Vec<MaterialLine> = (contents.iter())
        // A part in a thousand is what rounding of masses alone leaves over.
        .filter(|content| {
            content.material != Material::Unrecorded || content.share.upper >= Decimal::new(1, 3)
        })
        .map(line)
        .collect();
    let mut lines: Vec<MaterialLine> = Vec::new();
    for element in Element::ALL {
        let wanted = MaterialName::Element(element);
        let before = lines.len();
        lines.extend(told.iter().filter(|line| line.name == wanted).cloned());
        if lines.len() == before {
            lines.push(MaterialLine {
                name: wanted,
                content: None,
            });
        }
    }
    let others = (told.into_iter()).filter(|line| !matches!(line.name, MaterialName::Element(_)));
    lines.extend(others);
    lines
}

fn name(view: &View, material: &Material) -> MaterialName {
    match material {
        Material::Named(name) => Element::named(name)
            .map_or_else(|| MaterialName::Called(name.clone()), MaterialName::Element),
        Material::Class { example, .. } => MaterialName::Called(view.called(*example)),
        Material::Others => MaterialName::Others,
        Material::Unrecorded => MaterialName::Unrecorded,
    }
}

/// The claims in force that say how much of an asset of the lineage is recycled. All are shown, also where one goes before another.
fn claims(view: &View) -> Vec<ShareClaim> {
    let mut known: Vec<_> = (view.assets.iter())
        .flat_map(|asset| view.register.attestations_about(*asset))
        .filter(|known| {
            known.claim.kind == ClaimKind::RecycledContent
                && known.claim.unit == "P1"
                && known.in_force_at(view.second)
        })
        .collect();
    known.sort_by_key(|known| known.made.event);
    let subjects: BTreeSet<SubjectId> = known.iter().map(|known| known.subject).collect();
    let shares: std::collections::BTreeMap<_, _> = (view.roll_up().recycled_contents(subjects))
        .into_iter()
        .collect();
    (known.into_iter())
        .filter_map(|known| {
            let content = shares.get(&known.subject)?.as_ref()?;
            Some(ShareClaim {
                asset: view.called(known.subject),
                claimed: (known.claim.value()).checked_div(Decimal::ONE_HUNDRED)?,
                by: view.called(known.party),
                certified: known.certified,
                method: known.claim.method.clone(),
                share: content.share,
            })
        })
        .collect()
}

/// The stages that the regulation divides a footprint by, in its order.
const STAGES: [Stage; 4] = [
    Stage::MaterialAcquisition,
    Stage::Production,
    Stage::Distribution,
    Stage::EndOfLife,
];

fn footprint(view: &View) -> Option<FootprintTold> {
    let footprint = view.roll_up().footprint(view.subject())?.value;
    let quantity = &view.register.asset(view.subject())?.detail.quantity;
    let is_one_piece = quantity.micro == MICRO && quantity.unit.code() == "H87";
    Some(FootprintTold {
        kilograms: footprint.kilograms,
        per_unit: (!is_one_piece).then(|| (footprint.per_unit, quantity.unit.clone())),
        is_open: footprint.is_open,
        stages: stages(&footprint),
        verified: footprint.verified,
        coverage: footprint.coverage,
        understated: footprint.understated,
    })
}

fn stages(footprint: &Footprint) -> Vec<StageLine> {
    let known = |stage: Stage| footprint.stages.iter().find(|share| share.stage == stage);
    let line = |stage: Stage| StageLine {
        stage,
        kilograms: known(stage).map(|share| share.kilograms),
        verified: known(stage).map_or(Decimal::ZERO, |share| share.verified),
    };
    let beside = [Stage::Undivided, Stage::Use];
    let beside = beside.into_iter().filter(|stage| known(*stage).is_some());
    STAGES.into_iter().chain(beside).map(line).collect()
}
