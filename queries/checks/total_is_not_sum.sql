-- Organisations closed by force and by themselves that do not make the total of their own row.
SELECT snapshot, 'organisation_counts' AS dataset, concat_ws(', ', date, counted_by) AS key,
    format('{} by force and {} by themselves are not {} in all', forced_liquidation, self_liquidation, total) AS found
FROM organisation_counts_rows
WHERE forced_liquidation + self_liquidation <> total
ORDER BY ALL;
