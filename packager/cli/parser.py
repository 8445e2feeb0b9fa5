"""The command line's grammar. Arguments -> Namespace; every mistake is a `Usage` error with the nearest right word."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from packager.errors import Usage

EXITS = """exit status: 0 done, 2 bad usage or manifest, 3 model not supported or not valid, 4 over budget,
5 toolchain or container failure, 6 verification failed, 7 run failed"""

COMMANDS = (
    "build",
    "run",
    "verify",
    "bench",
    "report",
    "diff",
    "explain",
    "targets",
    "ops",
    "doctor",
    "init",
    "toolchain",
)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that raises `Usage` instead of leaving the process."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **kwargs})

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Nothing is left over: a command refuses what it does not know itself, and so its own options are proposed."""
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return found, rest

    def error(self, message: str) -> NoReturn:
        """Raise the `Usage` error for argparse's `message`."""
        what = " ".join(message.replace("argument ", "").split())
        wrong = re.search(r"(?:invalid choice: |unrecognized arguments: )'?([^' ]+)", what)
        hint = ""
        if wrong:
            word = wrong[1].partition("=")[0]
            known = self._option_string_actions if word.startswith("-") else COMMANDS
            near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
            hint = f"perhaps you meant '{near[0]}'; " if near else ""
        if "choose from" in what:
            what = what.replace("'", "")
        if what.startswith("the following arguments are required"):
            hint = f"write {self.format_usage().removeprefix('usage: ').strip()}; "
        raise Usage(
            f"{self.prog}: {what[:200]}",
            where="command line",
            why="pack does not understand this command line",
            fix=f"{' '.join(hint.split())} see `{self.prog} --help`".strip(),
        )


def _count(low: int, high: int) -> Any:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"'{text[:40]}' is not a number from {low} to {high}")
        return int(text)

    return read


def _globals() -> Parser:
    """Options that every command takes, before and after its name."""
    shared = Parser(add_help=False)
    group = shared.add_argument_group("every command")
    group.add_argument("-v", "--verbose", action="count", default=argparse.SUPPRESS, help="say more; -vv: tracebacks")
    group.add_argument("-q", "--quiet", action="store_true", default=argparse.SUPPRESS, help="errors only")
    group.add_argument("--no-color", action="store_true", default=argparse.SUPPRESS, help="plain text")
    group.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="machine-readable output on stdout, nothing else"
    )
    return shared


def build_parser() -> Parser:
    """The parser of `pack`; the namespace has `command` and that command's arguments."""
    shared = _globals()
    parser = Parser(
        prog="pack",
        description="Turn an ONNX network into a small, verified, stand-alone binary for one CPU.",
        epilog=EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[shared],
    )
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", parents=[shared])

    def manifest_options(p: argparse.ArgumentParser) -> None:
        p.add_argument("manifest", metavar="MANIFEST", help="the YAML file (docs/manifest.md)")
        p.add_argument("--target", action="append", default=[], metavar="T", help="build for T only; may be repeated")
        p.add_argument(
            "--set", action="append", default=[], metavar="KEY=VALUE", help="set a key of the manifest: budget.ram=4MB"
        )

    def output_folder(p: argparse.ArgumentParser) -> None:
        p.add_argument("dist", metavar="DIST", help="one target's output folder: build/<name>/<target>")

    p = command("build", "build, verify and measure a model for its targets")
    manifest_options(p)
    p.add_argument("--out", default="build", metavar="DIR", help="where <name>/<target>/ is written (default: build)")
    p.add_argument("--toolchain", choices=("auto", "docker", "local"), help="instead of the manifest's")
    p.add_argument("--jobs", type=_count(1, 256), default=1, metavar="N", help="targets built at the same time")

    def of_several(p: argparse.ArgumentParser, text: str) -> None:
        p.add_argument("--model", default="", metavar="NAME", help=f"of several models {text}")

    p = command("run", "run the shipped binary, natively or in the target's emulator")
    output_folder(p)
    of_several(p, "the one to run")
    p.add_argument("--input", metavar="FILE", help="npz, npy or a photo; default: seeded noise")
    p.add_argument("--output", metavar="FILE.npz", help="where the outputs go; default: a summary only")

    p = command("verify", "compare the shipped binary with the reference")
    output_folder(p)
    of_several(p, "the one to compare (default: all)")
    p.add_argument("--per-node", action="store_true", help="name the first node that differs")

    p = command("bench", "time the shipped binary")
    output_folder(p)
    of_several(p, "the one to time")
    p.add_argument("--runs", type=_count(1, 10**6), default=20, metavar="N", help="number of runs (default: 20)")
    p.add_argument(
        "--threads",
        type=_count(1, 1024),
        default=0,
        metavar="N",
        help="as many as the manifest said (default)",
    )
    p.add_argument("--against", choices=("onnxruntime",), help="interleave with another runtime")

    p = command("report", "show what a build measured")
    output_folder(p)
    p.add_argument("--html", metavar="FILE", help="not in this version")

    p = command("diff", "compare two builds byte by byte of their labels")
    p.add_argument("dist_a", metavar="DIST_A", help="output folder before")
    p.add_argument("dist_b", metavar="DIST_B", help="output folder after")

    p = command("explain", "list every node with its kernel, reason, cost and bytes; builds nothing")
    manifest_options(p)

    command("targets", "list the targets and how this machine runs them")

    p = command("ops", "list ONNX's operators: how each is compiled, and for which element types")
    p.add_argument("--target", metavar="T", help="for this target (all CPUs have the same operators)")
    p.add_argument("--test", metavar="FILE", help="run the cases of the operators in a file of your own")

    command("doctor", "check Python, toolchains, emulators and extras on this machine")

    p = command("init", "write a manifest for a model, with what it leaves open to fill in")
    p.add_argument("model", metavar="MODEL.onnx", help="the ONNX file")
    p.add_argument(
        "-o", "--output", default="manifest.yaml", metavar="FILE", help="default: manifest.yaml; - for stdout"
    )

    p = command("toolchain", "build, list or remove the container images of the toolchains")
    p.add_argument("action", choices=("build", "list", "prune"))
    p.add_argument("name", nargs="?", metavar="NAME", help="one toolchain; default: all")
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command and its options. Raises Usage, and SystemExit(0) after --help."""
    parser = build_parser()
    # Both levels take -v; the inner one's count would replace the outer one's.
    args = parser.parse_args(list(arguments))
    defaults: dict[str, object] = {"verbose": 0, "quiet": False, "no_color": False, "json": False}
    for name, value in defaults.items():
        if not hasattr(args, name):
            setattr(args, name, value)
    letters = [a for a in arguments if re.fullmatch("-v+", a)]
    args.verbose = max(args.verbose, sum(len(a) - 1 for a in letters) + list(arguments).count("--verbose"))
    return args
