//! The sentences and labels of a verdict, one table a language. A table is whole or it does not compile.
//!
//! `{0}`, `{1}`, … stand for what is filled in ([`crate::Wording`]).

mod de;
mod en;
mod fr;

use report::Locale;

macro_rules! words {
    ($($(#[$about:meta])* $name:ident,)+) => {
        /// The words of one language.
        pub(crate) struct Words {
            $($(#[$about])* pub(crate) $name: &'static str,)+
        }

        /// What each sentence is called, for tests that go through all of them.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, fn(&Words) -> &'static str)] =
            &[$((stringify!($name), |words| words.$name),)+];
    };
}

words! {
    // The steps.
    step_integrity, step_signer, step_inclusion, step_blocks, step_completeness, step_pages, step_status,
    not_checked,
    // The whole.
    valid, valid_since,
    /// {0} which keys.
    demonstration,
    keys_signer, keys_seals, keys_both,
    /// {0} the step.
    invalid,
    /// {0} the step.
    cannot_tell,
    // Step 1.
    whole, not_pdf, too_large, no_signature,
    /// {0} covered, {1} total.
    coverage,
    changed, wrong_key, not_canonical, bad_certificate, bad_structure, bad_timestamp,
    /// {0} whose.
    was_revoked,
    /// {0} whose.
    revocation_open,
    not_ours,
    // Step 2.
    /// {0} what.
    signer_differs,
    differs_name, differs_certificate, differs_issuer, differs_public,
    /// {0} name.
    signer_expired,
    /// {0} name.
    signer_no_trust,
    /// {0} name.
    signer_not_accepted,
    /// {0} name.
    signer_demonstration,
    /// {0} name.
    signer_accepted,
    /// {0} name, {1} root.
    signer_by_root,
    second_open,
    /// {0} name.
    second_same,
    /// {0} name.
    second_before,
    /// {0} name.
    second_not_accepted,
    /// {0} name.
    second_demonstration,
    /// {0} name.
    second_accepted,
    /// {0} name, {1} root.
    second_by_root,
    /// {0} authority, {1} root.
    time_unknown,
    /// {0} authority, {1} name, {2} time.
    time_proven,
    /// {0} name, {1} stated, {2} stamped.
    time_after,
    /// {0} name, {1} stated, {2} stamped.
    time_late,
    /// {0} closing, {1} signature.
    time_closed_before,
    // Step 3.
    evidence_fails, no_event,
    /// {0} records, {1} blocks.
    included,
    // Step 4.
    /// {0} block.
    as_of_missing,
    headers_unread, blocks_no_trust,
    /// {0} what differs.
    other_network,
    differs_chain, differs_genesis, differs_contract, differs_code,
    names_nobody,
    /// {0} block, {1} rules, {2} validators, {3} trusted as of, {4} whose.
    sealed,
    whose_public, whose_trusted,
    /// {0} block, {1} as of.
    sealed_short,
    seals_open, seals_anew, seals_fail,
    /// {0} block, {1} found, {2} needed.
    seals_few,
    /// {0} block.
    descends,
    /// {0} trusted block, {1} as of.
    descends_short,
    descends_open, descends_fail,
    // Step 5.
    /// {0} block, {1} histories.
    complete,
    no_state,
    /// {0} block.
    state_unvouched,
    left_out,
    /// {0} of what.
    left_out_of,
    template_open,
    // Step 6.
    pages_same,
    /// {0} template.
    template_unknown,
    pages_undrawn, pages_differ,
    /// {0} in the file, {1} computed.
    pages_count,
    /// {0} page.
    page_text,
    /// {0} page.
    page_added,
    /// {0} page.
    page_font,
    /// {0} page.
    page_picture,
    /// {0} page.
    page_note,
    /// {0} page.
    page_other,
    /// {0} name.
    attachment_swapped,
    /// {0} name.
    attachment_added,
    /// {0} name.
    attachment_gone,
    file_frame, signature_placed,
    // Step 7.
    status_open,
    /// {0} block and time.
    status_none,
    /// {0} block and time, {1} changes.
    status_some,
    /// {0} block and time.
    status_unknown_since,
    /// {0} block and time.
    status_nothing_since,
    /// {0} block and time, {1} changes.
    status_since,
    /// {0} number of the other, {1} block, {2} reason.
    status_replaced,
    /// {0} block, {1} reason.
    status_withdrawn,
    /// {0} how many.
    and_more,
    /// {0} block, {1} time.
    block_at,
    /// {0} block.
    block_plain,
    /// {0} statement, {1} subject, {2} date.
    revoked,
    /// {0} asset, {1} date.
    recalled,
    /// {0} asset, {1} date, {2} lifted.
    recalled_lifted,
    /// {0} subject, {1} date.
    corrected,
    // Trust.
    /// {0} chain id.
    trust_chain,
    /// {0} how many, {1} rules, {2} block.
    trust_validators,
    /// {0} number, {1} hash.
    trust_block,
    trust_nobody,
    // Labels of proofs.
    fact_detail, fact_size, fact_file_hash, fact_covered, fact_covered_all, fact_level, fact_signed_at, fact_evidence_hash, fact_parameters_hash,
    fact_certificate, fact_subject, fact_issuer, fact_self_signed, fact_algorithm, fact_validity,
    /// {0} from, {1} until.
    from_until,
    fact_records, fact_event_blocks, fact_proofs,
    fact_headers,
    /// {0} how many, {1} first, {2} last.
    headers_text,
    fact_chain, fact_contract, fact_code, fact_genesis, fact_consensus, fact_validators,
    /// {0} how many, {1} needed, {2} block.
    validators_text,
    /// {0} block.
    fact_sealed_by,
    fact_trusted_block, fact_as_of_hash, fact_handovers,
    fact_state_block, fact_histories, fact_slots, fact_nodes,
    fact_template, fact_recomputed,
    /// {0} bytes.
    bytes_text,
    fact_computed_hash, fact_found_hash,
    fact_known_until, fact_newer_until, fact_newer_proven, proven_sealed, proven_included, proven_reported,
    fact_anchored, fact_taken_back_by,
    /// {0} party, {1} block.
    anchored_text,
    // A verdict on paper.
    sheet_title,
    /// {0} instant.
    sheet_verified,
    sheet_note, sheet_record, sheet_file, sheet_number, sheet_object, sheet_epc, sheet_issuer, sheet_issued, sheet_signer, sheet_trust, sheet_no_trust,
    word_valid, word_invalid, word_cannot_tell, word_demonstration, word_holds, word_fails, word_open, word_unchecked,
    fact_accepted_by, fact_by_fingerprint, fact_by_root, fact_way, fact_root, fact_timestamp, fact_authority,
    fact_archive, fact_authority_hash, fact_second, fact_second_hash, fact_not_revoked, fact_time_way, fact_time_root, fact_revocation, fact_revocation_absent,
    /// {0} whose, {1} when.
    revoked_since,
}

impl Words {
    /// The words of a language.
    pub(crate) const fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &en::WORDS,
            Locale::De => &de::WORDS,
            Locale::Fr => &fr::WORDS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text.split('{').skip(1).map(|rest| &rest[..1]).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_language_fills_in_the_same() {
        for (name, word) in ALL {
            let english = word(Words::of(Locale::En));
            assert!(!english.is_empty(), "{name}");
            for locale in [Locale::De, Locale::Fr] {
                let other = word(Words::of(locale));
                assert_eq!(placeholders(english), placeholders(other), "{name}");
                assert_eq!(english.ends_with('.'), other.ends_with('.'), "{name}");
            }
        }
    }
}
