//! EPCIS documents and their hash.
