"""The modules of a package, found on disk: the only place that discovers what the program has.

Modules found here are listed nowhere else, so a new one needs no line in another file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def package_modules(package: str) -> Iterator[ModuleType]:
    """Import and yield every module below `package`, in order of dotted name.

    Packages are walked but not yielded. An `__init__` may call it for its own package.
    """
    path = importlib.import_module(package).__path__
    found = pkgutil.walk_packages(path, f"{package}.")
    for name in sorted(module.name for module in found if not module.ispkg):
        yield importlib.import_module(name)
