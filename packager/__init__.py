"""Ahead-of-time packager: an ONNX network becomes a small, verified, stand-alone binary for one CPU.

`packager.build("manifest.yaml")` builds and gives a list of Report;
`packager.load("build/NAME/TARGET").run({"x": array})` runs what was built and gives the outputs by name.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from packager import version

if TYPE_CHECKING:
    from packager.pipeline.build import build  # noqa: TC004  (_Package does it)
    from packager.pipeline.engine_check import EngineCheck, check_engine  # noqa: TC004
    from packager.report.types import Report  # noqa: TC004
    from packager.run.library import Model, load  # noqa: TC004

__all__ = ["EngineCheck", "Model", "Report", "__version__", "build", "check_engine", "load"]
__version__ = version.VERSION

_HOMES = {
    "build": "packager.pipeline.build",
    "check_engine": "packager.pipeline.engine_check",
    "EngineCheck": "packager.pipeline.engine_check",
    "load": "packager.run.library",
    "Model": "packager.run.library",
    "Report": "packager.report.types",
}


class _Package(ModuleType):
    """The package: public names are imported when first used, so that `pack --help` need not wait for numpy."""

    def __getattr__(self, name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module 'packager' has no attribute '{name}'")
        return getattr(import_module(_HOMES[name]), name)

    def __setattr__(self, name: str, value: Any) -> None:
        # Importing the module packager.load (or .build) would put it where the public function of that name belongs.
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
