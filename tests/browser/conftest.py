"""A real server and a real Chromium: the app on SQLite behind waitress, driven by Playwright."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress.server import create_server
from waitress.wasyncore import close_all

from advisor.config import Settings
from advisor.extensions import db
from advisor.transaction import transaction
from tests import make
from tests.conftest import build_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic",
]  # fmt: skip
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    if CHROMIUM is None:
        pytest.skip("Chromium not found: apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[str, Flask, make.Cast]]:
    """A running site with the cast: (address, app, cast)."""
    shutil.copyfile(sqlite_template, tmp_path / "advisor.db")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    settings = Settings(tmp_path / "instance", f"sqlite:///{tmp_path / 'advisor.db'}", tmp_path / "advisor.keys", base)
    app = build_app(settings)
    with app.app_context(), transaction(make.COMMAND, datetime.now(UTC)) as ctx:
        people = make.cast(ctx)
    server = create_server(app, host="127.0.0.1", port=port, threads=6)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield base, app, people
    server.task_dispatcher.shutdown()  # what is being answered is answered first
    server.trigger.pull_trigger(lambda: close_all(server._map))  # closed by its own thread, which then ends
    thread.join(timeout=10)
    assert not thread.is_alive()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


class Visitor:
    """A person in front of the browser; remembers what the console and the policy complained about."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page: Page = context.new_page()
        self.base = base
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))

    def sign_in(self, who: str) -> "Visitor":
        """Sign in as a cast member through the page."""
        self.page.goto(f"{self.base}/sign-in")
        self.page.fill("[name=email]", f"{who}@example.test")
        self.page.fill("[name=password]", make.PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url("**/today")
        return self

    def see(self, path: str) -> Page:
        """Go to a path of the site."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status < 400, (path, answer.status)
        return self.page

    def turn(self, width: int, theme: str) -> None:
        """Look at the page in view on another screen."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]

    def axe(self) -> list[str]:
        """Accessibility violations of the page in view."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        self.page.evaluate("scrollTo(0, 0)")  # a link half under the bar that stays on top would count as too small
        found = self.page.evaluate("axe.run({runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})")
        return [f"{v['id']}: {[n['target'] for n in v['nodes']][:3]}" for v in found["violations"]]

    def scrolls_sideways(self) -> bool:
        """True when the page is wider than the window."""
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return wide


@pytest.fixture
def visit(chromium: Browser, site: tuple[str, Flask, make.Cast]) -> Iterator[Callable[..., Visitor]]:
    """visit(width=390, theme="dark", javascript=False) opens a fresh browser window."""
    opened: list[BrowserContext] = []

    def open_window(width: int = 1440, theme: str = "light", javascript: bool = True) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=javascript,
            bypass_csp=False, accept_downloads=True,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        opened.append(context)
        return Visitor(context, site[0])

    yield open_window
    for context in opened:
        context.close()
