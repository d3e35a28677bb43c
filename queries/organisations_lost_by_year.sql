/*
title: Organisations lost in each year
answers: Growth of Lawtrend's count in a year, by kind of loss; other counts for 2021
unit: organisation|organisations
datasets: [organisation_counts]
columns:
  period: {title: Period, translate: true}
  total: {title: Together, unit: organisation|organisations}
  forced_liquidation: {title: Closed by force, unit: organisation|organisations}
  self_liquidation: {title: Closed themselves, unit: organisation|organisations}
  computed: {title: Growth computed here, description: true where the figures are the difference of two counts}
  counted_by: {title: Counted by, translate: true}
  source_title: {title: Source, description: Of the later count}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
  derived: {title: "Closed themselves, computed", description: "true where a count at either end has no closures by own decision: they are its total less the closures by force"}
  not_split: {title: Kind not stated, unit: organisation|organisations, description: "The total of a count that has neither of the two kinds"}
chart: {kind: bars, x: period, y: [forced_liquidation, self_liquidation, not_split], stack: true}
words:
  grew: "Lawtrend's count of lost organisations grew by {total} in {year:year}."
  by_force: "Lawtrend is a legal research centre. Its count of closures by force grew by {forced}."
  computed: "This growth is computed here: the count for the end of the year less that for the end of the year before."
  derived: "The number of closures by own decision for {derived} is computed, too: it is the total less the closures by force."
finding: [grew]
notes: [derived]
cell_texts:
  - "{year:year}, {counted_by}"
  - "August 2020 to {day}"
  - "{year:year}"
  - "January to {day}"
caveats:
  - "Lawtrend is a Belarusian legal research centre that monitors organisations. Its counts are lower bounds. A year's growth may include earlier closures. Fewer may have closed in the year itself."
  - Lawtrend's first count for the end of a year is that of 2022. It has all losses since August 2020 together and cannot be split into years.
  - Figures of 2021 are by others, who define a loss otherwise. They must not be added to those of Lawtrend.
*/
WITH counts AS (
    -- Of several texts for a day each figure is that of the one with the strongest source.
    SELECT date, arg_min(total, (source_rank(source_kind), -total)) FILTER (total IS NOT NULL) AS total,
        arg_min(forced_liquidation, (source_rank(source_kind), -forced_liquidation)) FILTER (forced_liquidation IS NOT NULL) AS forced,
        arg_min(self_liquidation, (source_rank(source_kind), -self_liquidation)) FILTER (self_liquidation IS NOT NULL) AS own,
        arg_min({title: source_title, url: source_url, kind: source_kind}, (source_rank(source_kind), source_url IS NULL, source_title, source_url))
            FILTER (total IS NOT NULL) AS source
    FROM all_organisation_counts()
    WHERE series = 'lawtrend'
    GROUP BY date
), ends AS (
    SELECT * REPLACE (coalesce(own, total - forced) AS own), own IS NULL AND forced IS NOT NULL AS derived
    FROM counts
    WHERE total IS NOT NULL AND (date = (SELECT max(date) FROM counts WHERE total IS NOT NULL) OR strftime(date, '%m-%d') = '12-31')
), grown AS (
    SELECT *, lag(date) OVER before AS since, total - lag(total) OVER before AS more, forced - lag(forced) OVER before AS more_forced,
        own - lag(own) OVER before AS more_own, derived OR coalesce(lag(derived) OVER before, false) AS more_derived
    FROM ends WINDOW before AS (ORDER BY date)
)
SELECT period, total, forced_liquidation, self_liquidation, computed, counted_by, source_title, source_url,
    label_of('organisation_counts', 'source_kind', source_kind) AS source_kind, derived,
    only_if(forced_liquidation IS NULL AND self_liquidation IS NULL, total) AS not_split, whole_year, derived_day
FROM (
    SELECT {template: '{year:year}, {counted_by}', year: year(date), day: date,
            -- What the counter is known by; the column of that name has the rest.
            counted_by: regexp_extract(counted_by, '^[^,(]*[^,( ]')} AS period, total,
        forced_liquidation, self_liquidation, false AS computed, false AS derived, counted_by, source_title, source_url, source_kind,
        NULL AS whole_year, NULL AS derived_day
    FROM all_organisation_counts()
    WHERE series <> 'lawtrend' AND date = DATE '2021-12-31'
    UNION ALL
    SELECT {template: CASE WHEN since IS NULL THEN 'August 2020 to {day}' WHEN is_year THEN '{year:year}'
                           ELSE 'January to {day}' END,
            year: year(date), day: date, counted_by: NULL},
        if(since IS NULL, total, more), if(since IS NULL, forced, more_forced), if(since IS NULL, own, more_own),
        since IS NOT NULL, more_derived, 'Lawtrend', source.title, source.url, source.kind, only_if(since IS NOT NULL AND is_year, year(date)),
        only_if(derived, date)
    FROM (SELECT *, strftime(date, '%m-%d') = '12-31' AS is_year FROM grown)
    -- What grew in more than a year is of no year.
    WHERE since IS NULL OR year(date) - year(since) = 1
)
ORDER BY period.day, counted_by, total, source_title;

-- words
SELECT ['grew', only_if(forced_liquidation IS NOT NULL, 'by_force'), 'computed', only_if(derived_days IS NOT NULL, 'derived')] AS parts,
    whole_year AS year, total, forced_liquidation AS forced, derived_days AS derived
FROM (SELECT *, list(derived_day ORDER BY derived_day) FILTER (derived_day IS NOT NULL) OVER () AS derived_days FROM answer)
WHERE whole_year IS NOT NULL
ORDER BY whole_year DESC LIMIT 1;
