/*
title: Two days of the counts
answers: The newest published figure of each kind beside the one for the same time of an earlier year
unit: people and organisations
datasets: [people_counts, organisation_counts, indicators]
obeys: []
settings: [back]
columns:
  title: {title: What is counted, translate: true}
  earlier: {title: Earlier, description: The figure for the end of the month that is nearest to the later day some years before; empty where there is none within three months of it}
  later: {title: Later, description: The newest figure that is neither rounded nor derived}
  difference: {title: Difference, description: Later less earlier}
  percent: {title: "Difference, %", unit: "%"}
  earlier_day: {title: Earlier day}
  later_day: {title: Later day}
  earlier_source: {title: Earlier source}
  earlier_source_url: {title: Link to the earlier source}
  later_source: {title: Later source}
  later_source_url: {title: Link to the later source}
chart: {kind: bars, x: title, y: [earlier, later]}
words:
  fewer: "{later:political prisoner|political prisoners} on {later_day}, {change} fewer than on {earlier_day} ({earlier})."
  more: "{later:political prisoner|political prisoners} on {later_day}, {change} more than on {earlier_day} ({earlier})."
  same: "{later:political prisoner|political prisoners} on {later_day}, as many as on {earlier_day}."
  alone: "{later:political prisoner|political prisoners} on {later_day}; no figure is known for the time chosen."
caveats:
  - Every row has days of its own, which the table names. Where no figure is known within three months of the day sought, the row stays empty.
  - Only the main counters are here, Viasna with the human rights community and Lawtrend. Rounded and derived figures are left out. All counts of organisations are lower bounds.
  - The number ever recognised and the organisations lost are running totals, which can only grow.
*/
SELECT title, earlier.value AS earlier, value AS later, value - earlier.value AS difference,
    round(100 * (value - earlier.value) / nullif(earlier.value, 0), 1) AS percent,
    earlier.date AS earlier_day, date AS later_day,
    earlier.source_title AS earlier_source, earlier.source_url AS earlier_source_url,
    source_title AS later_source, source_url AS later_source_url
FROM (
    SELECT *, figure_near(figure, years_before(date, getvariable('back'))) AS earlier
    FROM (FROM comparable_figures()
          QUALIFY row_number() OVER (
              PARTITION BY figure
              ORDER BY date DESC, source_rank(source_kind), qualifier <> 'exact', source_url IS NULL, value) = 1)
)
ORDER BY place;

-- words
SELECT [CASE WHEN earlier IS NULL THEN 'alone' WHEN later < earlier THEN 'fewer' WHEN later > earlier THEN 'more' ELSE 'same' END] AS parts,
    earlier, later, abs(difference) AS change, earlier_day, later_day
FROM answer WHERE title = 'political prisoners';
