"""Which state of the code runs: what it makes of the same data may differ from the next one."""

from __future__ import annotations

import functools
import hashlib

from repression.documents import DOCUMENTS
from repression.paths import LOCALE, QUERIES, ROOT

# Code, questions, templates and styles.
SUFFIXES = (".py", ".sql", ".jinja", ".html", ".css", ".js", ".svg")


@functools.cache
def build_id() -> str:
    """A short name, the same for equal code, questions and packages."""
    folders = [ROOT / "repression", ROOT / "pages", QUERIES]
    paths = [path for folder in folders for path in sorted(folder.rglob("*.*")) if path.suffix in SUFFIXES]
    paths.append(ROOT / "requirements.txt")
    paths += sorted(LOCALE.rglob("*.po"))
    # They go with the package.
    paths += [path for name in DOCUMENTS for path in sorted((ROOT / "docs").glob(f"{name}*.md"))]
    paths += [ROOT / "LICENSE", ROOT / "CITATION.cff"]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:16]
