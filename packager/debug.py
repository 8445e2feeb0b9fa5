"""What a build shows of its inside: DEBUG, STOP and KEEP of the environment -> `Debug`, a value that is passed along.

    DEBUG=1  stages: milliseconds and what came out      DEBUG=4  LLVM IR of each kernel
    DEBUG=2  the graph after each pass that changed it   DEBUG=5  assembly
    DEBUG=3  the arena's map                             DEBUG=6  commands of the toolchain
    STOP=n   stop the passes after n patches, to bisect a miscompile
    KEEP=dir write every dump (of all levels) to a numbered file in dir

A level shows what the lower ones show, too.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from packager.errors import OutputUnwritable, Usage

STAGES, GRAPH, ARENA, IR, ASSEMBLY, COMMANDS = range(1, 7)


def _to_stderr(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@dataclass(frozen=True)
class Debug:
    """Which dumps are wanted and where they go. The default shows nothing.

    `write` prints one dump; `numbers` holds the count of files in `keep`: their names sort in order.
    """

    level: int = 0
    stop: int | None = None
    keep: Path | None = None
    write: Callable[[str], None] = _to_stderr
    numbers: list[int] = field(default_factory=lambda: [0], compare=False, repr=False)

    @staticmethod
    def of(environment: Mapping[str, str]) -> Debug:
        """What `environment` (such as os.environ) asks for. Raises Usage."""
        level = _number(environment, "DEBUG", COMMANDS) or 0
        keep = environment.get("KEEP", "")
        return Debug(level, _number(environment, "STOP", 10**9), Path(keep).absolute() if keep else None)

    def within(self, name: str) -> Debug:
        """The same, with files in the folder `name` of `keep`: for one target of several."""
        return replace(self, keep=self.keep / name if self.keep else None, numbers=[0])

    def wants(self, level: int) -> bool:
        """True when a dump of `level` is shown or kept: ask before computing an expensive one."""
        return self.level >= level or (self.keep is not None and level > STAGES)

    def show(self, level: int, title: str, text: str | Callable[[], str], suffix: str = "txt") -> None:
        """Print the dump `text` under `title`, and keep it in a file ending in `suffix`. Raises OutputUnwritable."""
        if not self.wants(level):
            return
        content = text if isinstance(text, str) else text()
        if self.level >= level:
            self.write(f"--- {title}\n{content.rstrip()}")
        if self.keep is not None:
            word = re.sub("[^A-Za-z0-9_.-]+", "-", title).strip("-")[:80]
            self.numbers[0] += 1
            path = self.keep / f"{self.numbers[0]:03d}-{word}.{suffix}"
            try:
                self.keep.mkdir(parents=True, exist_ok=True)
                path.write_text(content if content.endswith("\n") else content + "\n", encoding="utf-8")
            except OSError as error:
                raise OutputUnwritable(
                    f"cannot write the dump '{path.name}'",
                    where=f"KEEP={self.keep}",
                    why=error.strerror or str(error),
                    fix="point KEEP at a folder that you can write to",
                ) from None


QUIET = Debug()
"""Shows nothing."""


def silent(_: str) -> None:
    """Say nothing about progress."""


@dataclass(frozen=True)
class Clock:
    """Seconds by stage, summed over all visits; stages inside stages count for the inner one only.

    `with clock("load"): ...` measures; DEBUG=1 prints each stage when it ends.
    """

    debug: Debug = QUIET
    seconds: dict[str, float] = field(default_factory=dict)
    now: Callable[[], float] = time.perf_counter
    inner: list[float] = field(default_factory=list)

    @contextmanager
    def __call__(self, stage: str, result: Callable[[], str] = str) -> Iterator[None]:
        """Measure the block as part of `stage`; `result()` says what came out, for DEBUG=1 (asked after the block)."""
        self.seconds.setdefault(stage, 0.0)
        self.inner.append(0.0)
        start = self.now()
        try:
            yield
        finally:
            spent = self.now() - start
            own = spent - self.inner.pop()
            if self.inner:
                self.inner[-1] += spent
            self.seconds[stage] += own
        if self.debug.level >= STAGES:
            self.debug.write(f"[{stage}] {own * 1000:.1f} ms {result()}".rstrip())


def _number(environment: Mapping[str, str], name: str, high: int) -> int | None:
    text = environment.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,9}", text) or int(text) > high:
        raise Usage(
            f"{name}={text[:40]}",
            where=f"environment variable {name}",
            why=f"it is not a number from 0 to {high}",
            fix=f"set it to a number, or unset {name}",
        )
    return int(text)
