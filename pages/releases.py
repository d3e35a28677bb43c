"""Releases and deaths: who left prison and how, who was newly recognised meanwhile, and who died in custody."""

from repression.ui.exhibit import exhibit
from repression.ui.text_blocks import paragraph

paragraph(
    "Who left prison, in which way, and who died there. Sources count by the day, by the year, or from a first day on. "
    "Totals that begin on different days are shown apart and never joined."
)
exhibit("figures_releases")
