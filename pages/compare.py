"""Compare snapshots: the register of two days side by side, and what came between them."""

from pages import parts
from repression.exhibit import exhibit
from repression.languages import marked
from repression.passages import heading, passage, points

passage(
    "A newer register differs from an older one for two reasons: something happened, an arrest, a verdict, a "
    "release; or the list was corrected, and cases from before became known. This page shows both registers "
    "as they were."
)
if parts.compared():
    exhibit("compare_totals")
    exhibit("compare_breakdowns")
    exhibit("compare_changes")
    exhibit("compare_all")
else:
    heading("to-come", "What will stand here")
    passage("With two registers, this page shows for both days, filtered alike:", kind="")
    points(
        [
            marked("how many people each has: in all, by status, women, and those whose sentence is a known length;"),
            marked("how many people each has by article, penalty, gender, age, region and year, with the differences;"),
            marked("what changed in between: events since the older register apart from corrections of it."),
        ]
    )
