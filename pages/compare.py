"""Compare: two registers side by side and what came between them; of one register, two days of the counts."""

from repression.exhibits.writer import comparison, exhibit, paragraph

paragraph(
    "A newer figure differs from an older one for two reasons. Something happened: an arrest, a verdict, a "
    "release. Or a list was corrected, and older cases became known."
)
if comparison():
    exhibit("compare_totals")
    exhibit("compare_breakdowns")
    exhibit("compare_changes")
    exhibit("compare_all")
else:
    exhibit("compare_counts")
    exhibit("compare_figures")
