"""Pressure beyond prison: short arrests, official lists, organisations lost, sanctions, groups behind bars."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "What people face besides prison terms: short arrests and fines, official lists of “extremists”, and closed "
    "organisations. Which groups are behind bars stands further below."
)
exhibit("short_repression")
exhibit("official_lists")
exhibit("extremist_formations")
exhibit("organisations_lost_by_year")
exhibit("sanctions")
exhibit("groups_behind_bars")
exhibit("media_workers_behind_bars")
exhibit("figures_pressure")
