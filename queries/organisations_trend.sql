/*
title: Organisations lost since August 2020
answers: Non-profit organisations in forced liquidation, self-liquidated and in all, as Lawtrend counted them, running totals
unit: organisations
datasets: [organisation_counts, indicators]
columns:
  date: {title: Date, description: "The day the figures stand for; the last day of a month for which none were found"}
  total: {title: Together, unit: organisations}
  forced_liquidation: {title: Closed by force, unit: organisations, description: "Liquidated by force, or in the course of it"}
  self_liquidation: {title: Closed themselves, unit: organisations, description: Liquidated by their own decision}
  qualifier: {title: Qualifier}
  source_title: {title: Source, description: One of the sources of the day}
  source_url: {title: Link}
chart:
  kind: line
  x: date
  y: [total, forced_liquidation, self_liquidation]
  layers: {events: events_dated, marks: dispatch_organisations}
words: "By {date} at least {total} organisations were lost{split}.{dispatch}"
caveats:
  - Months for which no figure was found are gaps; nothing is filled in. Three rows are derived by subtraction, which their sources' titles say.
  - Most figures are "at least". That an organisation closed itself does not mean that it did so freely.
  - Lawtrend is the main counter. Others define the loss differently and must not be joined to it.
*/
WITH given AS (
    -- What is given for one day agrees; a source may give only one of the three figures.
    SELECT date, max(total) AS total, max(forced_liquidation) AS forced_liquidation,
        max(self_liquidation) AS self_liquidation,
        arg_min({q: qualifier, t: source_title, u: source_url}, (
            CAST(total IS NULL AS INT) + CAST(forced_liquidation IS NULL AS INT) + CAST(self_liquidation IS NULL AS INT),
            source_url IS NULL, source_title)) AS source
    FROM all_organisation_counts($filters::filters)
    WHERE series = 'lawtrend'
    GROUP BY date
), months AS (
    SELECT unnest(generate_series(date_trunc('month', min(date)), max(date), INTERVAL 1 MONTH))::DATE AS month FROM given
)
SELECT coalesce(date, last_day(month)) AS date, total, forced_liquidation, self_liquidation,
    label_of('organisation_counts', 'qualifier', source.q) AS qualifier,
    source.t AS source_title, source.u AS source_url
FROM months LEFT JOIN given ON date_trunc('month', date) = month
ORDER BY ALL;

-- words
SELECT newest.date, newest.total,
    coalesce(': ' || format('{:,}', newest.forced) || ' by force and ' || format('{:,}', newest.own)
             || ' by their own decision', '') AS split,
    (SELECT coalesce(max(' Human Rights Watch wrote of “more than ' || format('{:,}', wrote.value) || '” on '
            || strftime(wrote.date, '%-d %B %Y') || '; the counts by force around that day are '
            || format('{:,}', around.before) || ' (' || strftime(around.before_date, '%-d %B %Y') || ') and '
            || format('{:,}', around.after) || ' (' || strftime(around.after_date, '%-d %B %Y') || ').'), '')
     FROM (SELECT CAST(value AS BIGINT) AS value, CAST(date AS DATE) AS date
           FROM all_indicators($filters::filters) WHERE topic = 'dispatch_organisations') AS wrote,
         LATERAL (SELECT max(near.date) FILTER (near.date <= wrote.date) AS before_date,
                      arg_max(near.forced_liquidation, near.date) FILTER (near.date <= wrote.date) AS before,
                      min(near.date) FILTER (near.date > wrote.date) AS after_date,
                      arg_min(near.forced_liquidation, near.date) FILTER (near.date > wrote.date) AS after
                  FROM answer AS near WHERE near.forced_liquidation IS NOT NULL) AS around) AS dispatch
FROM (SELECT max(date) AS date, arg_max(total, date) AS total, arg_max_null(forced_liquidation, date) AS forced,
          arg_max_null(self_liquidation, date) AS own
      FROM answer WHERE total IS NOT NULL) AS newest;
