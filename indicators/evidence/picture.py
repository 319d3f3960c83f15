"""A picture of a file: photographs and scans made small, of a PDF its first page.

Runs in the limited process alone (`indicators.evidence.child`). What comes out is a PNG made anew:
nothing of the file but its points gets through, no place or camera among them.
"""

from __future__ import annotations

import io
import warnings

import pypdfium2 as pdfium
from PIL import Image, ImageOps

_BOX = (1500, 1500)  # points at most, either way
_SCREEN_SCALE = 2.0  # a PDF's 72 points an inch, twice: text can be read
Image.MAX_IMAGE_PIXELS = 120_000_000  # telephones take 108 million; over it an error, see below
warnings.simplefilter("error", Image.DecompressionBombWarning)


def picture(data: bytes) -> bytes:
    """Return the preview of a PDF, PNG or JPEG as PNG.

    Raises:
        Exception: whatever the libraries raise; the process ends and there is no preview.
    """
    shown = _first_page(data) if data.startswith(b"%PDF-") else _scaled(data)
    with io.BytesIO() as kept:
        shown.save(kept, "PNG", optimize=False)
        return kept.getvalue()


def _scaled(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
        opened.draft("RGB", _BOX)  # a JPEG is decoded small at once
        # Points of a palette or in black and white alone cannot be blended, so not made small.
        points = opened.convert("RGBA") if opened.mode in {"1", "P"} else opened
        points.thumbnail(_BOX)
        layer = ImageOps.exif_transpose(points).convert("RGBA")
    made = Image.new("RGB", layer.size, "white")
    made.paste(layer, mask=layer.getchannel("A"))
    return made


def _first_page(data: bytes) -> Image.Image:
    document = pdfium.PdfDocument(data)
    page = document[0]
    width, height = page.get_size()
    scale = min(_SCREEN_SCALE, _BOX[0] / max(width, height, 1.0))
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return drawn.convert("RGB")
