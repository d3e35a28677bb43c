/*
title: The eight, one by one
answers: What public sources say of each of the eight rights defenders
unit: person|people
datasets: [defenders]
columns:
  name: {title: Name, translate: true}
  role: {title: Role, translate: true}
  arrested: {title: Arrested}
  verdict: {title: Sentenced}
  sentence: {title: Sentence, translate: true}
  held_until: {title: Held at least until, description: "Day of the release, or the one for which the status holds"}
  days_held: {title: Days held, unit: day|days, description: From the arrest to that day}
  released: {title: Released, description: Empty where no release is known}
  release_kind: {title: How released, translate: true}
  status: {title: Status, translate: true}
  as_of: {title: Status holds for, description: Nothing later was read}
  note: {title: Note, description: "Where reports conflict, or more should be known", translate: true}
  source_title: {title: Sources}
  source_url: {title: Links, description: In the order of the sources; - where there is no stable one}
chart: {kind: profiles}
words:
  some: "{freed} of {everyone:rights defender|rights defenders} have been released, {held:was|were} in prison when last heard of."
  all: "All {everyone:rights defender has|rights defenders have} been released."
finding: [some, all]
caveats:
  - A status holds for the day beside it and may have changed since.
  - Days run from the arrest stated here. Earlier imprisonments, which the notes name, are not counted. “First held for 14 months” means the beginning of the same detention, under an earlier charge. Where no text that we read has a name in Belarusian, we formed its spelling ourselves.
*/
SELECT name, role, arrested, verdict, sentence, coalesce(released, known_until) AS held_until,
    date_diff('day', arrested, coalesce(released, known_until)) AS days_held,
    released, release_kind, label_of('defenders', 'status', status) AS status, as_of, note, source_title, source_url
FROM (SELECT *, TRY_CAST(CASE length(as_of) WHEN 7 THEN as_of || '-01' ELSE as_of END AS DATE) AS known_until
      FROM all_defenders())
ORDER BY arrested, name;

-- words
SELECT [if(held = 0, 'all', 'some')] AS parts, *
FROM (
    SELECT count(*) AS everyone, count(released) AS freed, count(*) - count(released) AS held FROM answer
);
