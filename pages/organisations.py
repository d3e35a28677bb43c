"""Organisations lost: how many, how fast, who counted otherwise, and which ones sources name."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "Lawtrend, a Belarusian legal research centre, counted month by month how many non-profit organisations Belarus "
    "has lost since August 2020. Others count by other definitions and stand apart. Filters do not affect these counts."
)
exhibit("organisations_lost")
exhibit("organisations_lost_by_year")
exhibit("organisations_lost_monthly")
exhibit("organisations_other_counters")
paragraph(
    "What follows is another matter: organisations that our sources happen to name. They are a small sample, "
    "and not a representative one. Only some of them are in the counts above: part of the closures are from before "
    "2020, and a suit is no closure. Filters change what follows."
)
paragraph(
    "None of the sources that we found counts charities apart. Here a charity stands under what it worked on, such as "
    "social services."
)
exhibit("named_organisations")
exhibit("organisations_by_field")
exhibit("organisations_by_year")
exhibit("organisation_suits")
