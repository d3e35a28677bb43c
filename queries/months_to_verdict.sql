/*
title: From arrest to verdict
answers: People by the number of months between the month of arrest and the month of the verdict
unit: people
datasets: [people]
columns:
  months: {title: Whole months from arrest to verdict, unit: months, description: From the month of arrest to that of the verdict}
  people: {title: People, unit: people}
chart: {kind: columns, x: months, y: [people]}
words: "{said}{preceding}{unknown}"
caveats:
  - The register is shown by month, so a difference may be off by almost a month either way; zero means the same month.
  - "Where the verdict's month precedes that of the arrest (a second arrest, or an error in the register) no value can be given."
  - The chart and its table end at 36 months.
  - People who were still waiting for a verdict are not in this chart, so waits that are still going on are missing from it.
*/
WITH known AS (
    SELECT datediff('month', arrested_month, verdict_month) AS months
    FROM selected_people()
    WHERE verdict_month >= arrested_month
),
steps AS (
    SELECT unnest(generate_series(0, (SELECT max(months) FROM known WHERE months <= 36))) AS months
)
SELECT months, count(known.months) AS people
FROM steps LEFT JOIN known USING (months)
GROUP BY ALL
ORDER BY months;

-- words
SELECT * FROM (
    WITH counted AS (
        SELECT count(*) FILTER (verdict_month >= arrested_month) AS known,
            count(*) FILTER (verdict_month < arrested_month) AS preceding,
            count(*) FILTER (verdict_month IS NULL OR arrested_month IS NULL) AS unknown,
            quantile_cont(datediff('month', arrested_month, verdict_month), 0.5)
                FILTER (verdict_month >= arrested_month) AS median,
            max(datediff('month', arrested_month, verdict_month)) AS longest,
            count(*) FILTER (datediff('month', arrested_month, verdict_month) > 36) AS beyond
        FROM selected_people()
    ),
    said AS (
        SELECT *, format('{:g} month{}', median, if(median = 1, '', 's')) AS middle,
            format('{} month{}', longest, if(longest = 1, '', 's')) AS most
        FROM counted
    )
    SELECT CASE known
            WHEN 1 THEN format('For one person both months are known: {} passed between them.', most)
            ELSE format('For {:,} people both months are known: at least half had a verdict within {}, and the longest time was {}.',
                        known, middle, most) END
            || CASE beyond WHEN 0 THEN ''
                WHEN 1 THEN ' One person, with more than 36 months, is not in the chart.'
                ELSE format(' {:,} of them, with more than 36 months, are not in the chart.', beyond) END AS said,
        CASE preceding
            WHEN 0 THEN ''
            WHEN 1 THEN ' For one more person the verdict''s month precedes that of the arrest.'
            ELSE format(' For {:,} more the verdict''s month precedes that of the arrest.', preceding) END AS preceding,
        CASE unknown
            WHEN 0 THEN ''
            WHEN 1 THEN ' For one more person one of the months, or both, is not known.'
            ELSE format(' For {:,} more one of the months, or both, is not known.', unknown) END AS unknown
    FROM said
)
