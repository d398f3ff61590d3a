//! The words of a dossier that no other template has.

use crate::Locale;

/// The words of one language.
pub(super) struct DossierWords {
    pub(super) title: &'static str,
    pub(super) form: &'static str,
    pub(super) number: &'static str,
    /// Paragraphs, {0} the template.
    pub(super) method: [&'static str; 4],
    /// Box.
    pub(super) object: &'static str,
    /// Box.
    pub(super) contents: &'static str,
    /// Column.
    pub(super) section: &'static str,
    /// Column.
    pub(super) entries: &'static str,
    /// Column.
    pub(super) page: &'static str,
    /// {0} page.
    pub(super) statement: &'static str,
    pub(super) limitations: &'static str,
    /// Under the title of the figure.
    pub(super) figure_lead: &'static str,
    /// {0} numbers, {1} page.
    pub(super) on_page: &'static str,
    /// {0} of {1}.
    pub(super) sheet_of: &'static str,
    /// Where the figure would be too large; {0} cards.
    pub(super) listed_lead: &'static str,
    /// Column.
    pub(super) made_of: &'static str,
    /// Column.
    pub(super) went_into: &'static str,
    /// Title.
    pub(super) events: &'static str,
    /// {0} events.
    pub(super) events_lead: &'static str,
    /// Column.
    pub(super) event_number: &'static str,
    /// Column.
    pub(super) event_when: &'static str,
    /// Column.
    pub(super) event_what: &'static str,
    /// Column.
    pub(super) event_who: &'static str,
    /// Column.
    pub(super) event_at: &'static str,
    /// {0} the other party.
    pub(super) event_with: &'static str,
    /// {0} not named.
    pub(super) more: &'static str,
    /// In the order of [`trace::EventType`].
    pub(super) types: [&'static str; 18],
}

impl DossierWords {
    /// The words of a language.
    pub(super) const fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &EN,
            Locale::De => &DE,
            Locale::Fr => &FR,
        }
    }
}

const EN: DossierWords = DossierWords {
    title: "Lineage dossier",
    form: "Everything that the evidence tells of a thing and of what it came from",
    number: "Dossier number",
    method: [
        "Template {0}. Everything here follows from the attached events; masses and shares are in decimal arithmetic.",
        "Origins and recycled content: an output carries its inputs in proportion to their mass. Mass lost in a step may have come from any input, so the lower bound lets the loss take the share in question first, and the upper bound last. Untraced mass counts as nothing in the lower bound and as all in the upper one. Bounds are rounded outward.",
        "The lineage: assets that nobody could tell apart in a drawing (same maker, name, inputs and uses) share one card, with their number. A lineage of too many sheets is told as a list.",
        "Events are listed in the order of the ledger, with the hash that stands for each in the ledger’s running hashes.",
    ],
    object: "Object of the dossier",
    contents: "What is in it",
    section: "Section",
    entries: "Entries",
    page: "From page",
    statement: "The issuer declares under its sole responsibility that this dossier tells what the events attached to it say, and nothing else, as page {0} sets out.",
    limitations: "The ledger shows what its members recorded, in which order and by whom; it does not show that what they recorded is true. Ranges are bounds, not estimates. What happened after the block named in box 4 is not told here.",
    figure_lead: "Materials left, the object right, over as many sheets as it takes. The width of a line is its share, by mass, of what it goes into; ▲ marks a finding. Numbers beside a card name the cards and pages that it leads to or comes from.",
    on_page: "{0} · p. {1}",
    sheet_of: "Sheet {0} of {1}",
    listed_lead: "{0} cards are too many to be drawn: they are listed, the object first, with the numbers of what went into each and of what each went into.",
    made_of: "Made of",
    went_into: "Went into",
    events: "Events",
    events_lead: "All {0} events told here, in the order of the ledger.",
    event_number: "No.",
    event_when: "When",
    event_what: "What",
    event_who: "Who and where",
    event_at: "Block · log, hash",
    event_with: "with {0}",
    more: "and {0} more",
    types: [
        "Party registered",
        "Place registered",
        "Brought in",
        "Made",
        "Packed",
        "Unpacked",
        "Shipped",
        "Received",
        "Attested",
        "Attestation revoked",
        "Recalled",
        "Refused",
        "Observed",
        "Recall lifted",
        "Record called wrong",
        "Document anchored",
        "Device authorised",
        "Device withdrawn",
    ],
};

