"""Finding the indicator or unit that a text means: by code, clause, name; else asking.

Exact on folded text first. Then rapidfuzz `token_sort_ratio` of at least 80 and at least 8 ahead
of the next (EXPORTS.md, "matching"), and only where what differs is a slip of the keyboard: two
names that differ by a word differ in meaning ("đúng hạn", "chưa đúng hạn"). What is not certain
is asked about with the nearest names, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from indicators.catalogue.model import Catalogue, Indicator, Unit
from indicators.text import clean, fold

CERTAIN = 80.0  # token_sort_ratio from which a name may be taken for another …
LEAD = 8.0  # … when it is this far ahead of the next
SHORT = 8  # letters without fillers below which a name has to be exact
LONGEST = 400  # signs of a name; a longer text is prose, and would only cost time
NEAR = 60.0  # from here on a name is worth asking about
_NUMBERING = re.compile(
    r"^(?:[-–—+*•●]\s*|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,5})[.)/]\s+"
    r"|\(?\d{1,2}(?:\.\d{1,2})*[.)]\s*)"
)
_CLAUSE = re.compile(r"^\(?([IVX]{1,5}\s*[.\-/]\s*\d{1,3}(?:[.\-/][a-zđ\d]{1,2})*)[.):]?(?=\s|$)")
_MEASURE = re.compile(
    r"\s*[(\[]\s*(?:%|‰|tỷ lệ\s*%|tính theo %|(?:đvt|đơn vị tính|đơn vị)\s*:?[^)\]]*)[)\]]\s*$",
    re.IGNORECASE,
)
_SHORT_FORMS = {
    "tthc": "thu tuc hanh chinh",
    "dvc": "dich vu cong",
    "dvctt": "dich vu cong truc tuyen",
    "hs": "ho so",
    "pakn": "phan anh kien nghi",
    "tl": "ti le",
}
# Words that change nothing when they are left out or added.
_FILLERS = frozenset(
    "ti le cua cac cho trong tai theo ve duoc da la va nhung ki thang nay phong don vi thuoc %".split()  # noqa: E501, SIM905
)
# Words that turn a meaning around, though one letter may make them look like a slip.
_TURNING = frozenset(
    "chua khong qua cham tre truoc sau ngoai tru tang giam tren duoi thieu con moi thu chi".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a text may mean: one code when certain, several `near` ones when it must be asked."""

    code: str | None = None
    near: tuple[str, ...] = ()


NOTHING = Hit()


def spelled_out(text: str) -> str:
    """Return `text` folded, with the offices' short forms written out (TTHC, DVC, HS)."""
    words = fold(text).split()
    return " ".join(_SHORT_FORMS.get(word, word) for word in words)


def bare_name(text: str) -> str:
    """Return `text` without numbering in front and a measure in brackets behind."""
    name = clean(text).rstrip(":;. ")
    for _ in range(3):
        shorter = _NUMBERING.sub("", name, count=1)
        shorter = _MEASURE.sub("", shorter).rstrip(":;. ")
        if shorter == name or not shorter:
            break
        name = shorter
    return name


def clause_in(text: str) -> tuple[str, str]:
    """Return the clause that `text` begins with ("III.9", "" without one) and the rest."""
    found = _CLAUSE.match(text)
    if found is None:
        return "", text
    return clause_form(found[1]), text[found.end() :].strip()


def clause_form(text: str) -> str:
    """Return a clause in the catalogue's form: "III / 9." gives "III.9"."""
    return re.sub(r"\s*[.\-/]\s*", ".", clean(text)).strip(".:() ")


def turns(asked: str, known: str) -> bool:
    """Whether a word or number that turns the meaning stands in one of two names only."""
    left, right = set(spelled_out(asked).split()), set(spelled_out(known).split())
    return any(_is_turning(word) for word in left ^ right)


def _is_turning(word: str) -> bool:
    return word in _TURNING or any(map(str.isdigit, word))


def is_slip(asked: str, known: str) -> bool:
    """Whether two folded names differ by a slip of the keyboard at most, not by a word.

    Order and fillers do not matter. What is left over on the two sides, run together, may differ
    by one sign and one more for each five; a digit or a word that turns the meaning never. A name
    of one or two syllables is too short for slips: "hồ sơ" is not "số hóa".
    """
    left, right = Counter(asked.split()), Counter(known.split())
    extra = [word for word in asked.split() if word in left - right]
    lacking = [word for word in known.split() if word in right - left]
    if any(map(_is_turning, extra + lacking)):
        return False
    if min(_count_letters(asked), _count_letters(known)) < SHORT:
        return False
    ours = "".join(word for word in extra if word not in _FILLERS)
    theirs = "".join(word for word in lacking if word not in _FILLERS)
    allowed = 1 + min(len(ours), len(theirs)) // 5
    if not ours or not theirs:
        return len(ours) + len(theirs) <= 1
    return OSA.distance(ours, theirs) <= allowed


