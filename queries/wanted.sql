/*
title: What data are wanted
answers: What is missing here though it may have been published or counted, and how much of it. Where it can be had, and the command by which maintainers take it in.
unit: kind of data|kinds of data
datasets: [people_counts, people, organisation_counts, organisations, indicators, events, articles]
obeys: []
prose: true
columns:
  wanted: {title: What, translate: true}
  missing: {title: Missing, translate: true}
  months: {title: Which months, description: "Months, and spans from the first to the last month; empty where months do not apply"}
  source: {title: Where it can be had, translate: true}
  command: {title: Command, description: What follows “python -m repression”}
words: "{gaps:kind of data has|kinds of data have} gaps that somebody may be able to fill."
empty: Nothing that is looked for here is missing.
cell_texts:
  - Register of people
  - Political prisoners at the end of a month
  - Women among them at the end of a month
  - Running totals of organisations lost, all three figures
  - Names of organisations closed by force
  - Month of release of former political prisoners
  - Titles of articles of the Criminal Code
  - Links to sources
  - "{n:month|months}"
  - "{n:name|names}"
  - "{n:person|people}"
  - "{n:title is not confirmed|titles are not confirmed}"
  - "{n:row|rows}"
  - The export on prisoners.spring96.org. Programs are refused there, so a person has to save it in a browser.
  - Viasna's monthly reviews of the human rights situation, and its news of the last days of a month
  - Lawtrend's monthly monitoring of organisations in liquidation
  - Lawtrend's list of organisations in forced liquidation
  - A newer export of the register, or Viasna's news of releases
  - The Criminal Code on pravo.by or etalonline.by, in the edition of the time
  - The publication that the row names, at an address that stays
caveats:
  - Months are counted up to the last whole month before the data were collected. A figure of another day does not fill one.
*/
WITH counted AS (
    SELECT month, bool_or(political_prisoners IS NOT NULL) AS prisoners, bool_or(women IS NOT NULL) AS women
    FROM month_end_counts() GROUP BY month
), lost AS (
    SELECT date_trunc('month', date)::DATE AS month,
        bool_or(forced_liquidation IS NOT NULL) AND bool_or(self_liquidation IS NOT NULL)
            AND bool_or(total IS NOT NULL) AS complete
    FROM all_organisation_counts() WHERE series = 'lawtrend' GROUP BY month
), gaps AS (
    SELECT 1 AS place, 'Register of people' AS wanted, month, 'people' AS dataset,
        'The export on prisoners.spring96.org. Programs are refused there, so a person has to save it in a browser.' AS source
    FROM months_since(date_trunc('month', shown('people')) + INTERVAL 1 MONTH)
    UNION ALL
    SELECT 2, 'Political prisoners at the end of a month', month, 'people_counts',
        'Viasna''s monthly reviews of the human rights situation, and its news of the last days of a month'
    FROM months_since((SELECT min(month) FROM counted)) LEFT JOIN counted USING (month)
    WHERE NOT coalesce(prisoners, false)
    UNION ALL
    SELECT 3, 'Women among them at the end of a month', month, 'people_counts',
        'Viasna''s monthly reviews of the human rights situation, and its news of the last days of a month'
    FROM months_since((SELECT min(month) FROM counted)) LEFT JOIN counted USING (month)
    WHERE NOT coalesce(women, false)
    UNION ALL
    SELECT 4, 'Running totals of organisations lost, all three figures', month, 'organisation_counts',
        'Lawtrend''s monthly monitoring of organisations in liquidation'
    FROM months_since(DATE '2020-08-01') LEFT JOIN lost USING (month)
    WHERE NOT coalesce(complete, false)
), spans AS (
    SELECT place, wanted, dataset, source, min(month) AS first, max(month) AS last, count(*) AS months
    FROM (
        -- Months that follow each other have the same difference to their number.
        SELECT *, month - to_months(CAST(row_number() OVER (PARTITION BY place ORDER BY month) AS INTEGER)) AS span FROM gaps
    )
    GROUP BY place, wanted, dataset, source, span
), by_month AS (
    SELECT place, wanted, {template: '{n:month|months}', n: sum(months)::BIGINT} AS missing,
        string_agg(strftime(first, '%Y-%m') || if(first < last, '–' || strftime(last, '%Y-%m'), ''), '; ' ORDER BY first) AS months,
        source, dataset
    FROM spans GROUP BY place, wanted, dataset, source
), without_link AS (
    SELECT source_url FROM all_people_counts() UNION ALL SELECT source_url FROM all_organisation_counts()
    UNION ALL SELECT source_url FROM all_organisations() UNION ALL SELECT source_url FROM all_indicators()
    UNION ALL SELECT source_url FROM all_events()
), others AS (
    SELECT 5 AS place, 'Names of organisations closed by force' AS wanted, '{n:name|names}' AS template,
        (SELECT max(forced_liquidation) FROM all_organisation_counts() WHERE series = 'lawtrend')
            - (SELECT count(*) FROM all_organisations() WHERE kind = 'forced_liquidation' AND date >= '2020-08') AS n,
        'Lawtrend''s list of organisations in forced liquidation' AS source, 'organisations' AS dataset
    UNION ALL
    SELECT 6, 'Month of release of former political prisoners', '{n:person|people}',
        (SELECT count(*) FROM all_people() WHERE status = 'former_political_prisoner' AND released IS NULL),
        'A newer export of the register, or Viasna''s news of releases', 'people'
    UNION ALL
    SELECT 7, 'Titles of articles of the Criminal Code', '{n:title is not confirmed|titles are not confirmed}',
        (SELECT count(*) FROM all_articles() WHERE NOT confirmed),
        'The Criminal Code on pravo.by or etalonline.by, in the edition of the time', 'articles'
    UNION ALL
    SELECT 8, 'Links to sources', '{n:row|rows}',
        (SELECT count(*) FROM without_link WHERE source_url IS NULL),
        'The publication that the row names, at an address that stays', NULL
)
SELECT wanted, missing, months, source, coalesce('add --dataset ' || dataset, 'correct') AS command
FROM (
    FROM by_month
    UNION ALL
    SELECT place, wanted, {template: template, n: n}, NULL, source, dataset FROM others WHERE n > 0
)
ORDER BY place;

-- words
SELECT count(*) AS gaps FROM answer;
