# See the package's own stub.
from collections.abc import Collection

from wtforms import FileField as _FileField
from wtforms import MultipleFileField as _MultipleFileField

class FileField(_FileField): ...
class MultipleFileField(_MultipleFileField): ...

class FileRequired:
    def __init__(self, message: str | None = ...) -> None: ...

class FileAllowed:
    def __init__(self, upload_set: Collection[str], message: str | None = ...) -> None: ...

class FileSize:
    def __init__(self, max_size: int, min_size: int = ..., message: str | None = ...) -> None: ...
