//! The metadata packet (XMP, ISO 16684-1) with what PDF/A-3 wants to be told (ISO 19005-3, 6.6).

use super::About;
use super::catalog::PRODUCER;

/// The packet, uncompressed and closed to changes.
pub(super) fn packet(about: &About) -> String {
    let instant = about.issued.utc_text();
    // Whole seconds, as in the information dictionary: the two must agree.
    let instant = instant
        .split_once('.')
        .map_or("1970-01-01T00:00:00", |(whole, _)| whole);
    let title = escaped(&about.title);
    let author = escaped(&about.author);
    let subject = escaped(&about.subject);
    let lang = about.lang;
    format!(
        r#"<?xpacket begin="{BOM}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
   <dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
   <pdf:Producer>{PRODUCER}</pdf:Producer>
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>U</pdfaid:conformance>
   <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
   <xmp:CreateDate>{instant}Z</xmp:CreateDate>
   <xmp:ModifyDate>{instant}Z</xmp:ModifyDate>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"#
    )
}

const BOM: char = '\u{feff}';

/// Text as XML character data; the texts have been cleaned of control characters.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, character| {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::utc;

    #[test]
    fn a_hostile_title_stays_text() {
        let about = About {
            title: "</dc:title><x>&".to_owned(),
            author: String::new(),
            subject: String::new(),
            lang: "en",
            issued: utc(1_791_813_720),
        };
        let packet = packet(&about);
        assert!(packet.contains(">&lt;/dc:title&gt;&lt;x&gt;&amp;<"));
        assert!(packet.contains("<xmp:CreateDate>2026-10-12T14:02:00Z<"));
    }
}
