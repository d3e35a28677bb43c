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
  entries: "From {since} to {until}: {new:entry is new or was changed|entries are new or were changed}, {gone:is gone or was changed|are gone or were changed}; events cannot be told apart from corrections."
  people: "From {since} to {until}: {arrested} arrested, {sentenced} sentenced, {released} released; older facts corrected of {corrected}."
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
  - New, or changed to what they are
  - Gone, or changed from what they were
caveats:
  - These counts are of the whole register, whatever the filters say.
  - "People were followed from one register to the next where the maintainers had the source's rows of both days. Where they had not, only published entries could be compared: one that changed in anything counts as one gone and one new, and events cannot be told apart from revisions."
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
     field: coalesce(title, counted.name)} AS change,
    people, since, snapshot AS until
FROM counted JOIN named ON counted.part = named.part AND counted.name = coalesce(named.name, counted.name)
LEFT JOIN dictionary ON dictionary.dataset = 'people' AND field = counted.name
ORDER BY until, place, people DESC, change;

-- words
SELECT [if(bool_or(kind = 'Entries'), 'entries', 'people')] AS parts, since, until,
    any_value(people) FILTER (change.template = 'New, or changed to what they are') AS new,
    any_value(people) FILTER (change.template = 'Gone, or changed from what they were') AS gone,
    coalesce(any_value(people) FILTER (change.template = 'Arrested'), 0) AS arrested,
    coalesce(any_value(people) FILTER (change.template = 'Sentenced'), 0) AS sentenced,
    coalesce(any_value(people) FILTER (change.template = 'Released'), 0) AS released,
    coalesce(any_value(people) FILTER (change.template = 'An older fact was corrected'), 0) AS corrected
FROM answer GROUP BY since, until ORDER BY until;
