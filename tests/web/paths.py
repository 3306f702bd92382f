"""Where the look lives, seen from the tests."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "advisor" / "web" / "static"
