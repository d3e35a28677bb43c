/*
title: Every group in one table
answers: People of two registers in every group of every breakdown, to be read or downloaded as a whole
unit: person|people
datasets: [people]
settings: [against]
columns:
  breakdown: {title: Compared by, translate: true}
  label: {title: Group, translate: true}
  earlier: {title: Earlier, unit: person|people, description: In the register of the earlier day}
  later: {title: Later, unit: person|people, description: In the register of the later day}
  difference: {title: Difference, unit: person|people, description: Later less earlier}
  earlier_day: {title: Earlier day}
  later_day: {title: Later day}
  code: {title: Code, description: The group as filters name it, shown_as: label}
words:
  some: "{differing:group differs|groups differ} in size, of {groups} in all."
  none: "None of {groups:group|groups} differs in size."
cell_texts:
  - Year of arrest
  - Year of verdict
  - Article
  - not stated
caveats:
  - "By article, a person charged under several is counted under each; in every other breakdown each person once."
*/
SELECT CASE split WHEN 'arrest_year' THEN 'Year of arrest' WHEN 'verdict_year' THEN 'Year of verdict'
           WHEN 'article' THEN 'Article' ELSE title END AS breakdown,
    label, earlier, later, difference, earlier_day, later_day, code
FROM compared_groups(
    ['status', 'gender', 'age_group', 'article', 'penalty', 'region', 'facility', 'arrest_year', 'verdict_year'])
CROSS JOIN compared_days()
LEFT JOIN dictionary ON dataset = 'people' AND field = split
ORDER BY place;

-- words
SELECT [if(differing > 0, 'some', 'none')] AS parts, *
FROM (SELECT count(*) FILTER (difference <> 0) AS differing, count(*) AS groups FROM answer);
