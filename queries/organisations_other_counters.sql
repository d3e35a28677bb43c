/*
title: What others counted
answers: How many organisations others counted as lost, each by its own definition
unit: organisation|organisations
datasets: [organisation_counts]
prose: true
columns:
  date: {title: By, description: Day for which the figure holds}
  counted_by: {title: Counted by, translate: true}
  qualifier: {title: Precision, translate: true}
  forced_liquidation: {title: Closed by force, unit: organisation|organisations}
  self_liquidation: {title: Closed themselves, unit: organisation|organisations}
  total: {title: Together, unit: organisation|organisations, description: As the source puts it; some count organisations still in the course of liquidation}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
words:
  day: "{figures:figure|figures} of other counters, of {first}."
  days: "{figures:figure|figures} of other counters, from {first} to {last}."
  apart: They are neither comparable with each other nor with Lawtrend's.
caveats:
  - Some counts begin only in July 2021, some are of all kinds of organisations, some of court decisions alone. None is joined to Lawtrend's series. Of the charts, only that of the losses in each year has some of them, those of 2021.
*/
SELECT date, counted_by, label_of('organisation_counts', 'qualifier', qualifier) AS qualifier, forced_liquidation, self_liquidation, total,
    source_title, source_url, label_of('organisation_counts', 'source_kind', source_kind) AS source_kind
FROM all_organisation_counts()
WHERE series <> 'lawtrend'
ORDER BY ALL;

-- words
SELECT [if(count(DISTINCT date) = 1, 'day', 'days'), 'apart'] AS parts,
    count(*) AS figures, min(date) AS first, max(date) AS last
FROM answer;
