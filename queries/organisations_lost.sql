/*
title: Organisations lost since August 2020
answers: Non-profit organisations lost by the end of a month, as Lawtrend counted them
unit: organisation|organisations
datasets: [organisation_counts, indicators]
counted_by: Lawtrend
columns:
  date: {title: By, description: Day for which the count holds}
  forced_liquidation: {title: Closed by force, unit: organisation|organisations, description: "Closed, or being closed, by force"}
  self_liquidation: {title: Closed themselves, unit: organisation|organisations, description: Liquidated by their own decision}
  total: {title: Together, unit: organisation|organisations}
  qualifier: {title: Precision, description: "As the sources put it; several words where they differ in it", translate: true}
  derived: {title: Derived, description: Which of the figures are in no source; each is the difference of two figures that a source gives, translate: true}
  sources: {title: Sources, unit: source|sources, description: How many texts give figures for this day}
  source_title: {title: Source}
  source_url: {title: Link}
chart:
  kind: line
  x: date
  y: [total, forced_liquidation, self_liquidation]
words:
  lost: "At least {total:organisation was|organisations were} lost from August 2020 to {date}."
  ways: "Lawtrend, a legal research centre, counted {ways}."
  dispatch: "On {wrote_on} Human Rights Watch wrote of “more than {wrote}” organisations that the authorities had shut. Lawtrend counted {earlier} closed by force by {earlier_day} and {later} by {later_day}."
  gaps: "For {empty} of the {months:month|months} from August 2020 to {last:month} no count was found."
finding: [lost]
notes: [gaps]
cell_texts:
  - Closed by force
  - Closed themselves
  - Together
  - "{n} closed by force"
  - "{n} by their own decision"
caveats:
  - These are organisations that Lawtrend learned of, so the figures are lower bounds. The first ones count organisations still in the course of liquidation as lost.
  - Where no count was found for a month, or for one of the two ways of closing, the line has a gap. Nothing is filled in.
  - A few figures are in no source. We computed them, one published figure less another. The column “Derived” names them.
  - That an organisation closed itself does not mean that it did so freely. Many did under pressure.
  - Where several texts give the same figure for a day there is one point; where they differ, each stands.
*/
WITH days AS (
    -- Texts that agree make one figure of a day, so most days have one of each kind.
    SELECT date, count(*) AS sources,
        list_sort(list(DISTINCT forced_liquidation) FILTER (forced_liquidation IS NOT NULL)) AS forced,
        list_sort(list(DISTINCT self_liquidation) FILTER (self_liquidation IS NOT NULL)) AS own,
        list_sort(list(DISTINCT total) FILTER (total IS NOT NULL)) AS totals,
        list(forced_liquidation) FILTER (qualifier <> 'derived') AS forced_stated,
        list(self_liquidation) FILTER (qualifier <> 'derived') AS own_stated,
        list(total) FILTER (qualifier <> 'derived') AS totals_stated,
        list_sort(list(DISTINCT coalesce(label, qualifier))) AS qualifiers,
        string_agg(source_title, ' ; ' ORDER BY source_title, source_url) AS source_title,
        string_agg(coalesce(source_url, '-'), ' ; ' ORDER BY source_title, source_url) AS source_url
    FROM all_organisation_counts()
        LEFT JOIN labels ON dataset = 'organisation_counts' AND field = 'qualifier' AND value = qualifier
    WHERE series = 'lawtrend'
    GROUP BY date
),
-- Where figures of a day differ, the first of each kind make a row, the second ones the next.
readings AS (
    SELECT *, forced[least(reading, len(forced))] AS forced_liquidation, own[least(reading, len(own))] AS self_liquidation,
        totals[least(reading, len(totals))] AS total,
        list_filter([
            only_if(NOT list_contains(coalesce(forced_stated, []), forced_liquidation), 'Closed by force'),
            only_if(NOT list_contains(coalesce(own_stated, []), self_liquidation), 'Closed themselves'),
            only_if(NOT list_contains(coalesce(totals_stated, []), total), 'Together')
        ], lambda one: one IS NOT NULL) AS unstated
    FROM (SELECT *, unnest(range(1, greatest(len(forced), len(own), len(totals)) + 1)) AS reading FROM days)
),
months AS (
    SELECT unnest(generate_series(date_trunc('month', min(date)), max(date), INTERVAL 1 MONTH))::DATE AS month FROM days
)
-- A month without any count gets an empty row, which breaks the lines.
SELECT coalesce(date, last_day(month)) AS date, forced_liquidation, self_liquidation, total,
    {template: only_if(qualifiers IS NOT NULL, '{texts: ;}'), texts: qualifiers} AS qualifier,
    {template: only_if(len(unstated) > 0, '{texts: ;}'), texts: unstated} AS derived,
    coalesce(sources, 0) AS sources, source_title, source_url
FROM months LEFT JOIN readings ON date_trunc('month', date) = month
ORDER BY date, reading;

-- words
SELECT ['lost', only_if(len(ways) > 0, 'ways'), only_if(wrote IS NOT NULL, 'dispatch'), only_if(empty > 0, 'gaps')] AS parts, *
FROM (
    SELECT date, total,
        list_filter([{template: '{n} closed by force', n: forced_liquidation},
                     {template: '{n} by their own decision', n: self_liquidation}], lambda one: one.n IS NOT NULL) AS ways
    FROM answer WHERE total IS NOT NULL
    ORDER BY date DESC, total, forced_liquidation, self_liquidation LIMIT 1
), (
    -- Of all months that the count is of, not only of those since the first figure that was found.
    SELECT datediff('month', DATE '2020-08-01', max(date)) + 1 AS months, max(date) AS last,
        months - count(DISTINCT date_trunc('month', date)) FILTER (sources > 0) AS empty
    FROM answer
) LEFT JOIN (
    -- The count by force next before the dispatch, and the one next after it.
    SELECT dispatch.value AS wrote, dispatch.date AS wrote_on, earlier.forced_liquidation AS earlier,
        earlier.date AS earlier_day, later.forced_liquidation AS later, later.date AS later_day
    FROM (SELECT date::DATE AS date, value::BIGINT AS value
          FROM all_indicators() WHERE topic = 'dispatch_organisations') AS dispatch
        ASOF JOIN (SELECT * FROM answer WHERE forced_liquidation IS NOT NULL) AS earlier ON dispatch.date >= earlier.date
        ASOF JOIN (SELECT * FROM answer WHERE forced_liquidation IS NOT NULL) AS later ON dispatch.date < later.date
    LIMIT 1
) ON true;
