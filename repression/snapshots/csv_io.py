"""CSV files: read with the numbers of rows, written atomically."""

import csv
import errno
import io
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from repression.messages import message
from repression.snapshots.issues import Issue, ValidationError


@dataclass(frozen=True)
class Table:
    """A table as text: its header and its rows, each with its number as a spreadsheet shows it."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]


def read_regular_file(path: Path, limit: int) -> bytes:
    """The bytes of a file. Raises OSError if it cannot be read, is a link, is no regular file or has more than `limit`.

    A link may lead out of the data folder, or to a device that never ends; a pipe would keep its reader waiting.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "it is a link, must be a file", str(path)) from None
        raise
    try:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        with open(opened, "rb", closefd=False) as file:
            content = file.read(limit + 1)
    finally:
        os.close(opened)
    if len(content) > limit:
        raise OSError(errno.EFBIG, f"it has more than {limit:,} bytes", str(path))
    return content


def parse_csv(content: bytes, path: str) -> Table:
    """Read a CSV. `path` is the file's name in errors.

    Raises ValidationError if it is not UTF-8, is empty, has broken quotes, or if a row has more or fewer cells
    than the header.
    """
    (_, header), *body = read_rows(content, path)
    return Table(tuple(header), tuple(body))


def read_rows(content: bytes, path: str) -> Iterator[tuple[int, list[str]]]:
    """Yields the header and then the rows of a CSV, each with its number; the header is 1. Keeps none in memory.

    `path` is the file's name in errors. Raises ValidationError as `parse_csv` does. Rows of another length are
    raised after the last row only: until then the file may turn out to be no CSV at all, which is the better message.
    """
    reader = csv.reader(_lines(content, path), strict=True)
    begins, width, uneven = 1, None, []
    try:
        for number, cells in enumerate(reader, start=1):
            width = len(cells) if width is None else width
            if len(cells) == width:
                yield number, cells
            else:
                uneven.append(
                    Issue(
                        path,
                        begins,
                        None,
                        None,
                        message("has {cells} cells, must have {width}", cells=len(cells), width=width),
                    )
                )
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ValidationError.about(path, message("is no CSV: {error}", error=str(error)), begins) from None
    if width is None:
        raise ValidationError.about(path, message("the file is empty: a header is needed"), 1)
    if uneven:
        raise ValidationError(*uneven)


def _lines(content: bytes, path: str) -> Iterable[str]:
    """The lines of a text with their line ends. Raises ValidationError if any of it is not UTF-8."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValidationError.about(path, message("is not UTF-8"), line) from None
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")


def format_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV in UTF-8 with LF."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def replace_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file atomically. Raises OSError if it cannot be written; the old file is left in its place then."""
    try:
        write_temporary(path, content, mode)
    except BaseException:
        temporary_path(path).unlink(missing_ok=True)
        raise
    os.replace(temporary_path(path), path)
    sync_folder(path.parent)


def temporary_path(path: Path) -> Path:
    """The hidden name beside `path` under which a file is written before it is renamed."""
    return path.with_name(f".{path.name}.tmp")


def write_temporary(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write the future content of `path` to its temporary path, and sync it. Raises OSError."""
    with open(temporary_path(path), "wb", opener=lambda name, flags: os.open(name, flags, mode)) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())


def sync_folder(folder: Path) -> None:
    """Sync a folder, so that renames in it reach the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
