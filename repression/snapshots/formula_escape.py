"""The apostrophe that keeps spreadsheets from running a text of a CSV, and how it is taken off again."""

import re

# A spreadsheet runs a text that begins with one of these. It may take `;`, a tab or the end of a line for the end of
# a cell, whatever separates the cells of the file; so each piece of a text may become a cell that begins.
_SIGNS = "=+@＝＋－＠"
# Blanks are taken as one whole run, so that a long run takes linear time.
_BLANKS = r'(\A[ ";\t\r\n]*+|(?<![ ";\t\r\n])[ ";\t\r\n]++)'
# A `-` with nothing behind it is the placeholder for "no address", and runs nothing.
_LONE_MINUS = r"-(?![ \t\r\n]*(?:;|\Z))"
_RUNS = re.compile(rf"{_BLANKS}('++[-{_SIGNS}]|[{_SIGNS}]|{_LONE_MINUS})")
_ESCAPED = re.compile(rf"{_BLANKS}'('*+[-{_SIGNS}])")
# A tab or a return in front may be left out by a spreadsheet, and what follows it begins the cell.
_INDENTED = re.compile(r"\A(?='*[\t\r])")
_INDENT_ESCAPED = re.compile(r"\A'(?='*[\t\r])")

# All texts that `escape_formulas` may change, for search engines without lookahead.
MAY_RUN = rf"""(?:\A|[;\t\r\n])[ "\t\r\n]*'*[-{_SIGNS}]|\A'*[\t\r]"""


def escape_formulas(text: str) -> str:
    """The text with a `'` before everything in it that a spreadsheet could run; `unescape_formulas` takes it off.

    A text that has such apostrophes already gets one more, so that every text comes back as it was.
    """
    return _INDENTED.sub("'", _RUNS.sub(lambda found: f"{found[1]}'{found[2]}" if _begins(found) else found[0], text))


def unescape_formulas(text: str) -> str:
    """The text without the apostrophes of `escape_formulas`."""
    if "'" not in text:
        return text
    plain = _INDENT_ESCAPED.sub("", text)
    return _ESCAPED.sub(lambda found: found[1] + found[2] if _begins(found) else found[0], plain)


def _begins(found: re.Match[str]) -> bool:
    """Whether what follows the blanks may begin a cell: at the start, or behind what may end one."""
    return found.start() == 0 or bool(found[1].strip(' "'))
