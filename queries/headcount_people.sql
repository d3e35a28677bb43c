/*
title: People selected
answers: How many people of the snapshot the active filter leaves
unit: people
datasets: [people]
columns:
  selected: {title: Selected, unit: people}
  rows: {title: In the snapshot, unit: people}
  convicted: {title: Left out by default, unit: people, description: "Of those that the other filters leave, not on the recognised list"}
*/
SELECT (SELECT count(*) FROM selected_people($filters::filters)) AS selected,
    count(*) AS rows,
    (SELECT count(*) FROM selected_people(struct_update($filters::filters, status := ['convicted']))) AS convicted
FROM all_people($filters::filters);