def _count_letters(name: str) -> int:
    return sum(len(word) for word in name.split() if word not in _FILLERS)


@dataclass(slots=True)
class Index:
    """Names of one kind of thing, folded once. `codes` maps a folded name to what bears it."""

    exact: dict[str, tuple[str, ...]] = field(default_factory=dict)
    folded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)  # folded names, words sorted
    names: list[tuple[str, str]] = field(default_factory=list)  # folded name and code, same order
    seen: dict[str, Hit] = field(default_factory=dict)

    @classmethod
    def of(cls, named: Mapping[str, Iterable[str]]) -> Index:
        """Return the index of `named`: every name of each code."""
        index = cls()
        pairs = dict.fromkeys((code, name) for code, names in named.items() for name in names)
        spelled = dict.fromkeys((spelled_out(name), code) for code, name in pairs)
        for code, name in pairs:
            _bear(index.exact, clean(name).casefold(), code)
        for key, code in spelled:
            _bear(index.folded, key, code)
        index.names = [(key, code) for key, code in spelled if key]
        index.choices = [" ".join(sorted(key.split())) for key, _ in index.names]
        return index

    def all_named(self, text: str) -> tuple[str, ...]:
        """Return the codes of everything named exactly so, several when they share the name."""
        if len(text) > LONGEST:
            return ()
        for form in dict.fromkeys((clean(text), bare_name(text))):
            codes = self.exact.get(form.casefold()) or self.folded.get(spelled_out(form))
            if codes:
                return codes
        return ()

    def find(self, text: str) -> Hit:
        """Return what `text` names; a text met before is answered from memory."""
        hit = self.seen.get(text)
        if hit is None:
            hit = self._find(text)
            if len(self.seen) > 20_000:
                self.seen.clear()
            self.seen[text] = hit
        return hit

    def _find(self, text: str) -> Hit:
        if len(text) > LONGEST:
            return NOTHING
        codes = self.all_named(text)
        if len(codes) == 1:
            return Hit(codes[0])
        return Hit(None, codes) if codes else self._nearest(spelled_out(bare_name(text)))

    def _nearest(self, asked: str) -> Hit:
        ordered = " ".join(sorted(asked.split()))
        scores: dict[str, tuple[float, str]] = {}
        for _, score, place in process.extract(
            ordered, self.choices, scorer=fuzz.ratio, score_cutoff=NEAR, limit=12
        ):
            name, code = self.names[place]
            scores.setdefault(code, (score, name))
        near = tuple(scores)[:3]
        if not near:
            return NOTHING
        best, name = scores[near[0]]
        next_best = scores[near[1]][0] if len(near) > 1 else 0.0
        if best >= CERTAIN and best - next_best >= LEAD and is_slip(asked, name):
            return Hit(near[0])
        return Hit(None, near)


def _bear(table: dict[str, tuple[str, ...]], key: str, code: str) -> None:
    if key and code not in table.get(key, ()):
        table[key] = (*table.get(key, ()), code)


@dataclass(frozen=True, slots=True)
class Names:
    """Everything in one catalogue that a workbook can name."""

    catalogue: Catalogue
    indicators: Index
    units: Index
    codes: dict[str, str]  # upper-case indicator code -> code
    clauses: dict[str, tuple[str, ...]]  # "III.9" -> codes, over all plans
    reporting: frozenset[str]  # units that report any indicator
    measures: frozenset[str]  # folded units of measure
    # (unit, folded text) -> code: what people said that texts mean; see `choices`
    choices: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def indicator(self, code: str) -> Indicator:
        """Return the indicator with `code`."""
        return self.catalogue.indicators[code]

    def unit(self, code: str) -> Unit:
        """Return the unit with `code`."""
        return self.catalogue.units[code]


_KEPT: dict[int, Names] = {}


def names_of(catalogue: Catalogue) -> Names:
    """Return the folded names of `catalogue`, folded once for each catalogue (the last four)."""
    kept = _KEPT.get(id(catalogue))
    if kept is not None and kept.catalogue is catalogue:
        return kept
    if len(_KEPT) >= 4:
        _KEPT.clear()
    names = _KEPT[id(catalogue)] = _names(catalogue)
    return names


def _names(catalogue: Catalogue) -> Names:
    indicators = catalogue.indicators.values()
    clauses: dict[str, tuple[str, ...]] = {}
    for each in indicators:
        key = clause_form(each.clause)
        clauses[key] = (*clauses.get(key, ()), each.code)
    return Names(
        catalogue,
        Index.of({each.code: (each.name, each.short, *each.aliases) for each in indicators}),
        Index.of(
            {
                each.code: (each.code, each.name, each.short, *each.aliases)
                for each in catalogue.units.values()
            }
        ),
        {each.code.upper(): each.code for each in indicators},
        clauses,
        frozenset(unit for each in indicators for unit in each.applies_to),
        frozenset(fold(each.unit_of_measure) for each in indicators),
    )
