//! The story of a chip: from mines and recyclers over smelters, fab and assembly to a device in a shop, from February
//! to October 2026. Parties, goods and claims are invented; the towns are not.
//!
//! There is trouble in it to find: tin claimed to be more recycled than its inputs allow, a smelter's certificate taken
//! back after the tin was made, a pallet that never arrived, a recalled reel that was used all the same, and an ore of
//! which nobody says where it is from.

mod cast;
mod certificates;
mod devices;
mod metals;
mod silicon;

use crate::story::Story;
use crate::teller::Teller;

/// The story of a chip.
pub fn chips() -> Story {
    let mut teller = Teller::new(&cast::CAST);
    certificates::tell(&mut teller);
    let chips = silicon::tell(&mut teller);
    let capacitors = metals::tantalum(&mut teller);
    let pastes = metals::tin(&mut teller);
    devices::tell(&mut teller, &chips, &capacitors, &pastes);
    teller.finish()
}
