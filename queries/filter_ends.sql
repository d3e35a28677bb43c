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
FROM filter_ends() ORDER BY filter;
