/*
title: People for each choice
answers: How many people each value of a filter would leave, the other filters staying as they are
unit: person|people
datasets: [people]
internal: true
columns:
  filter: {title: Filter}
  value: {title: Value}
  rows: {title: People, unit: person|people}
*/
FROM choices_people() ORDER BY ALL;
