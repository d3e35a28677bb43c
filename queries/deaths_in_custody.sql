/*
title: Deaths in custody
answers: Political prisoners known to have died in custody since 2020, by the day of each figure
unit: person|people
datasets: [indicators]
columns:
  date: {title: Date, description: The day the figure stands for}
  people: {title: Died in custody, unit: person|people}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart:
  kind: line
  x: date
  y: [people]
  points: true
  open_marks: {source_kind: [quoted by others, computed by others, second-hand], precision: [about, at least]}
words:
  total: "{people:political prisoner is|political prisoners are} known to have died in custody from 2020 to {day}."
  total_least: "At least {people:political prisoner|political prisoners} died in custody from 2020 to {day}."
  years: "By year: {years:;}."
  later: "No newer total was found, and no figure for {unknown}."
  newest: "No newer total was found."
finding: [total, total_least]
cell_texts:
  - "{n} in {year:year}"
  - "{year:year}"
caveats:
  - These are deaths that became known. People who died soon after their release are not counted.
  - "A filled mark is a figure published by whoever counted it (“the counter's own text”). An open mark is weaker: the figure is quoted or computed by others, second-hand, or marked “about” or “at least”."
*/
SELECT date, value::BIGINT AS people, unit, precision, source_title, source_url, source_kind
FROM figures_on('releases')
WHERE topic = 'died_in_custody_cumulative'
ORDER BY date, strength, value, source_title;

-- words
SELECT [if(rounded, 'total_least', 'total'), only_if(years IS NOT NULL, 'years'), if(unknown IS NOT NULL, 'later', 'newest')] AS parts, *
FROM (
    SELECT last_day_of(date) AS day, people, precision = label_of('people_counts', 'qualifier', 'at_least') AS rounded
    FROM answer ORDER BY date DESC, people DESC LIMIT 1
), (
    SELECT list({template: '{n} in {year:year}', n: value::BIGINT, year: year} ORDER BY year) AS years
    FROM figures_on('releases') WHERE topic = 'died_in_custody_per_year'
), (
    -- The years after the newest figure, up to that in which the figures were collected.
    SELECT list({template: '{year:year}', year: each} ORDER BY each) AS unknown
    FROM (SELECT unnest(range(max(year) + 1, year(shown('indicators')) + 1)) AS each FROM figures_on('releases')
          WHERE topic IN ('died_in_custody_cumulative', 'died_in_custody_per_year'))
);
