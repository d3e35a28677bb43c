/*
title: Organisations selected
answers: How many named organisations of the snapshot the active filter leaves
unit: organisations
datasets: [organisations]
columns:
  selected: {title: Selected, unit: organisations}
  rows: {title: In the snapshot, unit: organisations}
*/
SELECT (SELECT count(*) FROM selected_organisations()) AS selected, count(*) AS rows
FROM all_organisations();
