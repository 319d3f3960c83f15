"""Whether the store is only tried out (chạy thử): invented figures, invented people, no others."""

from __future__ import annotations

from queries import Store


class TrialState:
    """The answer for one store, asked of it again only after something changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._count_changes = 0
        self._known: tuple[tuple[int, int], bool] | None = None

    def people_changed(self) -> None:
        """Ask the store anew next time; its own version already tells of new figures."""
        self._count_changes += 1

    def is_trial(self) -> bool:
        """Whether all figures are the sample's, all people invented, and no office began here."""
        key = (self._store.version, self._count_changes)
        known = self._known
        if known is None or known[0] != key:
            held = self._store.rows("access/trial")[0]
            real = held["count_real"] + held["count_people"] + held["count_empty"]
            known = self._known = (key, bool(held["count_sample"]) and not real)
        return known[1]
