/*
title: What others counted
answers: Figures of organisations lost by those who define it otherwise than Lawtrend, each as its source gives it
unit: organisations
datasets: [organisation_counts]
columns:
  date: {title: By, description: Day for which the figure holds}
  counted_by: {title: Counted by}
  qualifier: {title: Precision}
  forced_liquidation: {title: Closed by force, unit: organisations}
  self_liquidation: {title: Closed themselves, unit: organisations}
  total: {title: Together, unit: organisations, description: As the source puts it; some count organisations still in the course of liquidation}
  source_title: {title: Source}
  source_url: {title: Link}
words: "{figures} of other counters, {span}. They are neither comparable with each other nor with Lawtrend's."
caveats:
  - Some count from July 2021 only, some all kinds of organisations, some court decisions alone. None of them is in a chart, and none is joined to Lawtrend's series.
*/
SELECT date, counted_by, label_of('organisation_counts', 'qualifier', qualifier) AS qualifier, forced_liquidation, self_liquidation, total,
    source_title, source_url
FROM all_organisation_counts()
WHERE series <> 'lawtrend'
ORDER BY ALL;

-- words
SELECT CASE count(*) WHEN 1 THEN '1 figure' ELSE format('{:,} figures', count(*)) END AS figures,
    CASE count(DISTINCT date) WHEN 1 THEN strftime(min(date), 'of %-d %B %Y')
        ELSE format('from {} to {}', strftime(min(date), '%-d %B %Y'), strftime(max(date), '%-d %B %Y')) END AS span
FROM answer;
