/*
title: Group by group
answers: People of two registers in each group
unit: people
datasets: [people]
settings: [against, split]
columns:
  code: {title: Code, description: The group as filters name it}
  label: {title: Group}
  earlier: {title: Earlier, unit: people, description: In the register of the earlier day}
  later: {title: Later, unit: people, description: In the register of the later day}
  difference: {title: Difference, unit: people, description: Later less earlier}
  earlier_day: {title: Earlier day}
  later_day: {title: Later day}
chart: {kind: bars, x: label, y: [earlier, later], top: 10}
words: "{said}"
caveats:
  - "By article, a person charged under several is counted under each."
  - Somebody may have moved from one group to another, by a verdict or by a correction of the register.
*/
SELECT code, label, earlier, later, difference, earlier_day, later_day
FROM compared_groups([getvariable('split')])
CROSS JOIN compared_days()
ORDER BY place;

-- words
SELECT CASE
        WHEN differing = 0 THEN format('None of {:,} groups differs in size between {} and {}.', groups, days[1], days[2])
        ELSE format('{:,} of {:,} groups {} in size between {} and {}', differing, groups,
                    if(differing = 1, 'differs', 'differ'), days[1], days[2])
            || CASE ties WHEN 1 THEN format('; the most: {}, from {:,} to {:,}.', label, from_people, to_people)
                         ELSE '.' END END AS said
FROM (
    SELECT count(*) AS groups, count(*) FILTER (difference <> 0) AS differing,
        count(*) FILTER (abs(difference) = most) AS ties,
        any_value(label) FILTER (abs(difference) = most) AS label,
        any_value(earlier) FILTER (abs(difference) = most) AS from_people,
        any_value(later) FILTER (abs(difference) = most) AS to_people,
        any_value([strftime(earlier_day, '%-d %B %Y'), strftime(later_day, '%-d %B %Y')]) AS days
    FROM (SELECT *, max(abs(difference)) OVER () AS most FROM answer)
);
