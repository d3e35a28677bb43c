"""Releases and deaths: who left prison and how, who was newly recognised meanwhile, and who died in custody."""

from repression.ui.exhibit import exhibit
from repression.ui.text_blocks import paragraph

paragraph(
    "Who left prison, in which way, and who died there. Sources count by the day, by the year, or from a first day on. "
    "Totals that begin on different days are shown apart and never joined."
)
exhibit("released_in_total")
exhibit("mass_releases")
exhibit("deaths_in_custody")
exhibit("ways_out_by_year")
exhibit("left_and_recognised")
exhibit("outcome_groups")
exhibit("figures_releases")
