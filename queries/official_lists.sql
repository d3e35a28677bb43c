/*
title: People on official lists
answers: "People whom the authorities named as “extremists” or “terrorists”, by day"
unit: person|people
datasets: [indicators]
columns:
  date: {title: Date, description: The day the figure stands for}
  list_name: {title: Official list, translate: true}
  people: {title: People, unit: person|people}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart:
  kind: line
  x: date
  y: [people]
  series: list_name
  points: true
  open_marks: {source_kind: [quoted by others, computed by others, second-hand], precision: [about, at least]}
words:
  first: "{title}: {figure}, on {day}."
  others: "The other list: {named:;}."
finding: [first]
cell_texts:
  - "{n}"
  - "at least {n}"
  - "about {n}"
  - "{title} — {n} by {day}"
  - "{title} — at least {n} by {day}"
  - "{title} — about {n} by {day}"
caveats:
  - These are two lists. One person can be on both, so the figures must not be added up.
  - "No line is drawn between the figures of a list: few are known, and they come from different sources."
  - "A filled mark is a figure published by whoever counted it (“the counter's own text”). An open mark is weaker: the figure is quoted or computed by others, second-hand, or marked “about” or “at least”."
*/
SELECT date, title AS list_name, value::BIGINT AS people, unit, precision, source_title, source_url, source_kind
FROM figures_on('pressure')
WHERE topic IN ('extremist_persons_list', 'kgb_terrorist_list')
ORDER BY place, date, strength, value, source_title;

-- words
WITH newest AS (FROM answer QUALIFY row_number() OVER (PARTITION BY list_name ORDER BY date DESC, people DESC) = 1)
SELECT ['first', only_if(named IS NOT NULL, 'others')] AS parts, *
FROM (
    SELECT list_name AS title, last_day_of(date) AS day, {template: by_precision(precision, '{n}', 'at least {n}', 'about {n}'), n: people} AS figure
    FROM newest ORDER BY people DESC, list_name LIMIT 1
), LATERAL (
    SELECT list({template: by_precision(precision, '{title} — {n} by {day}', '{title} — at least {n} by {day}', '{title} — about {n} by {day}'), title: list_name, n: people, day: last_day_of(date)}
        ORDER BY people DESC, list_name) AS named
    FROM newest WHERE list_name <> title
);
