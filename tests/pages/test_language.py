"""English: every word of the screen has its translation, with the same places for numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir, extract_from_file
from streamlit.testing.v1 import AppTest

from indicators.export import EXPORTS
from indicators.export.charts import LABELS
from indicators.i18n import language, t, use_language

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    use_language("vi")
    yield
    use_language("vi")


def said() -> set[str]:
    words: set[str] = {export.label for export in EXPORTS.values()} | {*LABELS.values()}
    found = [
        *(
            each[2]
            for each in extract_from_dir(
                ROOT / "pages", [("**.py", "python")], keywords={"t": None}
            )
        ),
        *(
            each[1]
            for each in extract_from_file("python", ROOT / "dashboard.py", keywords={"t": None})
        ),
    ]
    return words | {each for each in found if isinstance(each, str)}


def test_every_word_is_translated_with_its_places() -> None:
    words = said()
    assert len(words) > 100
    use_language("en")
    for text in words:
        english = t(text)
        assert english != text, text
        assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", text)), text


def test_an_unknown_language_is_vietnamese() -> None:
    assert use_language("xx") == "vi"
    assert language() == "vi"
    assert t("Đơn vị") == "Đơn vị"


def test_the_board_in_english(app: AppTest, store: str) -> None:
    app.query_params["lang"] = "en"
    app.run()
    assert not app.exception
    if store == "empty":
        assert app.title[0].value == "No figures yet"
        return
    board = next(each for each in app.get("bidi_component") if "board" in each.proto.id)
    assert "% of indicators green" in board.proto.json
    assert "Sample data, invented" in board.proto.json
