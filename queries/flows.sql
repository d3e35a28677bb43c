/*
title: Arrests, verdicts and releases, month by month
answers: How many people of the register were arrested, sentenced and released in each month since January 2020
unit: people
datasets: [people]
columns:
  month: {title: Month}
  arrests: {title: Arrested, unit: people}
  verdicts: {title: Sentenced, unit: people}
  releases: {title: Released, unit: people}
chart:
  kind: columns
  x: month
  y: [arrests, verdicts, releases]
  click: {filter: arrested, low: month, high: month, of: arrests}
words: "In the chart: {shown}.{most}{missing}"
caveats:
  - "Counts of what the register knew on its date. People arrested in its last months are still to be added, and its last month is not a whole one."
  - The release of many former political prisoners is not dated, so releases are undercounted.
  - A person has one arrest and one verdict here, even where there were more.
*/
WITH alike AS (
    SELECT arrested_month, verdict_month, released_month, count(*) AS people
    FROM selected_people() GROUP BY ALL
), dated AS (
    SELECT arrested_month AS month, people AS arrest, 0 AS verdict, 0 AS release FROM alike
    UNION ALL
    SELECT verdict_month, 0, people, 0 FROM alike
    UNION ALL
    SELECT released_month, 0, 0, people FROM alike
), months AS (
    SELECT unnest(generate_series(
        DATE '2020-01-01', date_trunc('month', shown('people')),
        INTERVAL 1 MONTH))::DATE AS month
    WHERE EXISTS (FROM dated)
)
SELECT month, coalesce(sum(arrest), 0)::BIGINT AS arrests, coalesce(sum(verdict), 0)::BIGINT AS verdicts,
    coalesce(sum(release), 0)::BIGINT AS releases
FROM months LEFT JOIN dated USING (month)
GROUP BY month
ORDER BY ALL;

-- words
SELECT
    concat(format('{:,}', arrested), if(arrested = 1, ' arrest, ', ' arrests, '),
        format('{:,}', sentenced), if(sentenced = 1, ' verdict and ', ' verdicts and '),
        format('{:,}', freed), if(freed = 1, ' release', ' releases')) AS shown,
    if(most >= 10, concat(' Most arrests were in ', strftime(peak, '%B %Y'), ': ', most, '.'), '') AS most,
    (SELECT coalesce(' Not in the chart: ' || nullif(concat_ws(', ',
            CASE count(*) FILTER (arrested_month IS NULL) WHEN 0 THEN NULL
                ELSE format('{:,}', count(*) FILTER (arrested_month IS NULL)) || ' without a date of arrest' END,
            CASE count(*) FILTER (verdict_month IS NULL) WHEN 0 THEN NULL
                ELSE format('{:,}', count(*) FILTER (verdict_month IS NULL)) || ' without a date of verdict' END,
            CASE count(*) FILTER (released_month IS NULL AND status = 'former_political_prisoner') WHEN 0 THEN NULL
                ELSE format('{:,}', count(*) FILTER (released_month IS NULL AND status = 'former_political_prisoner'))
                     || ' of the former political prisoners without a date of release' END,
            CASE count(*) FILTER (arrested_month < DATE '2020-01-01') WHEN 0 THEN NULL
                ELSE count(*) FILTER (arrested_month < DATE '2020-01-01') || ' arrested before 2020' END,
            CASE count(*) FILTER (verdict_month < DATE '2020-01-01') WHEN 0 THEN NULL
                ELSE count(*) FILTER (verdict_month < DATE '2020-01-01') || ' sentenced before 2020' END,
            CASE count(*) FILTER (released_month < DATE '2020-01-01') WHEN 0 THEN NULL
                ELSE count(*) FILTER (released_month < DATE '2020-01-01') || ' released before 2020' END), '') || '.', '')
     FROM selected_people()) AS missing
FROM (SELECT sum(arrests)::BIGINT AS arrested, sum(verdicts)::BIGINT AS sentenced, sum(releases)::BIGINT AS freed,
          max(arrests) AS most, arg_max(month, (arrests, -epoch(month))) AS peak
      FROM answer);
