/*
title: The largest releases
answers: Releases of 50 people or more on one day, each once
unit: person|people
datasets: [indicators]
columns:
  date: {title: Date, description: The day the figure stands for}
  title: {title: Release, translate: true}
  people: {title: People, unit: person|people}
  source_title: {title: Source}
  source_url: {title: Link}
words: "{rows:release|releases}."
cell_texts:
  - "{people:person|people} released"
*/
SELECT date, {template: '{people:person|people} released', people: value::BIGINT} AS title, value::BIGINT AS people, source_title, source_url
FROM figures_on('releases')
WHERE topic = 'mass_release' AND value >= 50
QUALIFY row_number() OVER (PARTITION BY date ORDER BY strength, value DESC, source_title) = 1
ORDER BY date;

-- words
SELECT count(*) AS rows FROM answer;
