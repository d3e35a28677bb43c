/*
title: The eight defenders in full
answers: What public sources say of the eight rights defenders, with charges, appeal, notes and sources
unit: person|people
datasets: [defenders]
columns:
  name: {title: Name, translate: true}
  name_be: {title: Name in Belarusian}
  role: {title: Role, translate: true}
  arrested: {title: Arrested}
  charges: {title: Charges, description: Articles of the Criminal Code, translate: true}
  verdict: {title: Sentenced}
  sentence: {title: Sentence, translate: true}
  appeal: {title: Appeal, translate: true}
  released: {title: Released, description: Empty where no release is known}
  release_kind: {title: How released, translate: true}
  status: {title: Status}
  as_of: {title: Status holds for, description: Nothing later was read}
  note: {title: Note, description: "Where reports conflict, or more should be known", translate: true}
  source_title: {title: Sources}
  source_url: {title: Links, description: In the order of the sources; - where there is no stable one}
words:
  some: "{rows:person|people}, {imprisoned} of them in prison by the newest texts that we read."
  none: "None of the {rows} is in prison by the newest texts that we read."
caveats:
  - A status holds for the day beside it and may have changed since.
*/
SELECT name, name_be, role, arrested, charges, verdict, sentence, appeal, released, release_kind, status, as_of, note,
    source_title, source_url
FROM all_defenders()
ORDER BY ALL;

-- words
SELECT [if(imprisoned = 0, 'none', 'some')] AS parts, *
FROM (SELECT count(*) AS rows, count(*) FILTER (status = 'imprisoned') AS imprisoned FROM answer);
