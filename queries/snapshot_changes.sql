/*
title: What each update brought
answers: Every file that was taken in, corrected or withdrawn, the newest first, with the differences and what was noted of it
unit: update|updates
datasets: []
columns:
  day: {title: Day, description: "The day on which it was taken in, corrected or withdrawn"}
  kind: {title: Kind, translate: true}
  title: {title: Data, translate: true}
  dataset: {title: Dataset}
  snapshot: {title: Snapshot, description: The day the data are as of}
  since: {title: Compared with, description: The day of the file before; empty for the first one}
  change: {title: What changed, translate: true}
  by_status: {title: By status, translate: true}
  why: {title: Notes, description: "Notes that the file before does not have; for what was corrected or withdrawn, the reason", translate: true}
  added: {title: New, unit: row|rows, description: "New rows or people; a row that changed counts as one new and one gone"}
  gone: {title: Gone, unit: row|rows}
  entry: {title: Entry, description: A name of the entry that stays the same}
chart: {kind: log}
words: "{updates:update|updates} since {first}; the newest is of {newest}."
cell_texts:
  - New data
  - Correction
  - Withdrawal
  - "Corrected: {field}. {verbatim:days}"
  - "Corrected: {field} of one person. The values are not told, to protect people."
  - The file of {snapshot} was withdrawn.
  - "The first file of these data, with {rows:row|rows}."
  - No row differs from those of {since}.
  - "Since the file of {since}: {told:;}."
  - "Since the file of {since}: {told:;}. {rows_told:;}."
  - "Since the file of {since}: {told:;}. “Rows that changed” lists them."
  - "{what}, {verbatim:date}: {after:;} is new"
  - "{what}, {verbatim:date}: {before:;} is gone"
  - "{what}, {verbatim:date}: {before:;} before, {after:;} now"
  - "{what}, {verbatim:date}: the number is as before, “{fields:;}” changed"
  - "{what} is new"
  - "{what} is gone"
  - "{what}: “{fields:;}” changed"
  - "{n:entry is|entries are} new"
  - "{n:entry is|entries are} gone"
  - "{n:number|numbers} changed"
  - "{n:entry|entries} changed in other details"
  - "{n:row is|rows are} new or changed"
  - "{n:row is|rows are} gone or changed"
  - "{n:row in place of another|rows in place of as many others}"
  - Nothing differs from the register of {since}.
  - "Since the register of {since}: {told:;}."
  - "{n} arrested"
  - "{n} sentenced"
  - "{n} released"
  - "{n:person is|people are} new in the list"
  - "{n:person is|people are} no longer in it"
  - older facts corrected of {n:person|people}
  - another status without a date for {n:person|people}
  - "{status}: {before} before, {after} now"
caveats:
  - "A number can go down because people were released or because a figure was corrected. The two are separated only where people could be followed from one register to the next. Arrests, verdicts and releases are events. Older facts that are different now are corrections."
  - Of all other files, rows are compared as published. In the table, a row that changed in anything counts as one new and one gone.
*/
WITH counted AS (
    SELECT dataset, snapshot, since, compared,
        any_value(people) FILTER (part = '' AND name = 'added') AS added,
        any_value(people) FILTER (part = '' AND name = 'gone') AS gone,
        any_value(people) FILTER (part = '' AND name = 'undated') AS undated,
        any_value(people) FILTER (part = '' AND name = 'corrected') AS corrected,
        any_value(people) FILTER (part = 'events' AND name = 'arrests') AS arrests,
        any_value(people) FILTER (part = 'events' AND name = 'verdicts') AS verdicts,
        any_value(people) FILTER (part = 'events' AND name = 'releases') AS releases
    FROM changes GROUP BY ALL
), listed AS (
    SELECT dataset, snapshot, count(*) AS rows_listed, list({template: CASE change
            WHEN 'new' THEN if(after IS NULL, '{what} is new', '{what}, {verbatim:date}: {after:;} is new')
            WHEN 'gone' THEN if(before IS NULL, '{what} is gone', '{what}, {verbatim:date}: {before:;} is gone')
            WHEN 'changed' THEN '{what}, {verbatim:date}: {before:;} before, {after:;} now'
            ELSE if(after IS NULL, '{what}: “{fields:;}” changed', '{what}, {verbatim:date}: the number is as before, “{fields:;}” changed') END,
         what: what, verbatim: date, before: before, after: after, fields: fields} ORDER BY what.title, what.verbatim, date) AS rows_told,
        [{template: '{n:entry is|entries are} new', n: count(*) FILTER (change = 'new')},
         {template: '{n:entry is|entries are} gone', n: count(*) FILTER (change = 'gone')},
         {template: '{n:number|numbers} changed', n: count(*) FILTER (change = 'changed')},
         {template: '{n:entry|entries} changed in other details', n: count(*) FILTER (change = 'other details')}] AS kinds
    FROM changed_rows() GROUP BY ALL
), told AS (
    -- What did not happen is not told.
    SELECT dataset, snapshot, list_filter(
        CASE compared WHEN 'people' THEN [
            {template: '{n} arrested', n: arrests},
            {template: '{n} sentenced', n: verdicts},
            {template: '{n} released', n: releases},
            {template: '{n:person is|people are} new in the list', n: added},
            {template: '{n:person is|people are} no longer in it', n: gone},
            {template: 'older facts corrected of {n:person|people}', n: corrected},
            {template: 'another status without a date for {n:person|people}', n: undated}]
        ELSE coalesce(kinds, if(added = gone, [
            {template: '{n:row in place of another|rows in place of as many others}', n: added}], [
            {template: '{n:row is|rows are} new or changed', n: added},
            {template: '{n:row is|rows are} gone or changed', n: gone}])) END,
        lambda each: each.n > 0) AS told
    FROM counted LEFT JOIN listed USING (dataset, snapshot)
), totals AS (
    SELECT dataset, snapshot,
        list({template: '{status}: {before} before, {after} now', status: coalesce(label, value), before: before, after: after}
             ORDER BY position, value) AS totals
    FROM (SELECT dataset, snapshot, name AS value, any_value(people) FILTER (part = 'before') AS before,
              any_value(people) FILTER (part = 'after') AS after
          FROM changes WHERE part IN ('before', 'after') GROUP BY ALL
          HAVING before <> after)
        LEFT JOIN (SELECT dataset, value, label, position FROM labels WHERE field = 'status') USING (dataset, value)
    GROUP BY ALL
), taken_in AS (
    SELECT known AS day, 'New data' AS kind, title, dataset, snapshot, known, since,
        {template: CASE WHEN since IS NULL THEN 'The first file of these data, with {rows:row|rows}.'
             WHEN compared = 'people' THEN if(len(told) > 0, 'Since the register of {since}: {told:;}.', 'Nothing differs from the register of {since}.')
             WHEN len(told) = 0 THEN 'No row differs from those of {since}.'
             WHEN rows_listed <= 6 THEN 'Since the file of {since}: {told:;}. {rows_told:;}.'
             WHEN rows_listed > 6 THEN 'Since the file of {since}: {told:;}. “Rows that changed” lists them.'
             ELSE 'Since the file of {since}: {told:;}.' END,
         rows: rows, since: since, told: told, rows_told: only_if(rows_listed <= 6, rows_told)} AS change,
        {template: only_if(totals IS NOT NULL, '{totals:;}'), totals: totals} AS by_status,
        {template: only_if(len(new_notes) > 0, '{notes: }'), notes: new_notes} AS why, added, gone, concat_ws('-', dataset, snapshot) AS entry
    FROM snapshots LEFT JOIN counted USING (dataset, snapshot) LEFT JOIN told USING (dataset, snapshot) LEFT JOIN listed USING (dataset, snapshot) LEFT JOIN totals USING (dataset, snapshot)
), amended AS (
    SELECT made_on AS day, if(field IS NULL, 'Withdrawal', 'Correction') AS kind, source.title, each.dataset, snapshot, known,
        {template: CASE WHEN field IS NULL THEN 'The file of {snapshot} was withdrawn.'
             WHEN before IS NULL THEN 'Corrected: {field} of one person. The values are not told, to protect people.'
             ELSE 'Corrected: {field}. {verbatim:days}' END,
         snapshot: snapshot, field: coalesce(named.title, field),
         verbatim: concat_ws(': ', row, coalesce(nullif(before, ''), '–') || ' → ' || coalesce(nullif(after, ''), '–')) || '.'} AS change,
        {template: '{notes: }', notes: [reason]} AS why,
        concat_ws('-', each.dataset, snapshot, if(field IS NULL, 'withdrawn', 'corrected'), made_on,
            only_if(field IS NOT NULL, left(md5(concat_ws('|', field, row, before, after)), 8)),
            nullif(row_number() OVER (PARTITION BY each.dataset, snapshot, made_on, field, row, before, after), 1)) AS entry
    FROM corrections AS each
    LEFT JOIN (SELECT dataset, arg_max(title, snapshot) AS title FROM snapshots GROUP BY dataset) AS source USING (dataset)
    LEFT JOIN dictionary AS named USING (dataset, field)
)
SELECT day, kind, coalesce(title, dataset) AS title, dataset, snapshot, since, change, by_status, why, added, gone, entry
FROM (FROM taken_in UNION ALL BY NAME FROM amended) AS each
-- A file that is taken in later changes no link that was made before.
WHERE is_known(each.dataset, each.snapshot, each.known)
ORDER BY day DESC, dataset, snapshot DESC, entry;

-- words
SELECT count(*) AS updates, min(day) AS first, max(day) AS newest FROM answer;
