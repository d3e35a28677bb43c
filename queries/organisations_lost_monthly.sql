/*
title: Organisations lost each month
answers: By how much Lawtrend's counts grew from the end of one month to the end of the next
unit: organisation|organisations
datasets: [organisation_counts]
counted_by: Lawtrend
columns:
  month: {title: Month}
  forced_liquidation: {title: Closed by force, unit: organisation|organisations}
  self_liquidation: {title: Closed themselves, unit: organisation|organisations}
  total: {title: Together, unit: organisation|organisations, description: Growth of the published total}
  derived: {title: Stands on a derived figure, description: "true where one of the two counts was computed by subtraction from others that the source states"}
chart: {kind: panels, x: month, y: [forced_liquidation, self_liquidation]}
words:
  none: There are no two counts at the ends of consecutive months.
  most: "The most closures by force in a known month: {most}, in {peak:month}."
  first: "Figures begin with {first:month}; months without a figure stay empty in the chart."
  before: "For earlier months there are no counts for two month ends in a row, so no growth is known. In July 2021 alone motolko.help counted about {known} closed by force."
  last: "In {latest:month}, the latest month with both figures, {forced:was|were} closed by force and {self} closed themselves."
  computed: "The figure of {month:month} uses a count that no source states. We computed it, one published figure less another."
finding: [most]
notes: [computed]
caveats:
  - A month has a figure only if there is a count for its end and for the end of the month before. All else is a gap, not a zero.
  - A count grows when Lawtrend learns of a closure, which may be later than the closure.
  - Each figure is the difference of two counts of the same kind. Some of these counts are in no source. We computed them, one published figure less another. The table marks the months that use such a count.
*/
WITH figures AS (
    SELECT date, measure, figure, qualifier
    FROM (UNPIVOT (SELECT date, qualifier, forced_liquidation, self_liquidation, total
                   FROM all_organisation_counts()
                   WHERE series = 'lawtrend' AND date = last_day(date))
          ON forced_liquidation, self_liquidation, total INTO NAME measure VALUE figure)
),
-- Where texts differ on a day, no difference can be told.
month_ends AS (
    SELECT date, measure, any_value(figure) AS figure, bool_and(qualifier = 'derived') AS derived
    FROM figures GROUP BY ALL HAVING count(DISTINCT figure) = 1
),
grown AS (
    SELECT date_trunc('month', later.date)::DATE AS month, measure, later.figure - earlier.figure AS lost,
        later.derived OR earlier.derived AS derived
    FROM month_ends AS later JOIN month_ends AS earlier USING (measure)
    WHERE earlier.date = date_trunc('month', later.date)::DATE - 1
),
months AS (
    SELECT unnest(generate_series(date_trunc('month', min(date)), max(date), INTERVAL 1 MONTH))::DATE AS month
    FROM all_organisation_counts() WHERE series = 'lawtrend'
)
SELECT month,
    sum(lost) FILTER (measure = 'forced_liquidation')::BIGINT AS forced_liquidation,
    sum(lost) FILTER (measure = 'self_liquidation')::BIGINT AS self_liquidation,
    sum(lost) FILTER (measure = 'total')::BIGINT AS total,
    bool_or(derived) AS derived
FROM months LEFT JOIN grown USING (month)
GROUP BY month
ORDER BY month;

-- words
SELECT [if(most IS NULL, 'none', 'most'), only_if(most IS NOT NULL, 'first'), only_if(first > DATE '2021-07-01' AND known > 0, 'before'), only_if(latest IS NOT NULL, 'last')] AS parts, *
FROM (SELECT max(forced_liquidation) AS most, arg_max(month, (forced_liquidation, -epoch(month))) AS peak
      FROM answer WHERE forced_liquidation > 0)
CROSS JOIN (SELECT min(month) AS first FROM answer WHERE forced_liquidation IS NOT NULL)
-- That text counts from 1 July 2021 to the day that it gives, a month later.
LEFT JOIN (SELECT max(forced_liquidation) AS known FROM all_organisation_counts()
           WHERE series = 'other' AND date = DATE '2021-07-31' AND counted_by = 'motolko.help') ON true
LEFT JOIN (
    SELECT month AS latest, forced_liquidation AS forced, self_liquidation AS self
    FROM answer WHERE forced_liquidation + self_liquidation IS NOT NULL ORDER BY month DESC LIMIT 1
) ON true
UNION ALL BY NAME
(
    -- The month that the first sentence names, where its figure is derived.
    SELECT ['computed'] AS parts, month
    FROM answer WHERE forced_liquidation > 0
    QUALIFY row_number() OVER (ORDER BY forced_liquidation DESC, month) = 1 AND derived
);
