"""Who computes each node, and why, at what cost; builds nothing. Manifest -> Explanation for each target."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from packager import manifest, pytorch
from packager.debug import Clock, Debug
from packager.manifest import Manifest
from packager.pipeline.build import FrontEnd
from packager.pipeline.explanation import Explanation
from packager.pipeline.kinds import kind


def explain(
    source: str | Path | Manifest,
    *,
    targets: Sequence[str] = (),
    sets: Sequence[str] = (),
    debug: Debug | None = None,
) -> list[Explanation]:
    """What `build` would decide for every target whose binary is within budget.

    Raises as `build` does, up to code generation.
    """
    debug = debug or Debug.of(os.environ)
    m = source if isinstance(source, Manifest) else manifest.load(source, sets=sets, targets=targets)
    with pytorch.exported(m) as m:
        front = FrontEnd(m, Clock(debug), debug)
        return [kind(r.target).explain(front.graph(passes=kind(r.target).PASSES), r) for r in m.targets]
