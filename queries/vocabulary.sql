/*
title: Values of the filters
answers: Every value that a filter may take, with its label
unit: value|values
datasets: [articles, facilities]
columns:
  filter: {title: Filter}
  value: {title: Value}
  label: {title: Label, translate: true}
  address: {title: In an address}
cell_texts:
  - not stated
*/
WITH codes AS (
    FROM filter_codes()
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
    FROM snapshots WHERE dataset = 'people' AND is_known(dataset, snapshot, known)
    UNION ALL
    SELECT setting, CAST(day AS VARCHAR), CAST(day AS VARCHAR), row_number() OVER (PARTITION BY setting ORDER BY day DESC)
    FROM figure_days() CROSS JOIN (VALUES ('earlier'), ('later')) AS ends(setting)
)
SELECT filter, value, {template: if(title IS NULL, '{label}', '{label} {title}'), label: label, title: title} AS label,
    address_code(value) AS address
FROM codes
LEFT JOIN (SELECT article, title FROM all_articles()) ON filter = 'article' AND value = article
ORDER BY filter, position;
