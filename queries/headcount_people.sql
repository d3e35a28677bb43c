/*
title: People selected
answers: How many people of the snapshot the active filter leaves
unit: person|people
datasets: [people]
internal: true
columns:
  selected: {title: Selected, unit: person|people}
  rows: {title: In the snapshot, unit: person|people}
  left_out: {title: Left out by default, unit: person|people, description: "Of those that the other filters leave, not on the recognised list"}
*/
FROM headcount_people();
