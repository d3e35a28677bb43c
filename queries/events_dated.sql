/*
title: Dated events
answers: Events by date; one whose day the source does not give stands where its month or year begins
unit: event|events
datasets: [events, indicators]
columns:
  date: {title: Date, description: "Day, month or year, as the source gives it"}
  title: {title: Event, translate: true}
  description: {title: What happened, translate: true}
  released: {title: Released, unit: person|people, description: "People released on this day, where a source says that they were 50 or more"}
  label: {title: Name on a curve, translate: true}
words: "{rows:event|events}."
cell_texts:
  - "{people:person|people} released"
caveats:
  - An event beside a turn of a line is no proof that it caused it.
*/
SELECT date, title, description, released,
    {template: if(released IS NULL, '{title}', '{people:person|people} released'), title: title, people: released} AS label
FROM all_events() LEFT JOIN (
    SELECT date, max(value)::BIGINT AS released FROM figures_on('releases') WHERE topic = 'mass_release' AND value >= 50 GROUP BY date
) USING (date)
ORDER BY ALL;

-- words
SELECT count(*) AS rows FROM answer;
