"""A browser without a screen: one keep-alive connection, cookies, forms with their hidden fields."""

import http.client
import re
import time
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from tests.bench.book import PASSWORD

_FORM = re.compile(r'<form[^>]*method="post"[^>]*>.*?</form>', re.S)
_FIELD = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'(name|value|type)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back and how long it took on the wire, in seconds."""

    status: int
    body: bytes
    headers: dict[str, str]
    seconds: float

    @property
    def statements(self) -> int:
        """SQL statements of the answer, as the bench's wrapper counted them."""
        return int(self.headers.get("x-statements", -1))

    def hidden(self, mark: str = "") -> dict[str, str]:
        """Hidden fields of the first POST form on the page whose text holds `mark`."""
        forms = _FORM.findall(self.body.decode())
        chosen = next(form for form in forms if mark in form)
        found = [dict(_ATTRIBUTE.findall(field)) for field in _FIELD.findall(chosen)]
        return {f["name"]: unescape(f.get("value", "")) for f in found if f.get("type") == "hidden" and "name" in f}


class Visitor:
    """One person's connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """GET; redirects are not followed. Asked again where the server had closed a connection that lay idle."""
        try:
            return self._ask("GET", path, None)
        except http.client.RemoteDisconnected:
            return self._ask("GET", path, None)

    def post(self, path: str, values: dict[str, str], more: dict[str, str] | None = None) -> Answer:
        """POST a form, with more headers where asked; redirects are not followed."""
        return self._ask("POST", path, urlencode(values).encode(), "application/x-www-form-urlencoded", more)

    def upload(self, path: str, name: str, content: bytes) -> Answer:
        """Send a file through the form of a page."""
        hidden, edge = self.get(path).hidden("multipart"), "edge-of-a-part"
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in hidden.items()]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    def carry(self, name: str, value: str) -> None:
        """Carry a cookie one already has."""
        self._cookies[name] = value

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in through the page, as a person does."""
        page = self.get("/sign-in")
        done = self.post("/sign-in", page.hidden("password") | {"email": email, "password": password})
        if done.status != 302:
            raise RuntimeError(f"sign-in failed: {done.status}")

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _ask(
        self, method: str, path: str, body: bytes | None, kind: str = "", more: dict[str, str] | None = None
    ) -> Answer:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items()), "Accept": "text/html"}
        headers |= more or {}
        if kind:
            headers["Content-Type"] = kind
        start = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - start
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self._cookies[name] = value
        return Answer(response.status, content, {k.lower(): v for k, v in response.headers.items()}, seconds)
