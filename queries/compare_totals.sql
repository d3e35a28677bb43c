/*
title: How many people
answers: People of two registers in all, by status, women, and those whose sentence is a known length
unit: person|people
datasets: [people]
settings: [against]
columns:
  figure: {title: People, translate: true}
  earlier: {title: Earlier, unit: person|people, description: In the register of the earlier day}
  later: {title: Later, unit: person|people, description: In the register of the later day}
  difference: {title: Difference, unit: person|people, description: Later less earlier}
  earlier_day: {title: Earlier day}
  later_day: {title: Later day}
chart: {kind: dumbbells, x: figure, y: [earlier, later]}
words:
  more: "{earlier:person|people} in the register of {earlier_day}, {later} in that of {later_day}: {change} more."
  fewer: "{earlier:person|people} in the register of {earlier_day}, {later} in that of {later_day}: {change} fewer."
  same: "{earlier:person|people} in the register of {earlier_day}, {later} in that of {later_day}: as many."
finding: [more, fewer, same]
cell_texts:
  - All
  - With a known length of sentence
caveats:
  - Both registers are filtered alike, by what each of them says. If an entry changed in between, the person may be inside the filter on one day and outside on the other.
  - A difference is what remains of all that came and went. It says neither how many are new nor why. A register grows by arrests and by cases that became known late.
*/
WITH counted AS (
    SELECT unnest([
        {place: 1, figure: 'All', holds: true},
        {place: 2, figure: label_of('people', 'status', 'political_prisoner'), holds: status = 'political_prisoner'},
        {place: 3, figure: label_of('people', 'status', 'former_political_prisoner'), holds: status = 'former_political_prisoner'},
        {place: 4, figure: label_of('people', 'status', 'convicted'), holds: status = 'convicted'},
        {place: 5, figure: label_of('people', 'gender', 'female'), holds: gender = 'female'},
        {place: 6, figure: 'With a known length of sentence', holds: sentence_months IS NOT NULL}
    ], recursive := true), is_later
    FROM compared_people()
)
SELECT figure, earlier, later, later - earlier AS difference, earlier_day, later_day
FROM (SELECT place, figure, count(*) FILTER (NOT is_later) AS earlier, count(*) FILTER (is_later) AS later
      FROM counted WHERE holds GROUP BY ALL)
CROSS JOIN compared_days()
ORDER BY place;

-- words
SELECT [CASE sign(difference) WHEN 1 THEN 'more' WHEN -1 THEN 'fewer' ELSE 'same' END] AS parts,
    earlier_day, later_day, earlier, later, abs(difference) AS change
FROM answer LIMIT 1;
