"""`pack`: parse, call the command, turn whatever happens into words and an exit status."""

from __future__ import annotations

import errno
import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING

from packager.cli import parser
from packager.cli.terminal import Terminal, drop, open_streams
from packager.errors import Internal, OutputUnwritable, PackError, Usage
from packager.version import VERSION

if TYPE_CHECKING:
    from argparse import Namespace

SIGNALLED = 128
"""Plus the signal's number: what a shell reports for a program that Ctrl-C (or kill, or a lost terminal) ended."""
BROKEN_PIPE = 141
"""128 + SIGPIPE: the reader of our output has gone."""

MODULES = {
    "build": "build", "explain": "build", "run": "dist", "verify": "dist", "bench": "dist", "report": "dist",
    "diff": "dist", "targets": "listing", "ops": "listing", "doctor": "doctor", "init": "init",
    "toolchain": "toolchain",
}  # fmt: skip
"""Command -> module under packager.cli that has a function of its name; loaded only when it is called."""

Command = Callable[["Namespace", Terminal], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `pack` with `arguments` (default: those of the process); the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    open_streams()
    terminal = Terminal(json="--json" in words)
    try:
        with _signals():
            return _guarded(words, terminal)
    except KeyboardInterrupt as stop:
        with suppress(OSError):
            sys.stderr.write("pack: interrupted\n")
        number = stop.args[0] if stop.args else signal.SIGINT
        return SIGNALLED + int(number)
    finally:
        try:
            sys.stderr.flush()
        except OSError:
            drop(sys.stderr)


@contextmanager
def _signals() -> Iterator[None]:
    """SIGTERM and SIGHUP clean up as Ctrl-C does, unless someone else takes care of them (nohup, another handler)."""

    def stop(number: int, _: object) -> None:
        raise KeyboardInterrupt(number)

    main_thread = threading.current_thread() is threading.main_thread()
    wanted = [s for s in (signal.SIGTERM, signal.SIGHUP) if main_thread and signal.getsignal(s) is signal.SIG_DFL]
    for number in wanted:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in wanted:
            signal.signal(number, signal.SIG_DFL)


def _guarded(words: Sequence[str], terminal: Terminal) -> int:
    try:
        try:
            args = parser.parse(words)
            terminal = Terminal(args.verbose, args.quiet, not args.no_color, args.json)
            return _run(args, terminal)
        finally:
            sys.stdout.flush()
    except SystemExit as leave:  # argparse after --help
        return int(leave.code or 0)
    except BrokenPipeError:
        drop(sys.stdout)
        return BROKEN_PIPE
    except Exception as error:
        if terminal.verbose >= 2:
            import traceback

            traceback.print_exc()
        try:
            sys.stdout.flush()
        except OSError:  # it was stdout's own disk
            drop(sys.stdout)
        return _fail(_known(error), terminal)


def _run(args: Namespace, terminal: Terminal) -> int:
    if args.version:
        terminal.result(f"pack {VERSION}", {"version": VERSION})
        return 0
    if args.command is None:
        raise Usage(
            "no command",
            where="command line",
            why="pack has to be told what to do",
            fix=f"write `pack COMMAND`, one of {', '.join(parser.COMMANDS)}; see `pack --help`",
        )
    command: Command = getattr(import_module(f"packager.cli.{MODULES[args.command]}"), args.command)
    return command(args, terminal)


def _known(error: Exception) -> PackError:
    """The error as a user should read it."""
    if isinstance(error, PackError):
        return error
    if isinstance(error, OSError) and error.errno in (
        errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.ENOENT,
        errno.ENAMETOOLONG, errno.EMFILE, errno.EIO,
    ):  # fmt: skip
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return OutputUnwritable(
            "the disk is full" if full else f"a file cannot be opened or written: {error.filename or 'without a name'}",
            where=str(error.filename or "(the system does not say which file)"),
            why=error.strerror or str(error),
            fix="free some space, or write to another disk" if full else "check the path and its permissions",
        )
    if isinstance(error, MemoryError):
        why = "there is not enough memory"
    else:
        why = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
    return Internal(
        "pack met a mistake of its own",
        where="pack itself",
        why=why,
        fix="run the command again with -vv and report what it prints, with the model or manifest if you can",
    )


def _fail(error: PackError, terminal: Terminal) -> int:
    if terminal.json:
        keys = ("code", "what", "where", "node", "why", "fix")
        rows = [{key: getattr(e, key) for key in keys if key != "node" or e.node} for e in error.each]
        with suppress(OSError):
            sys.stdout.write(json.dumps({"exit": error.status, "errors": rows}, indent=1) + "\n")
            sys.stdout.flush()
    # Not through rich: an error must come out whole even where colours, widths or encodings are unknown.
    text = str(error).encode(sys.stderr.encoding or "utf-8", "backslashreplace").decode(sys.stderr.encoding or "utf-8")
    with suppress(OSError):
        sys.stderr.write(text + "\n")
    return error.status
