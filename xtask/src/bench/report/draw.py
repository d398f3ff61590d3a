"""Reads the pages of a report and draws the same marks with another program.

    draw.py read REPORT.pdf MARKS.json            what is on the pages: words with their places and sizes, lines, boxes
    draw.py reportlab MARKS.json FONTS COUNT      draws that so many times; prints seconds and bytes of one
    draw.py typst MARKS.json FONTS COUNT

Both get the marks in memory and embed the report's own fonts. They draw pages and nothing else: no evidence, no attachments,
no signature.
"""

import io
import json
import os
import sys
import time


def read(report, marks):
    import pdfplumber

    pages = []
    with pdfplumber.open(report) as document:
        for page in document.pages:
            words = page.extract_words(extra_attrs=["fontname", "size"], keep_blank_chars=True)
            pages.append(
                {
                    "width": float(page.width),
                    "height": float(page.height),
                    "words": [
                        [w["text"], float(w["x0"]), float(w["bottom"]), float(w["size"]), face(w["fontname"])]
                        for w in words
                    ],
                    "lines": [[float(l[k]) for k in ("x0", "top", "x1", "bottom")] for l in page.lines],
                    "boxes": [[float(r[k]) for k in ("x0", "top", "x1", "bottom")] for r in page.rects],
                }
            )
    with open(marks, "w", encoding="utf-8") as out:
        json.dump(pages, out)
    print(json.dumps({"pages": len(pages), "words": sum(len(page["words"]) for page in pages)}))


def face(name):
    family = "IBMPlexMono" if "mono" in name.lower() else "InterReport"
    return family + ("-SemiBold" if "semibold" in name.lower() or "bold" in name.lower() else "-Regular")


FACES = ["InterReport-Regular", "InterReport-SemiBold", "IBMPlexMono-Regular", "IBMPlexMono-SemiBold"]


def reportlab(pages, fonts):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for name in FACES:
        pdfmetrics.registerFont(TTFont(name, os.path.join(fonts, name + ".ttf")))

    def draw():
        out = io.BytesIO()
        canvas = Canvas(out, pageCompression=1)
        for page in pages:
            height = page["height"]
            canvas.setPageSize((page["width"], height))
            canvas.setLineWidth(0.5)
            for left, top, right, bottom in page["boxes"]:
                canvas.rect(left, height - bottom, right - left, bottom - top)
            for left, top, right, bottom in page["lines"]:
                canvas.line(left, height - top, right, height - bottom)
            for text, left, bottom, size, name in page["words"]:
                canvas.setFont(name, size)
                canvas.drawString(left, height - bottom + size * 0.2, text)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    return draw


def typst(pages, fonts):
    import typst as compiler

    data = json.dumps(pages).encode("utf-8")
    source = b"""
#let pages = json("marks.json")
#let weight(name) = if name.ends-with("SemiBold") { 600 } else { 400 }
#let family(name) = if name.starts-with("IBM") { "IBM Plex Mono" } else { "Inter" }
#for (at, sheet) in pages.enumerate() {
  set page(width: sheet.width * 1pt, height: sheet.height * 1pt, margin: 0pt)
  if at > 0 { pagebreak(weak: true) }
  for (l, t, r, b) in sheet.boxes {
    place(dx: l * 1pt, dy: t * 1pt, rect(width: (r - l) * 1pt, height: (b - t) * 1pt, stroke: 0.5pt))
  }
  for (l, t, r, b) in sheet.lines {
    place(dx: l * 1pt, dy: t * 1pt, line(end: ((r - l) * 1pt, (b - t) * 1pt), stroke: 0.5pt))
  }
  for (word, l, b, size, name) in sheet.words {
    place(dx: l * 1pt, dy: (b - size) * 1pt, text(size: size * 1pt, font: family(name), weight: weight(name), word))
  }
}
"""
    folder = os.path.join(os.path.dirname(os.path.abspath(sys.argv[2])), "typst")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "marks.json"), "wb") as out:
        out.write(data)
    main = os.path.join(folder, "main.typ")
    with open(main, "wb") as out:
        out.write(source)

    def draw():
        # A compiler of its own for each: what it remembers of the one before is not what is measured.
        made = compiler.Compiler(main, root=folder, font_paths=[fonts], ignore_system_fonts=True)
        return made.compile(format="pdf")

    return draw


def main():
    what = sys.argv[1]
    if what == "read":
        return read(sys.argv[2], sys.argv[3])
    with open(sys.argv[2], encoding="utf-8") as marks:
        pages = json.load(marks)
    draw = {"reportlab": reportlab, "typst": typst}[what](pages, sys.argv[3])
    length = len(draw())
    count = int(sys.argv[4])
    begun = time.perf_counter()
    for _ in range(count):
        draw()
    print(json.dumps({"seconds": (time.perf_counter() - begun) / count, "bytes": length}))


main()
