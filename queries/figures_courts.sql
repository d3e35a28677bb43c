/*
title: "Courts: all figures"
answers: Every sourced figure on convictions and sentences, a row each
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
words: "{rows:figure|figures} on {topics:topic|topics}."
caveats:
  - "Before comparing, look at the column “Unit”: under one topic different things may be counted."
  - Added up, the figures of single years do not give the published total, since some cases become known late.
*/
FROM listed_figures('courts');

-- words
SELECT count(*) AS rows, count(DISTINCT title) AS topics FROM answer;
