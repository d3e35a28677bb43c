/*
title: "A sample: named closures by year"
answers: Closed organisations that sources happen to name, by the year of the closure; the years before 2020 together
unit: organisation|organisations
datasets: [organisations]
within: {kind: [forced_liquidation, self_liquidation]}
columns:
  period: {title: Year, translate: true}
  low: {title: First year, description: Empty where the year is not stated}
  high: {title: Last year}
  organisations: {title: Named closures, unit: organisation|organisations}
  code: {title: Code, description: "The years in digits, or unknown", shown_as: period}
chart: {kind: bars, x: period, code: code, y: [organisations], click: {filter: year, low: low, high: high}}
words:
  named: "{closures:closure is|closures are} named in our sources."
  early: "{closures:closure is|closures are} named in our sources, from before 2020."
  partly_early: "{closures:closure is|closures are} named in our sources, {early} of them before 2020."
  undated: "{undated:has|have} no date."
cell_texts:
  - not stated
empty: None of the organisations selected is closed with a known year.
caveats:
  - A sample of what sources name, not of what was closed. It must not be read as shares of all closures, nor compared from year to year.
  - Suits with an unknown outcome are left out.
*/
WITH closures AS (
    SELECT year FROM selected_organisations() WHERE kind <> 'suit_filed'
),
ends AS (
    SELECT min(year) FILTER (year < 2020) AS first_early, max(year) FILTER (year < 2020) AS last_early,
        min(year) FILTER (year >= 2020) AS first_year, max(year) AS last_year
    FROM closures
),
periods AS (
    SELECT 1 AS part, first_early AS low, last_early AS high,
        CASE first_early WHEN last_early THEN first_early::VARCHAR ELSE concat(first_early, '–', last_early) END AS period
    FROM ends WHERE first_early IS NOT NULL
    UNION ALL
    -- Years without a named closure stand between those with one.
    SELECT 2, year, year, year::VARCHAR FROM (SELECT unnest(generate_series(first_year, last_year)) AS year FROM ends)
)
SELECT {template: if(period IS NULL, 'not stated', '{verbatim}'), verbatim: period} AS period, low, high, organisations,
    coalesce(period, 'unknown') AS code
FROM (
    SELECT part, low, high, period, count(year) AS organisations
    FROM periods LEFT JOIN closures ON year BETWEEN low AND high
    GROUP BY ALL
    UNION ALL
    SELECT 3, NULL, NULL, NULL, count(*) FROM closures WHERE year IS NULL HAVING count(*) > 0
)
ORDER BY part, low;

-- words
SELECT [CASE WHEN early = 0 THEN 'named' WHEN early = closures THEN 'early' ELSE 'partly_early' END,
        only_if(undated > 0, 'undated')] AS parts, *
FROM (
    SELECT sum(organisations)::BIGINT AS closures,
        coalesce(sum(organisations) FILTER (high IS NULL), 0)::BIGINT AS undated,
        coalesce(sum(organisations) FILTER (high < 2020), 0)::BIGINT AS early
    FROM answer
);
