/*
title: People for each choice
answers: How many people each value of a filter would leave, the other filters staying as they are
unit: people
datasets: [people]
columns:
  filter: {title: Filter}
  value: {title: Value}
  rows: {title: People, unit: people}
*/
WITH tested AS MATERIALIZED (
    -- Ranges narrow the counts as they narrow the rows.
    SELECT *,
        [fits_status, fits_gender, fits_age_group, fits_article, fits_penalty, fits_region, fits_facility] AS fits
    FROM tested_people(getvariable('filters'))
    WHERE snapshot = snapshot_of('people', (getvariable('filters')).snapshot)
      AND fits_arrested AND fits_verdict AND fits_length
),
missing AS MATERIALIZED (
    SELECT *, len(list_filter(fits, lambda fit: NOT fit)) AS misses FROM tested
),
counted AS (
    -- A filter's own choice is lifted while its values are counted: the counts say what another choice would give.
    SELECT 'status' AS filter, status AS value FROM missing WHERE misses = (NOT fits_status)::INTEGER
    UNION ALL
    SELECT 'gender', gender FROM missing WHERE misses = (NOT fits_gender)::INTEGER
    UNION ALL
    SELECT 'age_group', age_group FROM missing WHERE misses = (NOT fits_age_group)::INTEGER
    UNION ALL
    -- Where all articles must be there, another one narrows what those chosen leave.
    SELECT 'article', unnest(coalesce(article_numbers, [NULL])) FROM missing
    WHERE misses = ((getvariable('filters')).article_match <> 'all' AND NOT fits_article)::INTEGER
    UNION ALL
    SELECT 'penalty', penalty FROM missing WHERE misses = (NOT fits_penalty)::INTEGER
    UNION ALL
    SELECT 'region', region FROM missing WHERE misses = (NOT fits_region)::INTEGER
    UNION ALL
    SELECT 'facility', facility FROM missing WHERE misses = (NOT fits_facility)::INTEGER
)
SELECT filter, coalesce(value, 'unknown') AS value, count(*) AS rows
FROM counted GROUP BY ALL ORDER BY ALL;
