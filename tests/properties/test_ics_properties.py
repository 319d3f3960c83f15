"""Whatever a plan's words hold, a calendar file stays whole and gives them back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indicators.calendars import ics
from tests.unit.test_ics import calendar, one, read, unfolded

# Anything a file in UTF-8 can hold; one way to end a line, as texts here have it.
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), include_characters="\n"))
ANYTHING = st.text(st.characters(exclude_categories=("Cs",)))


@given(title=WORDS, text=WORDS, name=WORDS)
def test_what_goes_in_comes_out(title: str, text: str, name: str) -> None:
    kept = {each: each.removesuffix("\n") for each in (title, text, name)}
    content = ics.text(calendar(one(title=title, text=text), name=name))
    unfolded(content)
    found = read(content)
    (event,) = found.events
    assert str(event["summary"]) == kept[title]
    assert str(event["description"]) == kept[text]
    assert str(found["x-wr-calname"]).replace("\\", "") == kept[name].replace("\\", "")


@given(evil=ANYTHING)
def test_nothing_breaks_out_of_its_line(evil: str) -> None:
    content = ics.text(calendar(one(title=evil, text=evil, categories=(evil,)), name=evil))
    lines = unfolded(content)
    plain = unfolded(ics.text(calendar(one(title="x", text="x", categories=("x",)), name="x")))
    assert [each.partition(":")[0] for each in lines] == [each.partition(":")[0] for each in plain]
