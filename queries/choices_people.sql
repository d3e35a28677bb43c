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
WITH counted AS (
    -- A filter's own choice is lifted while its values are counted: the counts say what another choice would give.
    SELECT 'status' AS filter, status AS value FROM selected_people(struct_update($filters::filters, status := NULL))
    UNION ALL
    SELECT 'gender', gender FROM selected_people(struct_update($filters::filters, gender := NULL))
    UNION ALL
    SELECT 'age_group', age_group FROM selected_people(struct_update($filters::filters, age_group := NULL))
    UNION ALL
    SELECT 'article', unnest(coalesce(article_numbers, [NULL]))
    FROM selected_people(CASE WHEN ($filters::filters).article_match = 'all' THEN $filters::filters
                              ELSE struct_update($filters::filters, article := NULL) END)
    UNION ALL
    SELECT 'penalty', penalty FROM selected_people(struct_update($filters::filters, penalty := NULL))
    UNION ALL
    SELECT 'region', region FROM selected_people(struct_update($filters::filters, region := NULL))
    UNION ALL
    SELECT 'facility', facility FROM selected_people(struct_update($filters::filters, facility := NULL))
)
SELECT filter, coalesce(value, 'unknown') AS value, count(*) AS rows
FROM counted GROUP BY ALL ORDER BY ALL;
