"""Privacy: what is published about people, what is known of readers, and what the law in Belarus says to both."""

from repression.documents import PRIVACY, chapters
from repression.exhibits.writer import current_view, heading, markdown

lead, parts = chapters(PRIVACY, current_view().selection.lang)
markdown(lead)
for anchor, title, text in parts:
    heading(anchor, title)
    markdown(text)
