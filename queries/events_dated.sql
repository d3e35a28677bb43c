/*
title: Dated events
answers: Events by day; one that has only a month stands on the month's first day
unit: event|events
datasets: [events]
columns:
  date: {title: Date}
  title: {title: Event, spoken: true}
  description: {title: What happened, spoken: true}
words: "{rows:event|events}."
says:
  - "{event}, some day in {month:month}"
  - "{event}, some day in {year}"
caveats:
  - An event beside a turn of a line is no proof that it caused it.
*/
-- Where the day is made up for the place on an axis, the title says so.
SELECT CAST(CASE length(date) WHEN 7 THEN date || '-01' WHEN 4 THEN date || '-01-01' ELSE date END AS DATE) AS date,
    {says: CASE length(date) WHEN 7 THEN '{event}, some day in {month:month}'
                             WHEN 4 THEN '{event}, some day in {year}' ELSE '{event}' END,
     event: title, month: if(length(date) = 7, month_start(date), NULL), year: left(date, 4)} AS title,
    description
FROM all_events()
ORDER BY ALL;

-- words
SELECT count(*) AS rows FROM answer;
