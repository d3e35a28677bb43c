/*
title: People selected
answers: How many people of the snapshot the active filter leaves
unit: people
datasets: [people]
columns:
  selected: {title: Selected, unit: people}
  rows: {title: In the snapshot, unit: people}
  convicted: {title: Not on the recognised list, unit: people}
*/
SELECT (SELECT count(*) FROM selected_people($filters::filters)) AS selected,
    count(*) AS rows, count(*) FILTER (status = 'convicted') AS convicted
FROM all_people($filters::filters);
