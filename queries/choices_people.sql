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
WITH tested AS MATERIALIZED (
    -- Ranges narrow the counts as they narrow the rows.
    SELECT *, 7 - fits_status::INTEGER - fits_gender::INTEGER - fits_age_group::INTEGER - fits_article::INTEGER
        - fits_penalty::INTEGER - fits_region::INTEGER - fits_facility::INTEGER AS misses
    FROM tested_people()
    WHERE snapshot = shown('people')
      AND fits_arrested AND fits_verdict AND fits_length AND misses <= 1
),
counted AS (
    -- A filter's own choice is lifted while its values are counted: the counts say what another choice would give.
    SELECT 'status' AS filter, status AS value FROM tested WHERE misses = (NOT fits_status)::INTEGER
    UNION ALL
    SELECT 'gender', gender FROM tested WHERE misses = (NOT fits_gender)::INTEGER
    UNION ALL
    SELECT 'age_group', age_group FROM tested WHERE misses = (NOT fits_age_group)::INTEGER
    UNION ALL
    -- Where all articles must be there, another one narrows what those chosen leave.
    SELECT 'article', unnest(coalesce(article_numbers, [NULL])) FROM tested
    WHERE misses = (getvariable('article_match') <> 'all' AND NOT fits_article)::INTEGER
    UNION ALL
    SELECT 'penalty', penalty FROM tested WHERE misses = (NOT fits_penalty)::INTEGER
    UNION ALL
    SELECT 'region', region FROM tested WHERE misses = (NOT fits_region)::INTEGER
    UNION ALL
    SELECT 'facility', facility FROM tested WHERE misses = (NOT fits_facility)::INTEGER
)
SELECT filter, coalesce(value, 'unknown') AS value, count(*) AS rows
FROM counted GROUP BY ALL ORDER BY ALL;
