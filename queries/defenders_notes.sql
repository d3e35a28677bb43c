/*
title: What else should be known
answers: Notes on the eight defenders, a sentence a row; where reports conflict, both are told
unit: notes
datasets: [defenders]
prose: true
columns:
  name: {title: Name}
  note: {title: Note}
  as_of: {title: Status holds for}
  position: {title: "No."}
words: "{notes} notes on {people} people.{conflicts}"
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
SELECT count(*) AS notes, count(DISTINCT name) AS people,
    coalesce(string_agg(format(' Reports on {} conflict: {}', name, substring(note, 19)), '' ORDER BY name)
             FILTER (starts_with(note, 'Reports conflict: ')), '') AS conflicts
FROM answer;
