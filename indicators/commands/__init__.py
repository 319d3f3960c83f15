"""The command line (dòng lệnh), for administrators and other programs.

Exit codes: 0 fine, 1 the input has problems, 2 wrong use, 3 the store is busy or broken.
"""

from __future__ import annotations

import sys

import click

from indicators.commands.audit import audit
from indicators.commands.care import backup, doctor, restore
from indicators.commands.catalogue import catalogue
from indicators.commands.export import export
from indicators.commands.figures import board, check, load, template
from indicators.commands.remind import remind
from indicators.commands.report import report
from indicators.commands.user import user
from indicators.errors import BangXanhError
from queries import StoreError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Bảng Xanh: bảng chỉ tiêu của cơ quan, từ văn bản và bảng tính đến màu của từng ô."""


_DATA = (catalogue, template, check, load, board, export, report)
_CARE = (user, remind, backup, restore, audit, doctor)
for _command in (*_DATA, *_CARE):
    cli.add_command(_command)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):  # Windows consoles are not UTF-8 by default
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")
    try:
        code = cli.main(prog_name="python -m indicators", standalone_mode=False)
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except click.ClickException as wrong:
        wrong.show()
        code = wrong.exit_code
    except click.Abort:
        code = 1
    except StoreError as fault:
        click.echo(str(fault), err=True)
        code = 3
    except BangXanhError as fault:
        click.echo(str(fault), err=True)
        code = 1
    sys.exit(code or 0)
