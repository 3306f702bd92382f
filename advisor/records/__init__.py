"""The ledger: tables that several rooms share, each with its queries. SQLAlchemy only."""

import importlib
import pkgutil


def all_tables() -> None:
    """Import every module that defines tables (halls and rooms), so that the metadata is whole.

    The rooms are imported by name, not by import statement: the ledger knows no room.
    """
    for package in ("advisor.records", "advisor.stages"):
        path = importlib.import_module(package).__path__
        for found in pkgutil.iter_modules(path, f"{package}."):
            importlib.import_module(f"{found.name}.records" if found.ispkg else found.name)
