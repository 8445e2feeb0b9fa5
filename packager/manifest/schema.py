"""The JSON Schema of a manifest, from the table of its keys."""

from __future__ import annotations

import json

from packager.manifest.keys import MANIFEST


def text() -> str:
    """The schema as JSON, the content of `schema/manifest.schema.json`."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Manifest of pack",
        "description": "What `pack build` builds; docs/manifest.md explains every key.",
    }
    return json.dumps({**head, **MANIFEST.schema}, indent=2) + "\n"
