"""Changes: what each update of the data brought, and the feeds that tell of the next one."""

from repression.exhibits.change_log import feeds_table, planned_update
from repression.exhibits.writer import current_view, exhibit, heading, html, paragraph
from repression.i18n import get_translator

view = current_view()
paragraph(
    "Why is a number not what it was? Here is what every update of the data brought: which figures are new, gone or "
    "changed, and what was corrected. Where a reason was noted, it stands there."
)
if planned := planned_update(view.warehouse):
    # No template: a maintainer may write braces.
    note = get_translator(view.lang)(planned.note)
    paragraph("The next update is planned for {day}. {note}", day=planned.day, note=note)
exhibit("snapshot_changes")
exhibit("changed_rows")
heading(
    "feeds", "Be told of the next update", "Addresses for a feed reader: one for everything, one for each kind of data."
)
paragraph(
    "There is nothing to sign up for, and nothing is recorded. A feed reader asks this site again and again by itself. "
    "<b>In Belarus</b> that can be seen on the line: open this page in a private window instead.",
    kind="",
)
html(feeds_table(view.warehouse, view.selection.lang))
