"""Addresses of pages: a page of fifty rows asks for hundreds of them, and they differ only in their numbers."""

import re
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request
from flask import url_for as build
from werkzeug.routing import Rule

KEPT = "addresses"
FIRST_MARK = 900_000_001


class LateRule(Rule):
    """A route whose address builder is compiled at its first link: compiling all of them was half of a start."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder
        compiled: list[Callable[..., tuple[str, str]]] = []

        def builder(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(compile_now(append_unknown))
            return compiled[0](rule, **values)

        return builder


def register(app: Flask) -> None:
    """Give the templates `url_for` and `address` below, and the routes that follow their late builders."""
    app.url_rule_class = LateRule
    app.extensions[KEPT] = {}
    app.jinja_env.globals.update(url_for=url_for, address=address)


def url_for(endpoint: str, **values: Any) -> str:
    """What Flask's function of this name answers; an address made of numbers is filled into a pattern built once.

    Raises werkzeug.routing.BuildError for an unknown endpoint or a missing value.
    """
    for value in values.values():
        if type(value) is not int or value < 0:  # words need escaping; a bool is no number of a row
            return build(endpoint, **values)
    if endpoint[0] == "." or endpoint.partition(".")[0] in current_app.url_default_functions:
        return build(endpoint, **values)  # this page's own blueprint, or one that adds values itself (a client's token)
    pattern = _kept(endpoint, *values)
    if len(pattern) == 1:
        return pattern[0]
    return "".join([str(values[part]) if turn % 2 else part for turn, part in enumerate(pattern)])


def address(endpoint: str, *names: str) -> str:
    """The pattern itself for the rows of a list, filled by `pattern % number`; several numbers as they follow in it."""
    parts = [part.replace("%", "%%") for part in _kept(endpoint, *names)]
    return "".join("%d" if turn % 2 else part for turn, part in enumerate(parts))


def _kept(endpoint: str, *names: str) -> list[str]:
    patterns: dict[tuple[str, ...], list[str]] = current_app.extensions[KEPT]
    key = (request.script_root, endpoint, *names)
    return patterns.get(key) or patterns.setdefault(key, _pattern(endpoint, names))


def _pattern(endpoint: str, names: tuple[str, ...]) -> list[str]:
    """Text, name, text, name, ...: the address built once with marks that no text of ours contains."""
    marks = {str(FIRST_MARK + turn): name for turn, name in enumerate(names)}
    numbers: dict[str, Any] = {name: int(mark) for mark, name in marks.items()}
    made = build(endpoint, **numbers)
    parts = re.split(f"({'|'.join(marks)})", made) if marks else [made]
    return [marks[part] if turn % 2 else part for turn, part in enumerate(parts)]
