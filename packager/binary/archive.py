"""Static libraries: members -> the bytes of an `ar` archive in GNU's format, with a symbol index.

Written here, because the result must not depend on time, owner or the ar at hand. Format: ar(5), System V/GNU variant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MAGIC = b"!<arch>\n"


def archive(members: Mapping[str, bytes], symbols: Mapping[str, Sequence[str]]) -> bytes:
    """`members` (name -> object) in order, `symbols` (member's name -> the global symbols it defines) as the index."""
    names = b"".join(f"{name}/\n".encode() for name in members)
    at_name: dict[str, int] = {}
    for name in members:
        at_name[name] = sum(len(n.encode()) + 2 for n in at_name)
    index = [(symbol, name) for name in members for symbol in symbols.get(name, ())]
    strings = b"".join(symbol.encode() + b"\0" for symbol, _ in index)
    at = len(MAGIC) + _size(4 + 4 * len(index) + len(strings)) + _size(len(names))
    offsets: dict[str, int] = {}
    for name, content in members.items():
        offsets[name] = at
        at += _size(len(content))
    table = len(index).to_bytes(4, "big") + b"".join(offsets[name].to_bytes(4, "big") for _, name in index)
    out = [MAGIC, _member("/", table + strings), _member("//", names, plain=True)]
    out += [_member(f"/{at_name[name]}", content) for name, content in members.items()]
    return b"".join(out)


def _size(content: int) -> int:
    """Bytes of a member: header and content, to an even number."""
    return 60 + content + content % 2


def _member(name: str, content: bytes, plain: bool = False) -> bytes:
    time, owner, group, mode = ("", "", "", "") if plain else ("0", "0", "0", "644")
    header = f"{name:<16}{time:<12}{owner:<6}{group:<6}{mode:<8}{len(content):<10}`\n"
    return header.encode() + content + b"\n" * (len(content) % 2)
