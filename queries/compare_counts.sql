/*
title: Counts on two days
answers: The published figure of each kind for two days
unit: people and organisations
datasets: [people_counts, organisation_counts, indicators]
obeys: []
settings: [earlier, later, back]
columns:
  title: {title: What is counted, translate: true}
  earlier: {title: Earlier, description: "The figure nearest to the earlier day chosen. Where none is chosen, the figure for the month end nearest to the later day some years before. Empty where there is none within three months of that day"}
  later: {title: Later, description: "The figure nearest to the later day chosen, at most three months from it. Where none is chosen, the newest one."}
  difference: {title: Difference, description: Later less earlier}
  percent: {title: "Difference, %", unit: "%"}
  earlier_day: {title: Earlier day}
  later_day: {title: Later day}
  earlier_source: {title: Earlier source}
  earlier_source_url: {title: Link to the earlier source}
  later_source: {title: Later source}
  later_source_url: {title: Link to the later source}
chart: {kind: dumbbells, x: title, y: [earlier, later]}
words:
  fewer: "{later:political prisoner|political prisoners} on {later_day}, {change} fewer than on {earlier_day} ({earlier})."
  more: "{later:political prisoner|political prisoners} on {later_day}, {change} more than on {earlier_day} ({earlier})."
  same: "{later:political prisoner|political prisoners} on {later_day}, as many as on {earlier_day}."
  alone: "{later:political prisoner|political prisoners} on {later_day}; no figure is known for the earlier day."
finding: [fewer, more, same, alone]
empty: No figure is known within three months of the later day.
caveats:
  - Every row has days of its own, which the table names. A kind of figure is left out where there is none within three months of the later day. Where there is none for the earlier day, the cell is empty. A figure from between the two days stands for the nearer one.
  - "Only the main counts are here: those of Viasna with the human rights community, and those of Lawtrend. Lawtrend is a Belarusian legal research centre that monitors organisations. Rounded figures of people are left out, and counts of organisations that are the difference of two others. All counts of organisations are lower bounds."
  - The number ever recognised and the organisations lost are running totals. They grow unless they are corrected.
*/
SELECT title, earlier.value AS earlier, value AS later, value - earlier.value AS difference,
    round(100 * (value - earlier.value) / nullif(earlier.value, 0), 1) AS percent,
    earlier.date AS earlier_day, date AS later_day,
    earlier.source_title AS earlier_source, earlier.source_url AS earlier_source_url,
    source_title AS later_source, source_url AS later_source_url
FROM (
    SELECT *, only_if(nearest.date < date, nearest) AS earlier
    FROM (
        SELECT *, CASE WHEN earlier_chosen() IS NULL THEN figure_near(figure, years_before(date, getvariable('back')))
                       ELSE figure_of_earlier_day(figure) END AS nearest
        FROM (FROM comparable_figures()
              WHERE stands_for_later(date)
              QUALIFY row_number() OVER (
                  PARTITION BY figure
                  ORDER BY abs(date - later_chosen()), date DESC,
                      source_rank(source_kind), qualifier <> 'exact', source_url IS NULL, value) = 1)
    )
)
ORDER BY place;

-- words
SELECT [CASE WHEN earlier IS NULL THEN 'alone' WHEN later < earlier THEN 'fewer' WHEN later > earlier THEN 'more' ELSE 'same' END] AS parts,
    earlier, later, abs(difference) AS change, earlier_day, later_day
FROM answer WHERE title = 'political prisoners';
