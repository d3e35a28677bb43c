/*
title: Counts of organisations lost
answers: Published counts of non-profit organisations lost since August 2020, a row a text
unit: organisation|organisations
datasets: [organisation_counts]
columns:
  date: {title: Date, description: Day for which the count holds}
  series: {title: Series, description: "lawtrend is the main one; others define a loss otherwise and must not be joined to it"}
  forced_liquidation: {title: Closed by force, unit: organisation|organisations, description: Empty where it is not given}
  self_liquidation: {title: Closed themselves, unit: organisation|organisations, description: Empty where it is not given}
  total: {title: Together, unit: organisation|organisations, description: Empty where it is not given}
  qualifier: {title: Precision, description: "derived: computed by subtraction from figures that the source states"}
  counted_by: {title: Counted by}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: "primary (the counter's own text), quoted (by others), derived (computed by others) or secondary (second-hand)"}
words: "{rows:count|counts}, from {first} to {last}."
caveats:
  - Several texts may give the same count; count days, not rows.
*/
SELECT date, series, forced_liquidation, self_liquidation, total, qualifier, counted_by, source_title, source_url,
    source_kind
FROM all_organisation_counts()
ORDER BY ALL;

-- words
SELECT count(*) AS rows, min(date) AS first, max(date) AS last FROM answer;
