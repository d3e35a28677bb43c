/*
title: "Releases and deaths: all figures"
answers: Every sourced figure on releases, pardons and deaths in custody, a row each
unit: figure|figures
datasets: [indicators]
columns:
  title: {title: Topic, translate: true}
  value: {title: Value}
  date: {title: Date, description: "Day, month or year, as exact as the source; for a month's or a year's figure its last day"}
  unit: {title: Unit, description: "What the value counts, and whether it is a month's, a year's or a running total", translate: true}
  source_title: {title: Source}
  source_url: {title: Link, description: Empty where the page was read in a copy without a lasting address}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
words:
  count: "{rows:figure|figures} on {topics:topic|topics}."
  disagree: "The sources contradict each other: {disagreeing:;}."
cell_texts:
  - "{title} — {n} by {day}, but only {later} by {later_day}"
caveats:
  - "Before comparing, look at the column “Unit”: under one topic different things may be counted."
  - Added up, the figures of single years do not give the published total, since some cases become known late.
*/
FROM listed_figures('releases');

-- words
SELECT ['count', only_if(disagreeing IS NOT NULL, 'disagree')] AS parts, *
FROM (SELECT count(*) AS rows, count(DISTINCT title) AS topics FROM answer), (
    -- What is counted within a year only grows.
    SELECT list({template: '{title} — {n} by {day}, but only {later} by {later_day}', title: title, n: earlier.value, day: last_day_of(earlier.date),
            later: later.value, later_day: last_day_of(later.date)} ORDER BY place, later.date, later.value) AS disagreeing
    FROM figures_on('releases') AS earlier JOIN figures_on('releases') AS later USING (topic, title, place, year, unit)
    WHERE contains(topic, '_per_year') AND later.date > earlier.date AND later.value < earlier.value
);
