/*
title: What became of people in an earlier register, the whole table
answers: How many people of an earlier register had which status on a later day, by groups
unit: person|people
datasets: [outcomes]
columns:
  register: {title: Earlier register, description: Day of the register in which the people were}
  split: {title: Split by}
  value: {title: Group, description: "Code of the group; lengths in months, from and below; other: groups of fewer than 20 together; unknown: not stated"}
  status: {title: Status then}
  people: {title: People, unit: person|people, description: "Of several articles a person is counted under each"}
  political_prisoner: {title: Political prisoner later, unit: person|people, description: Listed as held on the later day}
  former_political_prisoner: {title: Former political prisoner later, unit: person|people, description: "Released, term served, or died"}
  not_recognised: {title: Not recognised later, unit: person|people}
  not_found: {title: Not found later, unit: person|people}
words: "{rows:row|rows} of counts."
caveats:
  - Rows of one way to split must not be added to those of another. By article people are counted more than once.
*/
SELECT register, split, value, status, people, political_prisoner, former_political_prisoner, not_recognised, not_found
FROM all_outcomes()
ORDER BY ALL;

-- words
SELECT count(*) AS rows FROM answer;
