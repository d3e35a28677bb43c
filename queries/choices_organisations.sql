/*
title: Organisations for each choice
answers: How many named organisations each value of a filter would leave, the other filters staying as they are
unit: organisation|organisations
datasets: [organisations]
internal: true
columns:
  filter: {title: Filter}
  value: {title: Value}
  rows: {title: Organisations, unit: organisation|organisations}
*/
WITH counted AS (
    SELECT 'field' AS filter, field AS value FROM all_organisations()
    WHERE fits_org_region(region) AND fits_kind(kind) AND fits_year(year)
    UNION ALL
    SELECT 'org_region', region FROM all_organisations() WHERE fits_field(field) AND fits_kind(kind) AND fits_year(year)
    UNION ALL
    SELECT 'kind', kind FROM all_organisations() WHERE fits_field(field) AND fits_org_region(region) AND fits_year(year)
)
SELECT filter, coalesce(value, 'unknown') AS value, count(*) AS rows
FROM counted GROUP BY ALL ORDER BY ALL;
