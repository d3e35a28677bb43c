/*
title: Published counts for each counter
answers: How many published counts each series has
unit: counts
datasets: [people_counts]
columns:
  filter: {title: Filter}
  value: {title: Value}
  rows: {title: Counts, unit: counts}
*/
SELECT 'series' AS filter, series AS value, count(*) AS rows
FROM all_people_counts() GROUP BY ALL ORDER BY ALL;
