"""What the wheel carries beside the package: templates, reports, migrations, third-party files, compiled catalogues."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BESIDE = ("templates", "reports", "migrations")


class CompleteHouse(BuildHookInterface[Any]):
    """Bring the files in place before a wheel or source archive is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch front-end files when they are absent (npm, or one from PyPI) and compile the catalogues."""
        if version == "editable":
            return  # ./run does both
        sys.path.insert(0, self.root)
        from setup import frontend

        frontend.ensure()
        _compile(Path(self.root, "advisor", "translations"))
        if self.target_name == "wheel":
            build_data["force_include"].update(
                {str(Path(self.root, name)): f"advisor/_house/{name}" for name in BESIDE}
            )


def _compile(catalogues: Path) -> None:
    from babel.messages.frontend import CommandLineInterface

    if any(catalogues.glob("*/LC_MESSAGES/*.po")):
        CommandLineInterface().run(["pybabel", "--quiet", "compile", "-d", str(catalogues)])
