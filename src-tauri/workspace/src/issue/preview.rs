//! What a report will look like, before it has a number and before it is signed. Nothing is written or noted.

use alloy_primitives::B256;
use protocol::SignerChoice;
use report::{Basis, Signer};
use store::ReservedNumber;

use super::draft::series;
use super::gather::refused;
use super::kept::Kept;
use super::{Request, check_number};
use crate::{Failure, Workspace};

/// The pages of a report that was not issued.
#[derive(Debug)]
pub struct PreviewPages {
    /// They, as a PDF without a signature.
    pub pdf: Vec<u8>,
    /// How many there are.
    pub pages: u32,
    /// The block as of which it speaks.
    pub as_of: u64,
    /// That block's time (Unix seconds).
    pub as_of_time: u64,
}

impl Workspace {
    /// Draws a report as it would be issued now; an empty number stands for the next of the series.
    pub fn preview(
        &self,
        request: &Request,
        number: &str,
        signer: Option<SignerChoice>,
        now: u64,
    ) -> Result<PreviewPages, Failure> {
        check_number(number)?;
        let subject = self.asset_id(&request.epc)?;
        let as_of = self.report_block(request.as_of, subject)?;
        let number = match number.trim() {
            "" => format!("{}······", series(now)),
            number => number.to_owned(),
        };
        let to_be = ReservedNumber {
            number,
            request: B256::ZERO,
            path: String::new(),
            issued_at: now,
            as_of_block: as_of,
        };
        let signer = signer.map_or_else(nobody, |signer| Signer {
            name: signer.name,
            certificate: String::new(),
            algorithm: signer.algorithm,
            self_signed: signer.self_signed,
            demonstration: signer.demonstration,
        });
        let mut kept = Kept::default();
        let gathered = self.gather(request, &to_be, &signer, &mut kept)?;
        let basis = Basis::new(&gathered.bundle, &gathered.parameters).map_err(refused)?;
        let pdf = basis.render().map_err(refused)?;
        let pages = report::attachments(&pdf).map_err(Failure::internal)?.pages;
        Ok(PreviewPages {
            pdf,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            as_of,
            as_of_time: gathered.parameters.as_of.time,
        })
    }
}

fn nobody() -> Signer {
    Signer {
        name: "–".to_owned(),
        certificate: String::new(),
        algorithm: "–".to_owned(),
        self_signed: false,
        demonstration: false,
    }
}
