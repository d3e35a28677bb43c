/*
title: Pardons and full terms served, by year
answers: People pardoned, and political prisoners who served their full term, as published
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
chart: {kind: panels, x: year, y: [people], series: way}
words:
  both: "From January to {day}, {pardoned} were pardoned and {served} served their full term."
  pardoned: "From January to {day}, {pardoned} were pardoned."
  served: "From January to {served_day}, {served} served their full term."
finding: [both, pardoned, served]
cell_texts:
  - "{n:person|people}"
  - "at least {n:person|people}"
  - "about {n:person|people}"
caveats:
  - Pardons are of people whom Viasna knows of. Some sources count all people pardoned, some only political prisoners; the unit says which.
  - A figure whose date is before 31 December is for the year up to that day. The table has the dates.
  - For a year without a bar in the chart, no figure was found. That says nothing of how many there were.
*/
SELECT year, title AS way, value::BIGINT AS people, date, unit, precision, source_title, source_url, source_kind, topic
FROM figures_on('releases')
WHERE topic IN ('pardoned_per_year', 'served_full_term_per_year')
-- Of several figures of a year the newest, then the one with the strongest source.
QUALIFY row_number() OVER (PARTITION BY topic, year ORDER BY date DESC, strength, value, source_title) = 1
ORDER BY place, year;

-- words
SELECT CASE WHEN day = served_day THEN ['both'] ELSE [only_if(day IS NOT NULL, 'pardoned'), only_if(served_day IS NOT NULL, 'served')] END AS parts, *
FROM (
    SELECT max(day) FILTER (topic = 'pardoned_per_year') AS day,
        arg_max(said, day) FILTER (topic = 'pardoned_per_year') AS pardoned,
        max(day) FILTER (topic <> 'pardoned_per_year') AS served_day,
        arg_max(said, day) FILTER (topic <> 'pardoned_per_year') AS served
    FROM (SELECT *, last_day_of(date) AS day,
              {template: by_precision(precision, '{n:person|people}', 'at least {n:person|people}', 'about {n:person|people}'), n: people} AS said
          FROM answer)
);
