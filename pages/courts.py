"""Courts: how many people were convicted, when and where, and to what, as counters published it."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "How many people courts convicted for political reasons, as human rights defenders counted them. Not every trial "
    "becomes known, so most of these figures are lower bounds."
)
exhibit("convictions_by_year")
exhibit("convictions_by_month")
exhibit("convictions_by_region")
exhibit("sentence_kinds_by_month")
exhibit("later_register_by_article")
exhibit("figures_courts")
