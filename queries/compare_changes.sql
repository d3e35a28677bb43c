/*
title: What changed in between
answers: Events since the earlier register apart from corrections of it, as counted when the later one was taken in
unit: person|people
datasets: [people]
settings: [against]
columns:
  kind: {title: Kind, description: "Event: dated after the earlier register. Revision: an older fact told otherwise now", translate: true}
  change: {title: Change, translate: true}
  people: {title: People, unit: person|people}
  since: {title: Since}
  until: {title: Until}
words:
  entries: "From {since} to {until}: {told:;}. Events and corrections look alike here."
  people: "From {since} to {until}: {told:;}."
  none: "From {since} to {until} nothing changed."
empty: "What changed between these registers was not counted when they were taken in."
cell_texts:
  - Event
  - Event or revision
  - List
  - Revision
  - Entries
  - Arrested
  - Sentenced
  - Released
  - Another status, and no date says why
  - New in the register
  - New, and not surely arrested since the earlier one
  - No longer in the register
  - An older fact was corrected
  - "Corrected: {field:lower}"
  - "{n:entry is new or was changed|entries are new or were changed}"
  - "{n:entry is gone or was changed|entries are gone or were changed}"
  - "{n} arrested"
  - "{n} sentenced"
  - "{n} released"
  - older facts corrected of {n:person|people}
  - New, or changed to what they are
  - Gone, or changed from what they were
caveats:
  - These counts are of the whole register, whatever the filters say.
  - "People were followed from one register to the next where the maintainers had the source's rows of both days. Where there were none, only published entries could be compared. An entry that changed in anything counts as one gone and one new. Events and corrections then look alike."
  - One person may be counted under several changes.
*/
WITH named(place, part, name, kind, change) AS (
    VALUES (1, 'events', 'arrests', 'Event', 'Arrested'),
        (2, 'events', 'verdicts', 'Event', 'Sentenced'),
        (3, 'events', 'releases', 'Event', 'Released'),
        (4, '', 'undated', 'Event or revision', 'Another status, and no date says why'),
        (5, '', 'added', 'List', 'New in the register'),
        (6, '', 'added_late', 'List', 'New, and not surely arrested since the earlier one'),
        (7, '', 'gone', 'List', 'No longer in the register'),
        (8, '', 'corrected', 'Revision', 'An older fact was corrected'),
        (9, 'revisions', NULL, 'Revision', 'Corrected: {field:lower}')
),
counted AS (
    SELECT * FROM changes JOIN compared_days() ON snapshot > earlier_day AND snapshot <= later_day
    WHERE dataset = 'people'
)
SELECT CASE WHEN compared = 'rows' THEN 'Entries' ELSE kind END AS kind,
    {template: CASE WHEN compared = 'rows' AND counted.name = 'added' THEN 'New, or changed to what they are'
                WHEN compared = 'rows' AND counted.name = 'gone' THEN 'Gone, or changed from what they were'
                ELSE change END,
     field: CASE WHEN counted.part = 'revisions' THEN coalesce(title, counted.name) END} AS change,
    people, since, snapshot AS until
FROM counted JOIN named ON counted.part = named.part AND counted.name = coalesce(named.name, counted.name)
LEFT JOIN dictionary ON dictionary.dataset = 'people' AND field = counted.name
ORDER BY until, place, people DESC, change;

-- words
SELECT [CASE WHEN told IS NULL THEN 'none' WHEN by_entries THEN 'entries' ELSE 'people' END] AS parts, since, until, told
FROM (
    SELECT since, until, bool_or(kind = 'Entries') AS by_entries,
        list({template: said, n: people} ORDER BY position) FILTER (people > 0 AND said IS NOT NULL) AS told
    FROM answer LEFT JOIN (VALUES
        ('New, or changed to what they are', 1, '{n:entry is new or was changed|entries are new or were changed}'),
        ('Gone, or changed from what they were', 2, '{n:entry is gone or was changed|entries are gone or were changed}'),
        ('Arrested', 3, '{n} arrested'),
        ('Sentenced', 4, '{n} sentenced'),
        ('Released', 5, '{n} released'),
        ('An older fact was corrected', 6, 'older facts corrected of {n:person|people}')
    ) AS sentences(change_named, position, said) ON change.template = change_named
    GROUP BY since, until
)
ORDER BY until;
