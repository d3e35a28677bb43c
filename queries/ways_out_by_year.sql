/*
title: Pardons and full terms served, by year
answers: How many people were pardoned in a year, and how many political prisoners served their full term, as published
unit: person|people
datasets: [indicators]
columns:
  year: {title: Year}
  way: {title: Way, translate: true}
  people: {title: People, unit: person|people}
  date: {title: Date, description: The day the figure stands for}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: columns, x: year, y: [people], series: way}
words: "The newest figure of each kind: {named:;}."
cell_texts:
  - "{title} — {n} in {year:year}"
  - "{title} — at least {n} in {year:year}"
  - "{title} — about {n} in {year:year}"
caveats:
  - Pardons are of people whom Viasna knows of. Some sources count all people pardoned, some only political prisoners; the unit says which.
  - A figure whose date is before 31 December is for the year up to that day. The table has the dates.
  - A year without a column has no figure that was found. That says nothing of how many there were.
*/
SELECT year, title AS way, value::BIGINT AS people, date, unit, precision, source_title, source_url, source_kind
FROM figures_on('releases')
WHERE topic IN ('pardoned_per_year', 'served_full_term_per_year')
-- Of several figures of a year the newest, then the one with the strongest source.
QUALIFY row_number() OVER (PARTITION BY topic, year ORDER BY date DESC, strength, value, source_title) = 1
ORDER BY place, year;

-- words
SELECT list({template: by_precision(precision, '{title} — {n} in {year:year}', '{title} — at least {n} in {year:year}', '{title} — about {n} in {year:year}'), title: way, n: people, year: year} ORDER BY year DESC, people DESC, way) AS named
FROM (FROM answer QUALIFY year = max(year) OVER (PARTITION BY way));
