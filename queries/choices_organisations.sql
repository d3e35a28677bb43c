/*
title: Organisations for each choice
answers: How many named organisations each value of a filter would leave, the other filters staying as they are
unit: organisation|organisations
datasets: [organisations]
internal: true
columns:
  filter: {title: Filter}
  value: {title: Value}
  rows: {title: Organisations, unit: organisation|organisations}
*/
FROM choices_organisations() ORDER BY ALL;
