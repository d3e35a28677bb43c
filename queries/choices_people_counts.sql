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
SELECT 'series' AS filter, series AS value, count(*) AS rows
FROM all_people_counts() GROUP BY ALL ORDER BY ALL;
