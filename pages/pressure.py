"""Pressure beyond prison: groups behind bars, short arrests, official lists, organisations lost, sanctions."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "Which groups are behind bars, and what people face besides prison terms. Here are short arrests and fines, "
    "official lists of “extremists”, and closed organisations."
)
exhibit("groups_behind_bars")
exhibit("media_workers_behind_bars")
exhibit("short_repression")
exhibit("official_lists")
exhibit("extremist_formations")
exhibit("organisations_lost_by_year")
exhibit("sanctions")
exhibit("figures_pressure")
