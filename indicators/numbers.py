"""Vietnamese numbers in and out: texts read without guessing, values written as vi_VN writes them.

"1.234,56" is one thousand and more; "1.234" may be that or one and a bit: such a text is asked
about, never guessed. Writing uses `str.translate`, as boards of hundreds of cells are written.
Source: SECURITY.md, "Workbook intake", second table; DESIGN.md, "Status" and "Languages".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

NumberKind = Literal["number", "percent", "permille", "ambiguous", "invalid"]
Reason = Literal[
    "empty",  # nothing but spaces
    "dash",  # a lone dash: people write it for "nothing"
    "not-a-number",  # words, several numbers, exponents, brackets
    "not-finite",  # NaN, infinity
    "underscore",  # 1_000
    "foreign-digits",  # full-width or other digits than 0-9
    "grouping",  # 1.23.456
    "too-many-digits",  # over 15 significant ones: Excel itself keeps no more
    "too-large",  # absolute value over 1e15
    "thousands-or-decimals",  # 1.234
]

MOST_DIGITS = 15
MOST_ABSOLUTE = 1e15
_MOST_DECIMALS = 9
_TO_VIETNAMESE = str.maketrans(",.", ".,")
_ODD_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u2060\ufeff]+")
_PARTS = re.compile(r"([+\-−]?) ?([0-9., ]*[0-9]) ?([%‰]?)", re.ASCII)
_NOT_FINITE = re.compile(r"[+\-−]?(nan|inf|infinity|∞)%?", re.IGNORECASE)
_KINDS: dict[str, NumberKind] = {"": "number", "%": "percent", "‰": "permille"}
_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}

# The written forms, tried in this order; `d` is the separator before the decimals, if any.
_PLAIN = re.compile(r"(?P<whole>\d+)")
_SPACED = re.compile(r"(?P<whole>\d{1,3}(?: \d{3})+)(?:(?P<d>[.,])(?P<part>\d+))?")
_DOTTED = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3}){2,}|\d{1,3}\.\d{3}(?=,))(?:,(?P<part>\d+))?")
_COMMAED = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3}){2,}|\d{1,3},\d{3}(?=\.))(?:\.(?P<part>\d+))?")
_DECIMAL = re.compile(r"(?P<whole>\d*)(?P<d>[.,])(?P<part>\d+)")
_GROUP_START = re.compile(r"[1-9]\d{0,2}")


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """What a text says: `value` for a number, percent ("98,5%" is 98.5) or permille.

    `reason` tells why an invalid text is none; `choices` are the two readings of an ambiguous
    one, as thousands and as decimals: "1.234" may be 1234 or 1.234.
    """

    kind: NumberKind
    value: float | None = None
    reason: Reason | None = None
    choices: tuple[float, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether the text has exactly one meaning, found in `value`."""
        return self.value is not None


def parse_number(text: str) -> ParsedNumber:
    """Read a text as Vietnamese offices write numbers.

    Args:
        text: "98,5", "98.5", "1.234,56", "1.234.567", "12 345", "1,234,567.8", "98,5 %", "−3",
            with any kind of space around and between.

    Returns:
        The number, or why it is none, or the two readings between which nothing decides. Never
        raises.
    """
    bare = _ODD_SPACES.sub(" ", text).strip()
    found = _PARTS.fullmatch(bare)
    if found is None:
        return ParsedNumber("invalid", reason=_why_none(bare))
    sign, body, unit = found.groups()
    return _parse_body(body, is_negative=sign in ("-", "−"), kind=_KINDS[unit])


def format_number(value: float, decimals: int | None = None, *, keep_zeros: bool = False) -> str:
    """Return the number as vi_VN writes it: 12345.67 with 1 decimal is "12.345,7".

    Args:
        value: a finite number.
        decimals: rounded half up to so many, as Excel does; None for all it has, at most 9.
        keep_zeros: whether "98,50" keeps its last zero.
    """
    places = _MOST_DECIMALS if decimals is None else decimals
    text = f"{_rounded(value, places):,.{places}f}".translate(_TO_VIETNAMESE)
    if places and not keep_zeros:
        text = text.rstrip("0").rstrip(",")
    return "0" + text[2:] if text.startswith("-0") and not text.strip("-0,") else text


def format_measure(value: float, unit_of_measure: str, decimals: int | None = None) -> str:
    """Return the number with its unit: (98.5, "%", 2) is "98,5 %"; zeros at the end are dropped."""
    return f"{format_number(value, decimals)} {unit_of_measure}".rstrip()


