/*
title: Organisations for each choice
answers: How many named organisations each value of a filter would leave, the other filters staying as they are
unit: organisation|organisations
datasets: [organisations]
columns:
  filter: {title: Filter}
  value: {title: Value}
  rows: {title: Organisations, unit: organisation|organisations}
*/
WITH counted AS (
    SELECT 'field' AS filter, field AS value
    FROM selected_organisations(struct_update(getvariable('filters'), field := NULL))
    UNION ALL
    SELECT 'org_region', region FROM selected_organisations(struct_update(getvariable('filters'), org_region := NULL))
    UNION ALL
    SELECT 'kind', kind FROM selected_organisations(struct_update(getvariable('filters'), kind := NULL))
)
SELECT filter, coalesce(value, 'unknown') AS value, count(*) AS rows
FROM counted GROUP BY ALL ORDER BY ALL;
