"""Compare snapshots: the register of two days side by side, and what came between them."""

from repression.i18n import N_
from repression.ui import layout
from repression.ui.exhibit import exhibit
from repression.ui.text_blocks import bullet_list, heading, paragraph

paragraph(
    "A newer register differs from an older one for two reasons: something happened, an arrest, a verdict, a "
    "release; or the list was corrected, and cases from before became known. This page shows both registers "
    "as they were."
)
if layout.comparison_controls():
    exhibit("compare_totals")
    exhibit("compare_breakdowns")
    exhibit("compare_changes")
    exhibit("compare_all")
else:
    heading("to-come", "What will stand here")
    paragraph("With two registers, this page shows for both days, filtered alike:", kind="")
    bullet_list(
        [
            N_("how many people each has: in all, by status, women, and those whose sentence is a known length;"),
            N_("how many people each has by article, penalty, gender, age, region and year, with the differences;"),
            N_("what changed in between: events since the older register apart from corrections of it."),
        ]
    )
