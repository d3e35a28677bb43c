/*
title: The newest figures
answers: For each headline the newest published figure, who counted it and as of when
unit: people and organisations
datasets: [people_counts, organisation_counts, indicators]
obeys: []
columns:
  figure: {title: Figure, description: Code of the figure}
  title: {title: What is counted, translate: true}
  value: {title: Value}
  qualifier: {title: Qualifier, description: "exact, about, at_least or as_published (the source names a figure without saying how exact it is)"}
  date: {title: As of}
  counted_by: {title: Counted by, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  collected: {title: Collected, description: The day the data were collected}
  age_months: {title: Age, unit: month|months, description: Whole months from the date of the figure to the day the data were collected}
chart: {kind: cards}
words:
  newest: "The newest dated count is {prisoners:political prisoner|political prisoners}, as of {date}."
  later: "A page without a date, read as later than that, speaks of {left} left ({source})."
cell_texts:
  - political prisoners
  - women among the political prisoners
  - people ever recognised as political prisoners since 2020
  - non-profit organisations lost since August 2020
  - organisations closed by force, or in the course of it
  - organisations that closed by their own decision
caveats:
  - Only the main counters are here, Viasna with the human rights community and Lawtrend. Others count by other criteria.
  - The figures have different dates and cannot be set off against each other.
  - Where two sources give different figures for the newest date, both are shown.
*/
WITH figures AS (
    SELECT 1 AS place, 'political_prisoners' AS figure, 'political prisoners' AS title,
        political_prisoners AS value, qualifier, date, counted_by, source_title, source_url, 'people_counts' AS stands_on
    FROM all_people_counts() WHERE series = 'viasna'
    UNION ALL
    SELECT 2, 'women', 'women among the political prisoners',
        women, qualifier, date, counted_by, source_title, source_url, 'people_counts'
    FROM all_people_counts() WHERE series = 'viasna'
    UNION ALL
    SELECT 3, 'ever_recognised', 'people ever recognised as political prisoners since 2020',
        ever_recognised, qualifier, date, counted_by, source_title, source_url, 'people_counts'
    FROM all_people_counts() WHERE series = 'viasna'
    UNION ALL
    -- Indicators do not say who counted; the recognised are those of the same list.
    SELECT 3, 'ever_recognised', 'people ever recognised as political prisoners since 2020',
        CAST(value AS BIGINT), 'as_published', TRY_CAST(date AS DATE), 'Viasna', source_title, source_url, 'indicators'
    FROM all_indicators() WHERE topic = 'recognised_cumulative'
    UNION ALL
    SELECT 4, 'organisations_total', 'non-profit organisations lost since August 2020',
        total, qualifier, date, counted_by, source_title, source_url, 'organisation_counts'
    FROM all_organisation_counts() WHERE series = 'lawtrend'
    UNION ALL
    SELECT 5, 'organisations_forced', 'organisations closed by force, or in the course of it',
        forced_liquidation, qualifier, date, counted_by, source_title, source_url, 'organisation_counts'
    FROM all_organisation_counts() WHERE series = 'lawtrend'
    UNION ALL
    SELECT 6, 'organisations_self', 'organisations that closed by their own decision',
        self_liquidation, qualifier, date, counted_by, source_title, source_url, 'organisation_counts'
    FROM all_organisation_counts() WHERE series = 'lawtrend'
), newest AS (
    FROM figures
    WHERE value IS NOT NULL AND date IS NOT NULL
    QUALIFY date = max(date) OVER (PARTITION BY figure)
), one_a_value AS (
    -- One source a value: exact before rounded, with a link before without.
    FROM newest
    QUALIFY row_number() OVER (
        PARTITION BY figure, value
        ORDER BY qualifier <> 'exact', source_url IS NULL, counted_by, source_title) = 1
)
SELECT figure, title, value, qualifier, date, counted_by, source_title, source_url,
    shown(stands_on) AS collected,
    datesub('month', date, shown(stands_on)) AS age_months
FROM one_a_value
ORDER BY place, value;

-- words
SELECT ['newest', only_if("left" IS NOT NULL, 'later')] AS parts, *
FROM (SELECT max(value) AS prisoners, max(date) AS date FROM answer WHERE figure = 'political_prisoners'), (
    SELECT CAST(max(value) AS BIGINT) AS "left", arg_max(source_title, value) AS source
    FROM all_indicators() WHERE topic = 'political_prisoners_undated'
);
