/*
title: Organisations selected
answers: How many named organisations of the snapshot the active filter leaves
unit: organisation|organisations
datasets: [organisations]
internal: true
columns:
  selected: {title: Selected, unit: organisation|organisations}
  rows: {title: In the snapshot, unit: organisation|organisations}
*/
SELECT selected, rows FROM headcount_organisations();
