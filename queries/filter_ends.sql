/*
title: Ends of the ranges
answers: The first and last month or year that a range filter can meet in the snapshot
unit: date|dates
datasets: []
internal: true
columns:
  filter: {title: Filter}
  low: {title: First}
  high: {title: Last}
*/
SELECT 'arrested' AS filter, min(arrested_month) AS low, max(arrested_month) AS high
FROM all_people()
UNION ALL
SELECT 'verdict', min(verdict_month), max(verdict_month) FROM all_people()
UNION ALL
SELECT 'year', make_date(min(year), 1, 1), make_date(max(year), 1, 1) FROM all_organisations()
ORDER BY filter;
