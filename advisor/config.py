"""Settings from the environment: one line of explanation per knob; refuses to start when one is wrong."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

PACKAGE = Path(__file__).resolve().parent

_SERVER = re.compile(
    r"postgresql(\+psycopg)?://([^@]*@)?(\[[^]/?\s]+\]|[^][/:?\s]*)(:(?P<port>[^/?]*))?(/[^?\s]*)?(\?\S*)?"
)
_HOST = re.compile(r"[\w.-]+|[\da-fA-F:.]*:[\da-fA-F:.]*")


class SettingsError(Exception):
    """A setting is wrong; the message says which and what to do."""


def house_path(name: str) -> Path:
    """Folder of `templates`, `reports` or `migrations`: inside the installed wheel, or beside the package."""
    inside = PACKAGE / "_house" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the operator may set. Paths are absolute; moments of the firm live in its settings row."""

    data_dir: Path
    database_url: str
    key_file: Path
    base_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    clamav_socket: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_tls: str = "starttls"
    smtp_user: str = ""
    smtp_password_file: str = ""
    mail_from: str = "advisor@localhost"
    sms_url: str = ""
    sms_token_file: str = ""
    sms_from: str = ""
    messenger_url: str = ""
    messenger_token_file: str = ""

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read ADVISOR_* variables; raise SettingsError with a clear sentence when one is wrong."""
        env = os.environ if env is None else env
        data_dir = Path(env.get("ADVISOR_DATA_DIR") or "instance").expanduser().resolve()
        settings = cls(
            data_dir=data_dir,
            database_url=_database_url(env.get("ADVISOR_DATABASE_URL") or f"sqlite:///{data_dir / 'advisor.db'}"),
            key_file=Path(env.get("ADVISOR_KEY_FILE") or data_dir / "advisor.keys").expanduser().resolve(),
            base_url=_base_url(env.get("ADVISOR_BASE_URL") or "http://127.0.0.1:8000"),
            host=_host("ADVISOR_HOST", env.get("ADVISOR_HOST") or "127.0.0.1"),
            port=_port("ADVISOR_PORT", env.get("ADVISOR_PORT") or "8000"),
            clamav_socket=_clamav(env.get("ADVISOR_CLAMAV_SOCKET") or ""),
            smtp_host=_host("ADVISOR_SMTP_HOST", env.get("ADVISOR_SMTP_HOST") or ""),
            smtp_port=_port("ADVISOR_SMTP_PORT", env.get("ADVISOR_SMTP_PORT") or "587"),
            smtp_tls=_tls(env.get("ADVISOR_SMTP_TLS") or "starttls"),
            smtp_user=env.get("ADVISOR_SMTP_USER") or "",
            smtp_password_file=env.get("ADVISOR_SMTP_PASSWORD_FILE") or "",
            mail_from=_address(env.get("ADVISOR_MAIL_FROM") or "advisor@localhost"),
            sms_url=_gateway("ADVISOR_SMS_URL", env),
            sms_token_file=_file("ADVISOR_SMS_TOKEN_FILE", env),
            sms_from=env.get("ADVISOR_SMS_FROM") or "",
            messenger_url=_gateway("ADVISOR_MESSENGER_URL", env),
            messenger_token_file=_file("ADVISOR_MESSENGER_TOKEN_FILE", env),
        )
        _check_password_file(settings)
        return settings

    @property
    def secure_cookies(self) -> bool:
        """True when the site is served over https, so cookies may carry Secure and the __Host- prefix."""
        return self.base_url.startswith("https://")


def make_folders(settings: Settings) -> None:
    """Make the data folder and that of a SQLite file where they are missing; SettingsError where they cannot be."""
    own = settings.database_url.startswith("sqlite:///")
    file = Path(settings.database_url.removeprefix("sqlite:///")) if own else settings.data_dir / "advisor.db"
    for name, folder in (("ADVISOR_DATA_DIR", settings.data_dir), ("ADVISOR_DATABASE_URL", file.parent)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{name}: {folder} cannot be used as a folder ({error.strerror}).") from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise SettingsError(f"{name}: nothing can be written in {folder}; who runs the program must own it.")
    if file.is_dir():
        raise SettingsError(f"ADVISOR_DATABASE_URL names a folder, {file}; it must name a file in it.")


def doubts(env: Mapping[str, str]) -> list[str]:
    """What looks like a mistake in the environment but is no reason to stop, a sentence each."""
    known = [field.name.upper() for field in fields(Settings)]
    found = []
    for name in sorted(name for name in env if name.startswith("ADVISOR_")):
        near = get_close_matches(name.removeprefix("ADVISOR_"), known, n=2)
        if name.removeprefix("ADVISOR_") not in known:
            guess = f"is {' or '.join(f'ADVISOR_{one}' for one in near)} meant?" if near else "see the README."
            found.append(f"There is no setting {name}; {guess}")
    scanner = env.get("ADVISOR_CLAMAV_SOCKET", "")
    if scanner.startswith("/") and not Path(scanner).is_socket():
        found.append(f"ADVISOR_CLAMAV_SOCKET: no socket at {scanner}; no file is taken until a scanner answers there.")
    return found


def _database_url(text: str) -> str:
    if text.startswith("postgres://"):
        text = "postgresql://" + text.removeprefix("postgres://")
    if text.startswith("sqlite:///"):
        file = text.removeprefix("sqlite:///")
        if not file or "?" in file or file.startswith((":memory:", "file:")):
            raise SettingsError("ADVISOR_DATABASE_URL must name a file: sqlite:////path/of/advisor.db.")
        return text
    if not text.startswith(("postgresql://", "postgresql+psycopg://")):
        raise SettingsError("ADVISOR_DATABASE_URL must start with sqlite:/// or postgresql://.")
    parts = _SERVER.fullmatch(text)
    if parts is None or not _is_port(parts["port"] or "5432"):
        raise SettingsError("ADVISOR_DATABASE_URL must be an address like postgresql://user:password@host:5432/name.")
    return text


def _base_url(text: str) -> str:
    if not _is_web_address(text) or "@" in text or urlsplit(text).query or urlsplit(text).fragment:
        raise SettingsError("ADVISOR_BASE_URL must be an address like https://advisor.example.com.")
    return text.rstrip("/")


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port  # a wrong one is told here only
    except ValueError:
        return False
    blank = any(letter.isspace() for letter in text)
    known = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "") is not None
    return known and not blank and port != 0


def _host(name: str, text: str) -> str:
    if text and not _HOST.fullmatch(text):
        raise SettingsError(f"{name} must be the name or the number of one machine, not {text!r}.")
    return text


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 65536


def _port(name: str, text: str) -> int:
    if not _is_port(text):
        raise SettingsError(f"{name} must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _tls(text: str) -> str:
    if text not in ("starttls", "tls", "none"):
        raise SettingsError("ADVISOR_SMTP_TLS must be starttls, tls or none.")
    return text


def _address(text: str) -> str:
    if "@" not in text or any(c in text for c in "\r\n\0"):
        raise SettingsError("ADVISOR_MAIL_FROM must be an e-mail address.")
    return text


def _gateway(name: str, env: Mapping[str, str]) -> str:
    text = env.get(name) or ""
    if text not in ("", "console") and not _is_web_address(text):
        raise SettingsError(f"{name} must be empty (a folder), console, or the http(s) address of the provider.")
    return text


def _file(name: str, env: Mapping[str, str]) -> str:
    text = env.get(name) or ""
    if text and not Path(text).is_file():
        raise SettingsError(f"{name} names a file that does not exist.")
    return text


def _clamav(text: str) -> str:
    host, _, port = text.removeprefix("tcp://").rpartition(":")
    by_net = text.startswith("tcp://") and _HOST.fullmatch(host.strip("[]")) is not None and _is_port(port)
    if text and not text.startswith("/") and not by_net:
        raise SettingsError("ADVISOR_CLAMAV_SOCKET must be the path of a socket, or tcp://host:port.")
    return text


def _check_password_file(settings: Settings) -> None:
    if settings.smtp_password_file and not Path(settings.smtp_password_file).is_file():
        raise SettingsError("ADVISOR_SMTP_PASSWORD_FILE names a file that does not exist.")
    if settings.smtp_user and not settings.smtp_password_file:
        raise SettingsError("ADVISOR_SMTP_USER needs ADVISOR_SMTP_PASSWORD_FILE, a file that holds the password.")
