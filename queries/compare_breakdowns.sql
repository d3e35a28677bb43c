/*
title: Group by group
answers: People of two registers in each group
unit: person|people
datasets: [people]
settings: [against, split]
columns:
  code: {title: Code, description: The group as filters name it, shown_as: label}
  label: {title: Group, translate: true}
  earlier: {title: Earlier, unit: person|people, description: In the register of the earlier day}
  later: {title: Later, unit: person|people, description: In the register of the later day}
  difference: {title: Difference, unit: person|people, description: Later less earlier}
  earlier_day: {title: Earlier day}
  later_day: {title: Later day}
chart: {kind: dumbbells, x: label, code: code, y: [earlier, later], top: 10}
words:
  none: "None of {groups:group|groups} differs in size between {earlier_day} and {later_day}."
  one: "1 of {groups:group|groups} differs in size between {earlier_day} and {later_day}."
  some: "{differing} of {groups:group|groups} differ in size between {earlier_day} and {later_day}."
  most: "The largest change: {label}, from {earlier} on {earlier_day} to {later} on {later_day}."
finding: [most, none]
cell_texts:
  - not stated
caveats:
  - "By article, a person charged under several is counted under each."
  - Somebody may have moved from one group to another, by a verdict or by a correction of the register.
*/
SELECT code, label, earlier, later, difference, earlier_day, later_day
FROM compared_groups([getvariable('split')])
CROSS JOIN compared_days()
ORDER BY place;

-- words
SELECT [CASE differing WHEN 0 THEN 'none' WHEN 1 THEN 'one' ELSE 'some' END, only_if(differing > 0 AND ties = 1, 'most')] AS parts, *
FROM (
    SELECT count(*) AS groups, count(*) FILTER (difference <> 0) AS differing,
        count(*) FILTER (abs(difference) = most) AS ties,
        any_value(label) FILTER (abs(difference) = most) AS label,
        any_value(earlier) FILTER (abs(difference) = most) AS earlier,
        any_value(later) FILTER (abs(difference) = most) AS later,
        any_value(earlier_day) AS earlier_day, any_value(later_day) AS later_day
    FROM (SELECT *, max(abs(difference)) OVER () AS most FROM answer)
);
