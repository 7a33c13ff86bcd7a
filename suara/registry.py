"""What is registered: one file adds a source, a code, a measure, a picture or a finding.

A folder is walked, every module in it is imported, and its decorator registers. A module that does not import
stops the run and names file and line; two things of one name are refused; an unknown name gets a suggestion.
"""

from __future__ import annotations

import difflib
import importlib
import importlib.metadata
import importlib.util
import inspect
import pkgutil
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from suara.errors import Problem, StudyError


class Registered(Protocol):
    """Anything that can be registered: it has a name and the function that declares it."""

    @property
    def name(self) -> str: ...

    @property
    def declared(self) -> Callable[..., object]: ...


R = TypeVar("R", bound=Registered)


class Registry(Generic[R]):
    """All sources, or all measures, or all findings, by name."""

    def __init__(self, kind: str, package: str) -> None:
        self.kind = kind
        self.package = package
        self._items: dict[str, R] = {}
        self._loaded = False
        self._loading = threading.RLock()

    def add(self, item: R) -> R:
        """Register; a second thing of the same name in another file is refused, naming both files."""
        known = self._items.get(item.name)
        if known is not None and where(known.declared) != where(item.declared):
            raise StudyError(
                Problem(
                    where(item.declared),
                    f"two {self.kind}s are called {item.name!r}; the other stands in {where(known.declared)}.",
                    "Rename one of them.",
                )
            )
        self._items[item.name] = item
        return item

    def load(self) -> Registry[R]:
        """Import every module of the folder once, then the modules that installed plugins name."""
        with self._loading:  # whoever comes meanwhile waits, and does not see half of it
            if not self._loaded:
                self._loaded = True
                root = importlib.import_module(self.package)
                for module in pkgutil.walk_packages(root.__path__, self.package + "."):
                    if not module.name.rsplit(".", 1)[1].startswith("_"):
                        _import(module.name)
                for entry in importlib.metadata.entry_points(group="suara"):
                    entry.load()
        return self

    def folders(self) -> set[Path]:
        """Where its things are declared, found without importing what is not imported yet."""
        plugins = (importlib.util.find_spec(entry.module) for entry in importlib.metadata.entry_points(group="suara"))
        files = {spec.origin for spec in plugins if spec is not None}
        files |= {inspect.getsourcefile(item.declared) for item in self._items.values()}
        own = importlib.import_module(self.package).__path__
        return {Path(file).parent for file in files if file} | {Path(folder) for folder in own}

    def get(self, name: str) -> R:
        """The registered thing of that name; an unknown name is refused with a suggestion."""
        self.load()
        if name in self._items:
            return self._items[name]
        near = difflib.get_close_matches(name, self._items, n=1)
        raise StudyError(
            Problem(name, f"no {self.kind} is called {name!r}.", f"Did you mean {near[0]}?" if near else "")
        )

    def forget(self, name: str) -> None:
        """Take a study's own thing out again, so that the next study in the same process does not see it."""
        self._items.pop(name, None)

    def __iter__(self) -> Iterator[R]:
        self.load()
        return iter(sorted(self._items.values(), key=lambda item: item.name))

    def __contains__(self, name: object) -> bool:
        self.load()
        return name in self._items

    def __len__(self) -> int:
        return len(self.load()._items)


def where(function: Callable[..., object]) -> str:
    """File and line of a declaration, for messages."""
    file = inspect.getsourcefile(function) or "?"
    return f"{Path(file).name}:{function.__code__.co_firstlineno}"


def first_line(function: Callable[..., object]) -> str:
    """The first line of a docstring: what a listing shows."""
    return (inspect.getdoc(function) or "").strip().split("\n")[0]


def load_file(path: Path) -> None:
    """Import one file of a study (it is code: it runs with the rights of the person who runs the study)."""
    name = "suara_study_" + "".join(c if c.isalnum() else "_" for c in str(path.resolve()))
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise StudyError(Problem(str(path), "is not a Python file."))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except StudyError:
        raise
    except (Exception, SystemExit) as error:
        raise StudyError(_does_not_import(str(path), error)) from error


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except StudyError:
        raise
    except Exception as error:
        raise StudyError(_does_not_import(name, error)) from error


def _does_not_import(name: str, error: BaseException) -> Problem:
    frames = traceback.extract_tb(error.__traceback__)
    stem = name.rsplit(".", 1)[-1] if not name.endswith(".py") else Path(name).stem
    last = next((f for f in reversed(frames) if Path(f.filename).stem == stem), frames[-1])
    line = getattr(error, "lineno", None) or last.lineno
    said = f"does not import: {type(error).__name__}: {str(error).rstrip('.')}."
    return Problem(f"{name}, line {line}", said, "Mend the file.")
