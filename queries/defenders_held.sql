/*
title: Time in prison
answers: The eight defenders from arrest to release, or to the day for which the status holds
unit: day|days
datasets: [defenders]
columns:
  name: {title: Name, translate: true}
  arrested: {title: Arrested}
  verdict: {title: Sentenced}
  sentence: {title: Sentence, translate: true}
  released: {title: Released, description: Empty where no release is known}
  release_kind: {title: How released, translate: true}
  held_until: {title: Held at least until, description: "Day of the release, or the one for which the status holds"}
  days_held: {title: Days held, unit: day|days, description: From the arrest to that day}
  code: {title: Code, shown_as: status}
  status: {title: Status, translate: true}
  as_of: {title: Status holds for, description: Nothing later was read}
chart: {kind: timeline, x: name, from: arrested, to: released, open: held_until, series: status, colour: code}
words:
  spent: "The rights defenders spent {time} in prison."
  spent_so_far: "By the last news, the rights defenders had spent {time} in prison."
  freed: "{freed} of {everyone} have been released."
  freed_alike: "{freed} of {everyone} have been released, after {longest:day|days}."
  freed_after: "{freed} of {everyone} have been released, after {shortest} to {longest:day|days}."
  held_one: "{names} was in prison when last heard of ({heard}), by then for up to {longest_held:day|days}."
  held: "{names} were in prison when last heard of ({heard}), by then for up to {longest_held:day|days}."
finding: [spent, spent_so_far]
cell_texts:
  - "{least:length}"
  - "{least:length} to {most:length}"
  - "{status} on {day}"
  - "{first} to {last}"
caveats:
  - A bar is time in prison. Its colour says what has become of the person since.
  - A status holds for the day beside it and may have changed since. An arrow means that no release was known on that day.
  - Days run from the arrest stated here. Earlier imprisonments, which the notes name, are not counted. Where no text that we read has a name in Belarusian, we formed its spelling ourselves.
*/
SELECT name, arrested, verdict, sentence, released, release_kind,
    coalesce(released, known_until) AS held_until,
    date_diff('day', arrested, coalesce(released, known_until)) AS days_held,
    status AS code,
    {template: if(status = 'imprisoned' AND known_until IS NOT NULL, '{status} on {day}', '{status}'),
     status: label_of('defenders', 'status', status), day: known_until} AS status,
    as_of
FROM (SELECT *, TRY_CAST(CASE length(as_of) WHEN 7 THEN as_of || '-01' ELSE as_of END AS DATE) AS known_until
      FROM all_defenders())
ORDER BY arrested, name;

-- words
SELECT
    [CASE WHEN most IS NULL THEN NULL WHEN freed = everyone THEN 'spent' ELSE 'spent_so_far' END,
     CASE WHEN freed = everyone THEN NULL WHEN freed = 0 THEN 'freed' WHEN shortest = longest THEN 'freed_alike' ELSE 'freed_after' END,
     CASE held WHEN 0 THEN NULL WHEN 1 THEN 'held_one' ELSE 'held' END] AS parts,
    {template: if(first_known = last_known, '{first}', '{first} to {last}'), first: first_known, last: last_known} AS heard,
    {template: if(least = most, '{least:length}', '{least:length} to {most:length}'), least: least, most: most} AS time, *
FROM (
    SELECT count(*) AS everyone, count(*) FILTER (code = 'released') AS freed,
        min(datesub('month', arrested, held_until)) AS least, max(datesub('month', arrested, held_until)) AS most,
        min(days_held) FILTER (code = 'released') AS shortest, max(days_held) FILTER (code = 'released') AS longest,
        count(*) FILTER (code = 'imprisoned') AS held, max(days_held) FILTER (code = 'imprisoned') AS longest_held,
        list(name ORDER BY name) FILTER (code = 'imprisoned') AS names,
        min(held_until) FILTER (code = 'imprisoned') AS first_known,
        max(held_until) FILTER (code = 'imprisoned') AS last_known
    FROM answer
);
