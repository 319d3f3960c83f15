"""Files that people give as evidence, made from nothing: good ones, and ones that are not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(text: str = "Bao cao", *, width: int = 595, height: int = 842) -> bytes:
    """Return a PDF of one page with a line of text and a black square in its middle."""
    drawn = (
        f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET 0 0 0 rg"
        f" {width / 2 - 50:.0f} {height / 2 - 50:.0f} 100 100 re f"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(made)
    made += f"xref\n0 6\n0000000000 65535 f \n{table}".encode()
    return made + f"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def png(size: tuple[int, int] = (40, 30), colour: str = "red") -> bytes:
    return _saved(Image.new("RGB", size, colour), "PNG")


def jpeg(size: tuple[int, int] = (40, 30), colour: str = "blue", *, turn: int = 1) -> bytes:
    """Return a JPEG; `turn` is the EXIF orientation (6: to be turned a quarter)."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "may-anh-cua-phong"
    return _saved(Image.new("RGB", size, colour), "JPEG", exif=exif)


def png_bomb(side: int = 30_000) -> bytes:
    """Return a small PNG that claims to be a picture of side x side points."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def package(
    kind: str | None,
    *,
    by_default: bool = False,
    parts: dict[str, bytes] | None = None,
    relations: str = "",
) -> bytes:
    """Return a zip that says it is `kind`, with more parts and relations of the main part."""
    main = "word/document.xml" if kind and kind.startswith(WORD) else "xl/workbook.xml"
    said = f'<Override PartName="/{main}" ContentType="{kind}"/>' if kind else ""
    if kind and by_default:
        said = f'<Default Extension="xml" ContentType="{kind}"/>'
    folder, name = main.split("/")
    every: dict[str, bytes] = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types>{said}</Types>'.encode(),
        "_rels/.rels": (
            f'<Relationships><Relationship Id="r1" Type="{_RELATION}/officeDocument"'
            f' Target="{main}"/></Relationships>'
        ).encode(),
        main: b"<document/>",
        f"{folder}/_rels/{name}.rels": f"<Relationships>{relations}</Relationships>".encode(),
        **(parts or {}),
    }
    with io.BytesIO() as kept:
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
            for entry, content in every.items():
                made.writestr(entry, content)
        return kept.getvalue()


def relation(kind: str, target: str) -> str:
    """Return a relation to somewhere outside the file."""
    return (
        f'<Relationship Id="r9" Type="{_RELATION}/{kind}" Target="{target}" TargetMode="External"/>'
    )


def docx(**options: object) -> bytes:
    return package(f"{WORD}.main+xml", **options)


def xlsx(**options: object) -> bytes:
    return package(f"{EXCEL}.main+xml", **options)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    with io.BytesIO() as kept:
        image.save(kept, kind, **options)
        return kept.getvalue()
