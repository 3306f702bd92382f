"""Take a sample: do something many times, keep the times, the processor's seconds and the statements."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.bench import meter
from tests.bench.visitor import Answer


@dataclass(frozen=True, slots=True)
class Sample:
    """Times in milliseconds; `cpu` per answer over all server processes; most statements of one answer."""

    median: float
    p95: float
    cpu: float | None = None
    statements: int | None = None
    bytes: int | None = None


def of_times(seconds: Sequence[float], cpu_s: float | None = None) -> Sample:
    """A sample of plain durations."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    cpu = None if cpu_s is None else cpu_s / len(ordered) * 1000
    return Sample(statistics.median(ordered) * 1000, p95 * 1000, cpu)


def of_answers(ask: Callable[[], Answer], pids: Sequence[int], times: int, expected: int = 200) -> Sample:
    """Ask `times` times after a warm-up. Raises RuntimeError when an answer is not the expected status."""
    for _ in range(6):
        _checked(ask(), expected)
    before = meter.cpu_s(pids)
    answers = [_checked(ask(), expected) for _ in range(times)]
    used = meter.cpu_s(pids) - before
    plain = of_times([answer.seconds for answer in answers], used)
    most = max(answer.statements for answer in answers)
    return Sample(plain.median, plain.p95, plain.cpu, most if most >= 0 else None, len(answers[-1].body))


def _checked(answer: Answer, expected: int) -> Answer:
    if answer.status != expected:
        raise RuntimeError(f"expected {expected}, got {answer.status}: {answer.body[:300]!r}")
    return answer
