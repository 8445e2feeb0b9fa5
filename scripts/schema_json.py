"""Write the JSON Schema of the manifest from the table of its keys. Run: python scripts/schema_json.py."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from packager import resources  # noqa: E402
from packager.manifest import schema  # noqa: E402

if __name__ == "__main__":
    resources.schema().write_text(schema.text(), encoding="utf-8")
    print(f"wrote {resources.schema()}")
