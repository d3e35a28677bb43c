-- Organisations closed by force and by themselves that do not make the total of their own row.
SELECT snapshot, 'organisation_counts' AS dataset, concat_ws(', ', date, counted_by) AS key,
    {template: '{forced} by force and {own} by themselves are not {total} in all', forced: forced_liquidation, own: self_liquidation,
     total: total} AS found
FROM organisation_counts_rows
WHERE forced_liquidation + self_liquidation <> total
ORDER BY ALL;
