"""Which indicator a row speaks of, from its code, its clause and its name together."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.catalogue.model import Indicator, Unit
from indicators.intake.choices import ANY, text_key
from indicators.intake.match import Names, clause_in, is_slip, spelled_out, turns
from indicators.intake.reading import Match, Question


@dataclass(frozen=True, slots=True)
class Subject:
    """How a row names its indicator.

    `clause` is written out for it ("III.9"); `hint` follows from numbering alone (9 under a
    heading III), which offices also use for their own order, so it only settles doubts.
    `cell` is where the name stands.
    """

    cell: str
    code: str = ""
    name: str = ""
    clause: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why no indicator can be told: a problem's code and message.

    `said` is the text that is asked about, `near` what it may mean; "" where a choice would settle
    nothing.
    """

    code: str
    message: str
    said: str = ""
    near: tuple[str, ...] = ()


def identify(subject: Subject, names: Names, unit: Unit | None) -> Indicator | Fault:
    """Return the indicator that `subject` names, or why that is not certain.

    Args:
        subject: what the row says.
        names: of the catalogue.
        unit: who reports, None when not known; tells apart indicators that share a name.
    """
    found = _identified(subject, names, unit)
    if isinstance(found, Fault) and found.said:
        chosen = names.choices.get((unit.code if unit else ANY, text_key(found.said)))
        if chosen in names.catalogue.indicators:
            return names.indicator(chosen)
    return found


def match_of(subject: Subject, indicator: Indicator, names: Names, unit: Unit | None) -> Match:
    """Return what a row calls the indicator it was identified as, and by what that was told."""
    text = subject.name or subject.code or subject.clause or subject.hint
    if isinstance(_identified(subject, names, unit), Fault):
        return Match(text, "chosen")
    if indicator.code.upper() in {subject.code.upper(), subject.name.upper()}:
        return Match(text, "code")
    name = clause_in(subject.name)[1]
    if indicator.code in names.indicators.all_named(name):
        return Match(text, "name")
    return Match(text, "slip" if names.indicators.find(name).code else "clause")


def question_of(subject: Subject, fault: Fault, sheet: str, unit: Unit | None) -> Question | None:
    """Return what to ask about a row; None where an answer would settle nothing."""
    if not fault.said:
        return None
    return Question(sheet, subject.cell, fault.said, unit.code if unit else None, fault.near)


def _identified(subject: Subject, names: Names, unit: Unit | None) -> Indicator | Fault:
    if subject.code or subject.name:
        coded = names.codes.get(subject.code.upper()) or names.codes.get(subject.name.upper())
        if coded is not None:
            return _unless_contradicted(coded, subject, names)
    clause, name = clause_in(subject.name)
    clause = subject.clause or clause_in(subject.code)[0] or clause
    by_clause = _reported(names.clauses.get(clause, ()), names, unit) if clause else ()
    if not name:
        return _by_clause_alone(subject, clause, by_clause, names, unit)
    return _by_name(subject, name, by_clause, names, unit)


def is_known_as(subject: Subject, indicator: Indicator) -> bool:
    """Whether the name beside a code is one of its indicator's, but for a slip of the keyboard."""
    if not subject.name or subject.name.upper() == indicator.code.upper():
        return True
    asked = spelled_out(subject.name)
    known = map(spelled_out, (indicator.name, indicator.short, *indicator.aliases))
    return any(asked == name or is_slip(asked, name) for name in known)


def stale(subject: Subject, indicator: Indicator) -> Fault:
    """Return the fault of a template in which a code still stands beside what it once meant."""
    return Fault(
        "template-stale",
        f"Ô {subject.cell}: mẫu này ghi mã {indicator.code} là «{subject.name}», nay mã đó là "
        f"«{indicator.name}»: tải mẫu mới rồi chép số liệu sang",
    )


def _unless_contradicted(code: str, subject: Subject, names: Names) -> Indicator | Fault:
    others = names.indicators.all_named(clause_in(subject.name)[1]) if subject.name else ()
    if not others or code in others or subject.name.upper() == code.upper():
        return names.indicator(code)
    return Fault(
        "indicator-conflict",
        f"Ô {subject.cell}: mã {code} là «{names.indicator(code).name}», nhưng tên ghi là "
        f"«{names.indicator(others[0]).name}»: sửa mã hoặc tên cho khớp",
    )


def _by_clause_alone(
    subject: Subject, clause: str, by_clause: tuple[str, ...], names: Names, unit: Unit | None
) -> Indicator | Fault:
    codes = by_clause or _reported(names.clauses.get(subject.hint, ()), names, unit)
    if len(codes) == 1:
        return names.indicator(codes[0])
    said = subject.code or clause or subject.hint
    if codes:
        return _uncertain(subject, said, codes, names)
    return Fault(
        "indicator-unknown",
        f"Ô {subject.cell}: «{said}» không phải mã hay mục của chỉ tiêu nào: "
        "chép mã hoặc tên chỉ tiêu từ mẫu vào dòng này",
        said,
    )


def _by_name(
    subject: Subject, name: str, by_clause: tuple[str, ...], names: Names, unit: Unit | None
) -> Indicator | Fault:
    hit = names.indicators.find(name)
    if hit.code is not None:
        if by_clause and hit.code not in by_clause and subject.clause:
            return _clause_conflict(subject, hit.code, by_clause[0], names)
        return names.indicator(hit.code)
    same_name = names.indicators.all_named(name)
    nearest = _reported(same_name, names, unit) if same_name else hit.near
    if same_name and len(nearest) == 1:
        return names.indicator(nearest[0])
    hinted = by_clause or _reported(names.clauses.get(subject.hint, ()), names, unit)
    backed = [code for code in hinted if code in nearest]
    if len(backed) == 1 and (
        same_name or (by_clause and not turns(name, names.indicator(backed[0]).name))
    ):
        return names.indicator(backed[0])
    if nearest:
        return _uncertain(subject, name, nearest, names)
    return Fault(
        "indicator-unknown",
        f"Ô {subject.cell}: không có chỉ tiêu nào tên «{name}»: "
        "chép đúng tên hoặc mã chỉ tiêu từ mẫu, hoặc xóa số liệu của dòng này",
        name,
    )


def _reported(codes: tuple[str, ...], names: Names, unit: Unit | None) -> tuple[str, ...]:
    """Return those of `codes` that `unit` reports, or all when that leaves none."""
    if unit is None or len(codes) < 2:
        return codes
    own = tuple(code for code in codes if unit.code in names.indicator(code).applies_to)
    return own or codes


def _clause_conflict(subject: Subject, named: str, clausal: str, names: Names) -> Fault:
    return Fault(
        "indicator-conflict",
        f"Ô {subject.cell}: mục {subject.clause} là «{names.indicator(clausal).name}», nhưng tên "
        f"ghi là «{names.indicator(named).name}»: sửa mục hoặc tên cho khớp",
    )


def _uncertain(subject: Subject, said: str, near: tuple[str, ...], names: Names) -> Fault:
    quoted = " hay ".join(f"«{names.indicator(code).name}» (mã {code})" for code in near[:3])
    return Fault(
        "indicator-uncertain",
        f"Ô {subject.cell}: «{said}» chưa rõ là chỉ tiêu nào. Có phải {quoted}? "
        "Chép đúng tên hoặc mã vào ô",
        said,
        near,
    )