def format_against(
    value: float,
    goal: float | None,
    unit_of_measure: str = "",
    decimals: int = 1,
    *,
    upper: float | None = None,
) -> str:
    """Return the value with as many decimals as it takes to see that it is not the goal.

    97.96 against 98 is "97,96" even where one decimal is usual, 97.999 is "97,999"; between 3 and
    5, 5.04 is "5,04". What differs by less than 1e-9 is rounding noise and reads as equal; with no
    goal the usual decimals do.

    Source: DESIGN.md, "Status": compared on unrounded values.
    """
    places = decimals_against(value, goal, decimals, upper=upper)
    return format_measure(value, unit_of_measure, places)


def decimals_against(
    value: float, goal: float | None, decimals: int = 1, *, upper: float | None = None
) -> int:
    """Return how many decimals `format_against` takes: more than usual where they are needed."""
    bounds = [each for each in (goal, upper) if each is not None and each != value]
    places = decimals
    while places < _MOST_DECIMALS and any(
        _rounded(value, places) == _rounded(each, places) for each in bounds
    ):
        places += 1
    return places


def rounded(value: float, decimals: int) -> float:
    """Return the number that `format_number` writes: 29.032258 with 1 decimal is 29.0."""
    return float(_rounded(value, decimals))


def format_target(
    operator: str | None,
    value: float | None,
    upper: float | None,
    unit_of_measure: str = "",
    decimals: int = 1,
) -> str:
    """Return what has to be reached: "≥ 98 %", "3–5 %" for between; a dash where nothing is due.

    A goal between two milestones has endless decimals: it is cut at two more than usual.
    """
    if value is None:
        return "–"
    if upper is not None and operator == "between":
        return f"{format_number(value, decimals + 2)}–" + format_measure(
            upper, unit_of_measure, decimals + 2
        )
    sign = _SIGNS.get(operator or "", "")
    return f"{sign} {format_measure(value, unit_of_measure, decimals + 2)}".lstrip()


def _why_none(bare: str) -> Reason:
    if not bare:
        return "empty"
    if bare in ("-", "–", "—", "−"):
        return "dash"
    if _NOT_FINITE.fullmatch(bare):
        return "not-finite"
    if re.fullmatch(r"[+\-−]?[\d_.,]*\d_[\d_.,]*%?", bare):
        return "underscore"
    if any(sign.isdigit() and not sign.isascii() for sign in bare):
        return "foreign-digits"
    return "not-a-number"


def _parse_body(body: str, *, is_negative: bool, kind: NumberKind) -> ParsedNumber:
    """Read digits, separators and spaces; the sign and the unit are known."""
    factor = -1 if is_negative else 1
    for form in (_PLAIN, _SPACED, _DOTTED, _COMMAED, _DECIMAL):
        found = form.fullmatch(body)
        if found is None:
            continue
        groups = found.groupdict()
        whole = re.sub(r"[., ]", "", groups["whole"])
        part = groups.get("part") or ""
        if (reason := _out_of_range(whole, part)) is not None:
            return ParsedNumber("invalid", reason=reason)
        value = factor * float(f"{whole or 0}.{part or 0}")
        if _may_be_thousands(form, groups):
            both = (factor * float(whole + part), value)
            return ParsedNumber("ambiguous", reason="thousands-or-decimals", choices=both)
        return ParsedNumber(kind, value)
    return ParsedNumber("invalid", reason="grouping")


def _may_be_thousands(form: re.Pattern[str], groups: dict[str, str]) -> bool:
    """Whether three digits after one separator may be thousands: 1.234, 1,234, not 0.985."""
    if len(groups.get("part") or "") != 3:
        return False
    if form is _DECIMAL:
        return _GROUP_START.fullmatch(groups["whole"]) is not None
    return form is _SPACED and groups["d"] == "."


def _out_of_range(whole: str, part: str) -> Reason | None:
    if len((whole + part).strip("0")) > MOST_DIGITS:
        return "too-many-digits"
    digits = whole.lstrip("0")
    is_over = len(digits) > 16 or float(f"{digits or 0}.{part or 0}") > MOST_ABSOLUTE
    return "too-large" if is_over else None


def _rounded(value: float, places: int) -> Decimal:
    """Round half up on the shortest decimal form: 2.675 is 2.68, as Excel shows it."""
    exact = Decimal(repr(float(value)))
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return exact
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
