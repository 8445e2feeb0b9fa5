"""`python -m packager.cli`: the `pack` command without an installed script."""

from __future__ import annotations

import sys

from packager.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
