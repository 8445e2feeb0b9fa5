"""Names that are not taken yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


class Names:
    """Names in use; `fresh` gives another one."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken, self._counts = set(taken), Counter[str]()

    def fresh(self, stem: str) -> str:
        """`stem`, or where that is taken `stem.1`, `stem.2`, ...; in constant time, however often it is asked for."""
        name = stem
        while name in self._taken:
            self._counts[stem] += 1
            name = f"{stem}.{self._counts[stem]}"
        self._taken.add(name)
        return name
