"""A process that sets bare pages: `python bare_pages.py pdf`, tables as JSON in, a file out.

Each section is a list of texts and of tables, one page or more; nothing has a look of its own.
Started as a script, as the product's own setting of pages is: it loads typst and nothing of ours.
"""

from __future__ import annotations

import sys
from typing import Literal, cast

import typst

_TEMPLATE = b"""
#set page(
  width: if sys.inputs.tall == "" { 297mm } else { 520mm },
  height: if sys.inputs.tall == "" { 210mm } else { auto },
)
#set text(font: "Noto Sans", size: 8pt)
#for (number, section) in json(bytes(sys.inputs.data)).enumerate() {
  if number > 0 { pagebreak() }
  for block in section {
    if type(block) == str [#block #parbreak()]
    else { table(columns: block.first().len(), ..block.flatten()) }
  }
}
"""


def main(kind: str, fonts: str) -> None:
    """Answer one job; a picture is one page, as tall as it takes."""
    data = sys.stdin.buffer.read().decode()
    made = typst.compile(
        _TEMPLATE,
        format=cast("Literal['pdf', 'svg', 'png']", kind),
        ppi=192.0,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[fonts]),
        ignore_system_fonts=True,
        sys_inputs={"data": data, "tall": "" if kind == "pdf" else "yes"},
        pdf_standards=["a-2a"] if kind == "pdf" else [],
        timestamp=0,
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
