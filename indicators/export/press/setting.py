"""The process that sets pages: `python setting.py`, a job as JSON in, files out.

typst keeps what it laid out in memory for the next document; in a process of its own all of that
goes back when the file is done, and a job nobody wants any more is ended like any process.
Started as a script: it loads typst and nothing of ours.
"""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
SIZE = struct.Struct(">Q")


def files(job: dict[str, Any]) -> list[bytes]:
    """Return the file, or one file a page for pictures.

    Args:
        job: `template`, a .typ file beside this one; `inputs`, the texts it reads; `format`;
            `standards`; `at`, seconds since 1970; `ppi`, points an inch of a PNG.
    """
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts")])
    compiler = typst.Compiler(
        str(HERE / job["template"]),
        root=str(HERE),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs=job["inputs"],
    )
    made = compiler.compile(
        format=job["format"],
        ppi=job["ppi"],
        pdf_standards=job["standards"],
        timestamp=job["at"],
    )
    return made if isinstance(made, list) else [made or b""]


def main() -> None:
    """Answer one job; on a fault say it on the error output and end with 1."""
    try:
        made = files(json.loads(sys.stdin.buffer.read()))
    except typst.TypstError as fault:
        sys.exit(f"{fault.message}\n{fault.diagnostic}")
    out = sys.stdout.buffer
    for each in made:
        out.write(SIZE.pack(len(each)))
        out.write(each)
    out.flush()


if __name__ == "__main__":
    main()
