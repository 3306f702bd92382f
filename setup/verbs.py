"""The verbs of ./run: one function each, its docstring is its line in the help."""

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from setup import catalogues, checking, environment, frontend, locking, pango, testing
from setup.console import ROOT, Stop, become, loudly, say, warn
from setup.environment import BIN, PYTHON

PROGRAM = BIN / "advisor"


def prepare(*, development: bool = False, yes: bool = False) -> None:
    """Bring everything in place that the program needs, and the tools of its developers if asked for."""
    with environment.alone():
        environment.ensure(development=development)
        frontend.ensure(tests=development)
        catalogues.ensure()
        pango.ensure(yes=yes)


def demo(arguments: list[str]) -> NoReturn:
    """set up, make a demo firm, start web and worker, print the address and the log-ins [--port N] [--host H]"""
    advisor(["demo", *arguments])


def test(arguments: list[str]) -> int:
    """set up and run every test this machine can; says what it skips and why [--all] [pytest arguments]"""
    everything = "--all" in arguments
    given = [argument for argument in arguments if argument != "--all"]
    prepare(development=True)
    testing.announce(everything=everything)
    options, variables = testing.arguments(given, everything=everything)
    return loudly([PYTHON, "-m", "pytest", *options], env={**pango.environment(), **variables})


def check(arguments: list[str]) -> int:
    """ruff, format, mypy --strict, import contracts, fitness tests, third-party files"""
    _takes_nothing("check", arguments)
    prepare(development=True)
    return checking.run()


def bench(arguments: list[str]) -> int:
    """measure pages, moves, papers and reminders beside their floors"""
    return _module("tests.bench", arguments)


def faults(arguments: list[str]) -> int:
    """break things on purpose: killed processes, full disk, no mail server, no fonts"""
    prepare(development=True)
    return loudly([PYTHON, "-m", "pytest", "tests/faults", *arguments], env=pango.environment())


def load(arguments: list[str]) -> int:
    """put many users at once on a running firm and measure"""
    return _module("tests.bench.load", arguments)


def setup(arguments: list[str]) -> int:
    """only set up [--dev: with the developers' tools] [--yes: never ask]"""
    parser = argparse.ArgumentParser(prog="./run setup")
    parser.add_argument("--dev", action="store_true", help="with the tools for tests and checks")
    parser.add_argument("--yes", action="store_true", help="never ask before installing a system library")
    chosen = parser.parse_args(arguments)
    prepare(development=chosen.dev, yes=chosen.yes)
    say("All is in place.")
    return 0


def advisor(arguments: list[str]) -> NoReturn:
    """set up, then the program itself: ./run advisor COMMAND (see ./run advisor --help)"""
    prepare()
    become([PROGRAM, *arguments], env=pango.environment())


def translate(arguments: list[str]) -> int:
    """extract, update or compile the catalogues of messages (default: update and compile)"""
    parser = argparse.ArgumentParser(prog="./run translate")
    parser.add_argument("what", choices=["extract", "update", "compile", "all"], nargs="?", default="all")
    what = parser.parse_args(arguments).what
    prepare()
    if what == "extract":
        catalogues.extract()
    if what in {"update", "all"}:
        catalogues.update()
    if what in {"compile", "all"}:
        catalogues.compile_all()
    return 0


def lock(arguments: list[str]) -> int:
    """write the lock files anew after changing a dependency [--upgrade]"""
    parser = argparse.ArgumentParser(prog="./run lock")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that the declaration allows")
    chosen = parser.parse_args(arguments)
    with environment.alone():
        environment.ensure(development=True)
        return locking.run(upgrade=chosen.upgrade)


def clean(arguments: list[str]) -> int:
    """remove what set-up and tools made; your data in instance/ stays"""
    _takes_nothing("clean", arguments)
    made: list[str | Path] = [".venv", ".cache", "node_modules", "dist", "build", frontend.WEB, frontend.PAPERS]
    tools = [".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis", "htmlcov"]
    for name in [*made, *tools]:
        if (ROOT / name).exists():
            say(f"-> removing {name}")
            shutil.rmtree(ROOT / name)
    return 0


def help_(arguments: list[str]) -> int:
    """this list"""
    say("Usage: ./run VERB [arguments]\n")
    for name, verb in VERBS.items():
        say(f"  {name:<10} {verb.__doc__}")
    say("\nThe program's own commands (serve, worker, migrate, admin create, check, backup, restore and more):")
    say("  ./run advisor --help, or ./run advisor COMMAND --help")
    say("\nFirst time: ./run demo")
    return 0


VERBS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "faults": faults,
    "load": load,
    "setup": setup,
    "advisor": advisor,
    "translate": translate,
    "lock": lock,
    "clean": clean,
    "help": help_,
}


def main(arguments: list[str]) -> int:
    """Run the verb that comes first; with none, help. Returns the exit code: 2 = unknown verb."""
    name, *rest = arguments or ["help"]
    verb = VERBS.get("help" if name in {"-h", "--help"} else name)
    if not verb:
        warn(f"./run does not know '{name}'.")
        help_([])
        return 2
    try:
        return verb(rest)
    except Stop as stop:
        warn(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130


def _module(name: str, arguments: list[str]) -> int:
    prepare(development=True)
    return loudly([PYTHON, "-m", name, *arguments], env=pango.environment())


def _takes_nothing(name: str, arguments: list[str]) -> None:
    if arguments:
        raise Stop(f"./run {name} takes no arguments, but got: {' '.join(arguments)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
