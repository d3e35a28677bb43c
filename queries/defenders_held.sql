/*
title: Time in prison
answers: The eight defenders from arrest to release, or to the day for which the status holds
unit: days
datasets: [defenders]
columns:
  name: {title: Name}
  arrested: {title: Arrested}
  verdict: {title: Sentenced}
  sentence: {title: Sentence}
  released: {title: Released, description: Empty where no release is known}
  release_kind: {title: How released}
  held_until: {title: Held at least until, description: "Day of the release, or the one for which the status holds"}
  days_held: {title: Days held, unit: days, description: From the arrest to that day}
  code: {title: Code}
  status: {title: Status}
  as_of: {title: Status holds for, description: Nothing later was read}
chart: {kind: spans, x: name, from: arrested, to: released, open: held_until, series: status, colour: code}
words: "{released}.{imprisoned}"
caveats:
  - A status holds for the day beside it and may have changed since. An arrow means that no release was known on that day.
  - Days run from this arrest. Earlier imprisonments, named in the notes below, are not counted.
*/
SELECT name, arrested, verdict, sentence, released, release_kind,
    coalesce(released, known_until) AS held_until,
    date_diff('day', arrested, coalesce(released, known_until)) AS days_held,
    status AS code, label_of('defenders', 'status', status)
        || CASE WHEN status = 'imprisoned' THEN concat(' on ', strftime(known_until, '%-d %B %Y')) ELSE '' END AS status,
    as_of
FROM (SELECT *, TRY_CAST(CASE length(as_of) WHEN 7 THEN as_of || '-01' ELSE as_of END AS DATE) AS known_until
      FROM all_defenders())
ORDER BY arrested, name;

-- words
SELECT
    format('{} of {} are released', freed, everyone)
        || CASE WHEN freed = 0 THEN '' WHEN shortest = longest THEN format(', after {:,} days', longest)
               ELSE format(', after {:,} to {:,} days', shortest, longest) END AS released,
    CASE WHEN held = 0 THEN ''
        ELSE format(' {} {} in prison when last heard of ({}), by then for up to {:,} days.',
                    regexp_replace(names, ', ([^,]*)$', ' and \1'), CASE held WHEN 1 THEN 'was' ELSE 'were' END,
                    CASE first_known WHEN last_known THEN last_known ELSE concat(first_known, ' to ', last_known) END,
                    longest_held) END AS imprisoned
FROM (
    SELECT count(*) AS everyone, count(*) FILTER (code = 'released') AS freed,
        min(days_held) FILTER (code = 'released') AS shortest, max(days_held) FILTER (code = 'released') AS longest,
        count(*) FILTER (code = 'imprisoned') AS held, max(days_held) FILTER (code = 'imprisoned') AS longest_held,
        array_to_string(list(name ORDER BY name) FILTER (code = 'imprisoned'), ', ') AS names,
        strftime(min(held_until) FILTER (code = 'imprisoned'), '%-d %B %Y') AS first_known,
        strftime(max(held_until) FILTER (code = 'imprisoned'), '%-d %B %Y') AS last_known
    FROM answer
);
