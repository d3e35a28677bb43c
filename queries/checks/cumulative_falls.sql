-- A count of all so far that is lower than an earlier one of the same counter. Rounded figures ("about", "at least") may
-- be. In `indicators` the unit tells where the count begins.
WITH figures AS (
    SELECT snapshot, 'people_counts' AS dataset, concat_ws(', ', 'ever_recognised', series) AS series, date::VARCHAR AS date,
        ever_recognised AS value
    FROM people_counts_rows WHERE coalesce(ever_recognised_qualifier, qualifier) IN ('exact', 'as_published')
    UNION ALL
    SELECT snapshot, 'organisation_counts', concat_ws(', ', name, series, counted_by), date::VARCHAR, value
    FROM (UNPIVOT (FROM organisation_counts_rows WHERE qualifier IN ('exact', 'as_published', 'derived'))
          ON forced_liquidation, self_liquidation, total INTO NAME name VALUE value)
    UNION ALL
    SELECT snapshot, 'indicators', concat_ws(', ', topic, unit), date, value
    FROM indicators_rows WHERE contains(topic, 'cumulative')
)
SELECT snapshot, dataset, concat_ws(', ', later.series, later.date) AS key,
    {template: '{value} is less than {more}, the count of {date}', value: later.value::BIGINT, more: max(earlier.value)::BIGINT,
     date: arg_max(earlier.date, earlier.value)} AS found
FROM figures AS later JOIN figures AS earlier USING (snapshot, dataset, series)
WHERE earlier.date < later.date AND earlier.value > later.value
GROUP BY snapshot, dataset, later.series, later.date, later.value
ORDER BY ALL;
