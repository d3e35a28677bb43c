/*
title: What changed in between
answers: Events since the earlier register apart from corrections of it, as counted when the later one was taken in
unit: people
datasets: [people]
settings: [against]
columns:
  kind: {title: Kind, description: "Event: dated after the earlier register. Revision: an older fact told otherwise now"}
  change: {title: Change}
  people: {title: People, unit: people}
  since: {title: Since}
  until: {title: Until}
words: "{said}"
empty: "What changed between these registers was not counted when they were taken in."
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
        (9, 'revisions', NULL, 'Revision', 'Corrected: ')
),
counted AS (
    SELECT * FROM changes JOIN compared_days() ON snapshot > earlier_day AND snapshot <= later_day
    WHERE dataset = 'people'
)
SELECT CASE WHEN compared = 'rows' THEN 'Entries' ELSE kind END AS kind,
    CASE WHEN compared = 'rows' AND counted.name = 'added' THEN 'New, or changed to what they are'
         WHEN compared = 'rows' AND counted.name = 'gone' THEN 'Gone, or changed from what they were'
         WHEN counted.part = 'revisions' THEN change || lower(coalesce(title, counted.name))
         ELSE change END AS change,
    people, since, snapshot AS until
FROM counted JOIN named ON counted.part = named.part AND counted.name = coalesce(named.name, counted.name)
LEFT JOIN dictionary ON dictionary.dataset = 'people' AND field = counted.name
ORDER BY until, place, people DESC, change;

-- words
SELECT string_agg(format('From {} to {}: {}.', strftime(since, '%-d %B %Y'), strftime(until, '%-d %B %Y'),
        CASE WHEN compared_rows THEN format('{:,} entries are new or were changed, {:,} are gone or were changed; events '
                                            || 'cannot be told apart from corrections', new_rows, gone_rows)
             ELSE format('{:,} arrested, {:,} sentenced, {:,} released; older facts corrected of {:,}',
                         arrested, sentenced, released, corrected) END), ' ' ORDER BY until) AS said
FROM (SELECT since, until, bool_or(kind = 'Entries') AS compared_rows,
          any_value(people) FILTER (starts_with(change, 'New, or')) AS new_rows,
          any_value(people) FILTER (starts_with(change, 'Gone, or')) AS gone_rows,
          coalesce(any_value(people) FILTER (change = 'Arrested'), 0) AS arrested,
          coalesce(any_value(people) FILTER (change = 'Sentenced'), 0) AS sentenced,
          coalesce(any_value(people) FILTER (change = 'Released'), 0) AS released,
          coalesce(any_value(people) FILTER (change = 'An older fact was corrected'), 0) AS corrected
      FROM answer GROUP BY ALL);
