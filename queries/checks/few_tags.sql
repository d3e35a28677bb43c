-- Tags that fewer than ten people of a register have. They would tell who these are, so that nothing is published of them.
WITH told AS (
    UNPIVOT (SELECT snapshot, pardoned, deported, tried_in_absentia, extremist_list, terrorist_list FROM people_rows)
    ON pardoned, deported, tried_in_absentia, extremist_list, terrorist_list INTO NAME tag VALUE has_it
)
SELECT snapshot, 'people' AS dataset, tag AS key, {template: '{people:person has|people have} it', people: count(*) FILTER (has_it)} AS found
FROM told
GROUP BY snapshot, tag
HAVING count(*) FILTER (has_it) < 10
ORDER BY ALL;
