/*
title: The register checked against what was published
answers: Political prisoners in the register on its date, beside every figure of the main list published for a day within a month of it
unit: people
datasets: [people, people_counts]
obeys: []
prose: true
columns:
  date: {title: Date, description: The day the figure stands for}
  political_prisoners: {title: Political prisoners, unit: people}
  register_differs: {title: Register differs by, unit: people, description: The register's figure less this one}
  qualifier: {title: Qualifier}
  counted_by: {title: Counted by}
  source_title: {title: Source}
  source_url: {title: Link}
words: "The register holds {register} political prisoners, as of {date}.{published}"
caveats:
  - Not filtered, since published figures cannot be; filters of people change nothing here.
  - The register's date is that of its newest verdict and release. People recognised, released or struck off between two days make the figures differ.
*/
WITH register AS (
    SELECT shown('people') AS date, count(*) AS political_prisoners
    FROM all_people() WHERE status = 'political_prisoner'
)
SELECT date, political_prisoners, 0::BIGINT AS register_differs, 'counted here' AS qualifier,
    'The register, row by row' AS counted_by, title AS source_title, url AS source_url
FROM register, (SELECT title, url FROM snapshots
                WHERE dataset = 'people' AND snapshot = shown('people'))
UNION ALL
SELECT given.date, given.political_prisoners, register.political_prisoners - given.political_prisoners,
    label_of('people_counts', 'qualifier', given.qualifier), given.counted_by, given.source_title, given.source_url
FROM all_people_counts() AS given, register
WHERE given.series = 'viasna' AND given.date BETWEEN register.date - 31 AND register.date + 31
ORDER BY ALL;

-- words
SELECT own.political_prisoners AS register, own.date,
    coalesce(' Published were ' || string_agg(said, ' and ' ORDER BY near.date), '') || if(count(said) > 0, '.', '') AS published
FROM (FROM answer WHERE register_differs = 0 AND date = shown('people')) AS own
LEFT JOIN (
    -- The exact figures of the month's two ends.
    SELECT date, concat(format('{:,}', political_prisoners), ' for ', strftime(date, '%-d %B %Y'), ' (',
        CASE WHEN register_differs > 0 THEN register_differs || ' fewer than in the register'
             WHEN register_differs < 0 THEN -register_differs || ' more than in the register'
             ELSE 'as in the register' END, ')') AS said
    FROM answer WHERE qualifier = label_of('people_counts', 'qualifier', 'exact') AND date = last_day(date)
) AS near ON true
GROUP BY ALL;
