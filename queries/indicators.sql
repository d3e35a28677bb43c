/*
title: Other published figures, the whole table
answers: Sourced figures on convictions, pardons, deaths in custody, media workers and official lists, a row each
unit: figure|figures
datasets: [indicators]
columns:
  topic: {title: Topic}
  date: {title: Date, description: "Day, month or year, as exact as the source; for a month's or a year's figure its last day"}
  value: {title: Value}
  unit: {title: Unit, description: "What the value counts, and whether it is a month's, a year's or a running total"}
  source_title: {title: Source}
  source_url: {title: Link, description: Empty where the page was read in a copy without a lasting address}
  source_kind: {title: Strength of the source, description: "primary (the counter's own text), quoted (by others), derived (computed by others) or secondary (second-hand)"}
words: "{rows:figure|figures} on {topics:topic|topics}."
caveats:
  - "Before comparing, look at the column “Unit”: under one topic different things may be counted."
  - Added up, the figures of single years do not give the published total, since some cases become known late.
*/
SELECT topic, date, value, unit, source_title, source_url, source_kind
FROM all_indicators()
ORDER BY ALL;

-- words
SELECT count(*) AS rows, count(DISTINCT topic) AS topics FROM answer;
