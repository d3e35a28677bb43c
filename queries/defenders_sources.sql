/*
title: Sources on the eight
answers: The texts that stand behind what is said of each defender, a text a row
unit: source|sources
datasets: [defenders]
prose: true
columns:
  name: {title: Name, translate: true}
  source_title: {title: Source}
  source_url: {title: Link, description: Empty where the text was read on a page that is not stable}
  position: {title: "No."}
words: "{texts:different text|different texts}, between {least} and {most} for each person."
*/
SELECT name, unnest(titles) AS source_title, nullif(unnest(urls), '-') AS source_url,
    generate_subscripts(titles, 1) AS position
FROM (
    SELECT name, string_split(source_title, ' ; ') AS titles, string_split(source_url, ' ; ') AS urls
    FROM all_defenders()
)
ORDER BY name, position;

-- words
SELECT count(DISTINCT source_title) AS texts,
    (SELECT min(rows) FROM (SELECT count(*) AS rows FROM answer GROUP BY name)) AS least,
    (SELECT max(rows) FROM (SELECT count(*) AS rows FROM answer GROUP BY name)) AS most
FROM answer;
