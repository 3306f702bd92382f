"""A pytest plugin for `./run test --all`: under TEST_EVERYTHING=1 a skipped test is a failed test."""

import os
from collections.abc import Iterator

import pytest

EVERYTHING = os.environ.get("TEST_EVERYTHING") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Judge one phase of one test."""
    report = yield
    return _judge(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Judge a whole module that skips itself."""
    report = yield
    return _judge(report)


def _judge(report):
    if EVERYTHING and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: {reason} (with --all nothing may be skipped)"
    return report
