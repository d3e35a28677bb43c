/*
title: Values of the filters
answers: Every value that a filter may take, with its label
unit: value|values
datasets: [articles, facilities]
columns:
  filter: {title: Filter}
  value: {title: Value}
  label: {title: Label, translate: true}
cell_texts:
  - not stated
*/
WITH coded AS (
    SELECT CASE WHEN dataset = 'people' THEN field
                WHEN dataset = 'organisations' AND field = 'region' THEN 'org_region'
                WHEN dataset = 'organisations' AND field IN ('field', 'kind') THEN field
                WHEN dataset = 'people_counts' AND field = 'series' THEN field END AS filter,
        value, label, position
    FROM labels
),
said AS (
    SELECT filter, value, label, position FROM coded
    WHERE filter IN ('status', 'gender', 'age_group', 'penalty', 'region',
                     'org_region', 'field', 'kind', 'series')
    UNION ALL
    SELECT 'article', article, article,
        row_number() OVER (ORDER BY TRY_CAST(regexp_extract(article, '^\d+') AS INTEGER), article)
    FROM all_articles()
    UNION ALL
    SELECT 'facility', facility, facility, row_number() OVER (ORDER BY facility)
    FROM all_facilities()
    UNION ALL
    SELECT 'against', CAST(snapshot AS VARCHAR), CAST(snapshot AS VARCHAR),
        row_number() OVER (ORDER BY snapshot DESC)
    FROM snapshots WHERE dataset = 'people'
),
unsaid AS (
    SELECT unnest(['age_group', 'penalty', 'region', 'facility', 'article', 'field', 'org_region']) AS filter,
        'unknown' AS value, 'not stated' AS label, 1000 AS position
)
SELECT filter, value, {template: if(title IS NULL, '{label}', '{label} {title}'), label: label, title: title} AS label
FROM (FROM said UNION ALL FROM unsaid)
LEFT JOIN (SELECT article, title FROM all_articles()) ON filter = 'article' AND value = article
ORDER BY filter, position;