const DE: DossierWords = DossierWords {
    title: "Herkunftsdossier",
    form: "Alles, was die Nachweise über eine Sache und ihre Vorgeschichte sagen",
    number: "Dossiernummer",
    method: [
        "Vorlage {0}. Alles hier folgt aus den beigefügten Ereignissen; Massen und Anteile sind dezimal gerechnet.",
        "Herkunft und Rezyklatanteil: Ein Erzeugnis trägt seine Einsätze im Verhältnis ihrer Masse. Was ein Schritt verliert, kann aus jedem Einsatz stammen; die untere Grenze lässt den Verlust zuerst den fraglichen Anteil treffen, die obere zuletzt. Nicht rückverfolgte Masse zählt unten als nichts und oben als alles. Grenzen sind nach außen gerundet.",
        "Der Stammbaum: Was in einer Zeichnung niemand unterscheiden könnte (gleicher Hersteller, Name, Einsatz und Verwendung), teilt sich eine Karte mit seiner Anzahl. Was zu viele Blätter bräuchte, steht als Liste.",
        "Ereignisse stehen in der Reihenfolge des Registers, je mit dem Hashwert, der in den laufenden Hashwerten des Registers für es steht.",
    ],
    object: "Gegenstand des Dossiers",
    contents: "Inhalt",
    section: "Abschnitt",
    entries: "Einträge",
    page: "Ab Seite",
    statement: "Der Aussteller erklärt in alleiniger Verantwortung, dass dieses Dossier sagt, was die beigefügten Ereignisse sagen, und nichts anderes, wie auf Seite {0} dargelegt.",
    limitations: "Das Register zeigt, was seine Mitglieder erfasst haben, in welcher Reihenfolge und durch wen; es zeigt nicht, dass das Erfasste wahr ist. Spannen sind Grenzen, keine Schätzungen. Was nach dem in Feld 4 genannten Block geschah, steht hier nicht.",
    figure_lead: "Rohstoffe links, der Gegenstand rechts, auf so vielen Blättern wie nötig. Die Breite einer Linie ist ihr Massenanteil an dem, worin sie eingeht; ▲ bezeichnet einen Befund. Zahlen neben einer Karte nennen Karten und Seiten, zu denen sie führt oder von denen sie kommt.",
    on_page: "{0} · S. {1}",
    sheet_of: "Blatt {0} von {1}",
    listed_lead: "{0} Karten sind zu viele für eine Zeichnung: Sie sind aufgelistet, der Gegenstand zuerst, mit den Nummern dessen, woraus jede gemacht ist und worin sie einging.",
    made_of: "Gemacht aus",
    went_into: "Ging ein in",
    events: "Ereignisse",
    events_lead: "Alle {0} hier erzählten Ereignisse in der Reihenfolge des Registers.",
    event_number: "Nr.",
    event_when: "Wann",
    event_what: "Was",
    event_who: "Wer und wo",
    event_at: "Block · Log, Hash",
    event_with: "mit {0}",
    more: "und {0} weitere",
    types: [
        "Teilnehmer eingetragen",
        "Ort eingetragen",
        "Eingebracht",
        "Hergestellt",
        "Verpackt",
        "Ausgepackt",
        "Versandt",
        "Empfangen",
        "Bescheinigt",
        "Bescheinigung widerrufen",
        "Zurückgerufen",
        "Abgelehnt",
        "Beobachtet",
        "Rückruf aufgehoben",
        "Eintrag für falsch erklärt",
        "Dokument verankert",
        "Gerät ermächtigt",
        "Gerät entzogen",
    ],
};

const FR: DossierWords = DossierWords {
    title: "Dossier de lignée",
    form: "Tout ce que les preuves disent d’un objet et de ce dont il provient",
    number: "Numéro du dossier",
    method: [
        "Modèle {0}. Tout découle des événements joints\u{a0}; masses et parts sont calculées en arithmétique décimale.",
        "Origines et contenu recyclé\u{a0}: un produit porte ses intrants en proportion de leur masse. La masse perdue à une étape peut provenir de n’importe quel intrant\u{a0}; la borne inférieure fait porter la perte d’abord sur la part en question, la borne supérieure en dernier. La masse non tracée compte pour rien dans la borne inférieure et pour tout dans la supérieure. Les bornes sont arrondies vers l’extérieur.",
        "La lignée\u{a0}: ce que personne ne distinguerait sur un dessin (mêmes fabricant, nom, intrants et usages) partage une carte, avec son nombre. Ce qui demanderait trop de feuilles est donné en liste.",
        "Les événements sont donnés dans l’ordre du registre, chacun avec l’empreinte qui le représente dans les empreintes courantes du registre.",
    ],
    object: "Objet du dossier",
    contents: "Contenu",
    section: "Section",
    entries: "Entrées",
    page: "Dès la page",
    statement: "L’émetteur déclare sous sa seule responsabilité que ce dossier dit ce que disent les événements joints, et rien d’autre, comme l’expose la page {0}.",
    limitations: "Le registre montre ce que ses membres ont consigné, dans quel ordre et par qui\u{a0}; il ne montre pas que c’est vrai. Les fourchettes sont des bornes, non des estimations. Ce qui s’est passé après le bloc indiqué en case 4 ne figure pas ici.",
    figure_lead: "Les matières à gauche, l’objet à droite, sur autant de feuilles qu’il en faut. L’épaisseur d’un trait est sa part en masse dans ce qu’il compose\u{a0}; ▲ signale un constat. Les nombres à côté d’une carte indiquent les cartes et pages où elle mène ou d’où elle vient.",
    on_page: "{0} · p. {1}",
    sheet_of: "Feuille {0} sur {1}",
    listed_lead: "{0} cartes sont trop pour un dessin\u{a0}: elles sont listées, l’objet d’abord, avec les numéros de ce qui les compose et de ce qu’elles composent.",
    made_of: "Fait de",
    went_into: "Entré dans",
    events: "Événements",
    events_lead: "Les {0} événements rapportés ici, dans l’ordre du registre.",
    event_number: "N°",
    event_when: "Quand",
    event_what: "Quoi",
    event_who: "Qui et où",
    event_at: "Bloc · log, empreinte",
    event_with: "avec {0}",
    more: "et {0} de plus",
    types: [
        "Partie inscrite",
        "Lieu inscrit",
        "Apporté",
        "Fabriqué",
        "Emballé",
        "Déballé",
        "Expédié",
        "Reçu",
        "Attesté",
        "Attestation révoquée",
        "Rappelé",
        "Refusé",
        "Observé",
        "Rappel levé",
        "Enregistrement dit erroné",
        "Document ancré",
        "Appareil habilité",
        "Appareil retiré",
    ],
};
