-- Texts of ours that name a place in another form than docs/method.md says: of the newest snapshot, since older ones stay as
-- they are. Names of organisations and titles of sources are written as the source writes them.
WITH told AS (
    SELECT snapshot, 'facilities' AS dataset, facility AS key, place AS text, regexp_matches(place, '[^ -~]') AS has_signs
    FROM facilities_rows
    UNION ALL
    SELECT snapshot, 'organisations', name, decided_by, false FROM organisations_rows
    UNION ALL
    SELECT snapshot, 'organisation_counts', concat_ws(', ', date, counted_by), counted_by, false FROM organisation_counts_rows
    UNION ALL
    SELECT snapshot, 'people_counts', concat_ws(', ', date, counted_by), counted_by, false FROM people_counts_rows
    UNION ALL
    SELECT snapshot, 'indicators', concat_ws(', ', topic, unit, date), unit, false FROM indicators_rows
    UNION ALL
    SELECT snapshot, 'defenders', name, concat_ws(' | ', role, sentence, appeal, note), false FROM defenders_rows
    UNION ALL
    SELECT snapshot, 'events', title, concat_ws(' | ', title, description), false FROM events_rows
)
SELECT snapshot, dataset, key, {template: 'the method names this place in another form: {text}', text: text} AS found
FROM (FROM told QUALIFY snapshot = max(snapshot) OVER (PARTITION BY dataset))
WHERE has_signs OR regexp_matches(text, '(?i)gomel|homel\b|homieĺ|grodno|mogil|mahil([^i]|i[^o]|io[^u])|vitebsk|vitsebsk')
ORDER BY ALL;
