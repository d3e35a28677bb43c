"""Releases and deaths: who left prison and how, who was newly recognised meanwhile, and who died in custody."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "Who left prison and how, and who died there. Some figures are for a day, some for a year, and some are running "
    "totals. Do not add totals that begin on different days. In the chart each kind of total has its own mark."
)
exhibit("released_in_total")
exhibit("mass_releases")
exhibit("deaths_in_custody")
exhibit("ways_out_by_year")
exhibit("left_and_recognised")
exhibit("outcome_groups")
exhibit("figures_releases")
