/*
title: Published counts for each counter
answers: How many published counts each series has
unit: count|counts
datasets: [people_counts]
internal: true
columns:
  filter: {title: Filter}
  value: {title: Value}
  rows: {title: Counts, unit: count|counts}
*/
FROM choices_people_counts() ORDER BY ALL;
