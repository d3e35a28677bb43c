/*
title: What else should be known
answers: Notes on the eight defenders, a sentence a row; where reports conflict, both are told
unit: note|notes
datasets: [defenders]
prose: true
columns:
  name: {title: Name, translate: true}
  note: {title: Note, translate: true}
  as_of: {title: Status holds for}
  position: {title: "No."}
words:
  notes: "{notes:note|notes} on {people:person|people}."
  conflict: "{name}: {note}"
*/
SELECT name, unnest(sentences) AS note, as_of, generate_subscripts(sentences, 1) AS position
FROM (
    SELECT name, as_of,
        -- A full stop ends a sentence, but not in "Art. 243".
        list_transform(string_split(replace(note, 'Art. ', 'Art.~'), '. '),
                       lambda part: rtrim(replace(part, 'Art.~', 'Art. '), '.') || '.') AS sentences
    FROM all_defenders() WHERE note IS NOT NULL
)
ORDER BY name, position;

-- words
SELECT ['notes'] AS parts, count(*) AS notes, count(DISTINCT name) AS people, NULL AS name, NULL AS note FROM answer
UNION ALL
(SELECT ['conflict'], NULL, NULL, name, note FROM answer WHERE starts_with(note, 'Reports conflict: ') ORDER BY name);
