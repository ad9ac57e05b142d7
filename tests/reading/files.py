"""Small real files in every format, made here."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage

ENGLISH = (
    "Nvidia lost $279 billion in market value on Tuesday, September 3, 2024, the largest one-day loss of any "
    "company. Its shares fell 9.5% as a sell-off in chip makers spread through the market.\n\n"
    "The company reported second-quarter results on August 28, 2024. It plans to ship Blackwell in the fourth "
    "quarter of its fiscal year, the chief executive said on a call with analysts.\n"
)
CHINESE = (
    "輝達在2024年9月3日單日蒸發2790億美元，創下美股史上最大的單日損失。\n\n"
    "輝達8月28日公布第二季財報，並計劃在第四季開始出貨Blackwell晶片，執行長黃仁勳在法說會上表示。\n"
)

PAGE = """<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8"><title>Nvidia falls | Example Wire</title>
<link rel="canonical" href="https://news.example.org/nvidia-falls">
<meta property="og:title" content="Nvidia falls in a day">
<meta property="article:published_time" content="2024-09-05T08:00:00+08:00">
<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [
  {"@type": "WebPage", "datePublished": "2001-01-01"},
  {"@type": "NewsArticle", "headline": "Nvidia's worst day", "datePublished": "2024-09-04T22:10:00-04:00",
   "author": [{"@type": "Person", "name": "Jane Doe"}, {"name": "John Roe"}],
   "publisher": {"@type": "Organization", "name": "Example Wire"}}]}
</script></head>
<body><nav><a href="/">Home</a> Markets Opinion</nav>
<article><h1>Nvidia's worst day</h1><p>%s</p></article>
<footer>Copyright 2024 Example Wire. All rights reserved.</footer></body></html>
"""

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Example Wire</title><link>https://example.org/</link><language>en-us</language>
<item><title>Nvidia falls</title><link>https://example.org/1</link><author>Jane Doe</author>
<pubDate>Wed, 04 Sep 2024 23:30:00 -0400</pubDate>
<description>&lt;p&gt;Nvidia lost &lt;b&gt;$279 billion&lt;/b&gt; on September 3, 2024.&lt;/p&gt;</description></item>
<item><title>Intel rises</title><link>https://example.org/2</link><pubDate>Thu, 05 Sep 2024 01:00:00 GMT</pubDate>
<description>Intel rose 3%% on September 4, 2024.</description></item>
</channel></rss>
""".replace("%%", "%")

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Blog</title>
<entry><title>輝達大跌</title><link href="https://example.org/3"/><author><name>王小明</name></author>
<published>2024-09-05T06:00:00+08:00</published><updated>2024-09-09T06:00:00+08:00</updated>
<content type="html">&lt;p&gt;輝達在2024年9月3日單日蒸發2790億美元。&lt;/p&gt;</content></entry></feed>
"""


def page(text: str = ENGLISH) -> str:
    """A news page with a menu and a footer around the text."""
    return PAGE % "</p><p>".join(text.strip().split("\n\n"))


def mail(text: str = ENGLISH, charset: str = "utf-8") -> bytes:
    """A message with a plain part and a page."""
    message = EmailMessage()
    message["From"] = "Jane Doe <jane@example.org>"
    message["To"] = "desk@example.org"
    message["Subject"] = "Nvidia's worst day"
    message["Date"] = "Wed, 04 Sep 2024 22:10:00 -0400"
    message.set_content(text, charset=charset)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    return bytes(message)


def docx(text: str = ENGLISH, created: str | None = "2024-09-04T10:00:00Z") -> bytes:
    """A Word document as python-docx writes one."""
    from datetime import UTC, datetime

    from docx import Document

    document = Document()
    document.add_heading("Nvidia's worst day", level=1)
    for paragraph in text.strip().split("\n\n"):
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Revenue", "$30.0 billion"
    document.core_properties.author = "Jane Doe"
    if created:
        document.core_properties.created = (
            datetime.fromisoformat(created).astimezone(UTC).replace(tzinfo=None)
        )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(text: str = ENGLISH, day: str = "20240904101500+08'00'") -> bytes:
    """A PDF of one page, in lines, as its format has it (ISO 32000-2)."""
    import textwrap

    lines = [line for block in text.strip().split("\n\n") for line in (*textwrap.wrap(block, 80), "")]
    shown = "\n".join(f"({line.replace('(', '').replace(')', '')}) Tj T*" for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 50 780 Td\n{shown}\nET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title (Nvidia's worst day) /Author (Jane Doe) /CreationDate (D:{day}) >>".encode(),
    ]
    return assemble(objects)


def assemble(objects: list[bytes]) -> bytes:
    """A PDF of numbered objects, the first its catalog and the last its information."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects)))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def warc(*pages: tuple[str, str, bytes]) -> bytes:
    """A web archive of (address, content type, body)."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for address, kind, body in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=headers)
        )
    return out.getvalue()


def jsonl(*records: dict[str, object]) -> bytes:
    """A JSON object a line."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records).encode()


def zipped(**members: bytes) -> bytes:
    """A zip of members; `__` in a name stands for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()
