-- A source that has no link, and whose title does not say what it is: in brackets (who publishes it, that it is a mirror or
-- a mailing), or as a figure that was derived.
WITH named AS (
    SELECT snapshot, 'people_counts' AS dataset, source_title, source_url FROM people_counts_rows UNION ALL
    SELECT snapshot, 'organisations', source_title, source_url FROM organisations_rows UNION ALL
    SELECT snapshot, 'organisation_counts', source_title, source_url FROM organisation_counts_rows UNION ALL
    SELECT snapshot, 'indicators', source_title, source_url FROM indicators_rows UNION ALL
    SELECT snapshot, 'defenders', source_title, source_url FROM defenders_rows UNION ALL
    SELECT snapshot, 'events', source_title, source_url FROM events_rows
),
parted AS (
    SELECT snapshot, dataset, unnest(list_zip(
        string_split(coalesce(source_title, ''), ' ; '), string_split(coalesce(source_url, ''), ' ; '))) AS source
    FROM named
)
SELECT DISTINCT snapshot, dataset, coalesce(source[1], '') AS key, 'has neither a link nor a word on why not' AS found
FROM parted
WHERE coalesce(source[2], '') IN ('', '-') AND NOT regexp_matches(coalesce(source[1], ''), '\)$|^Derived: ')
ORDER BY ALL;
