/*
title: Dated events
answers: Events by day; one that has only a month stands on the month's first day
unit: events
datasets: [events]
columns:
  date: {title: Date}
  title: {title: Event}
  description: {title: What happened}
words: "{rows} events."
caveats:
  - An event beside a turn of a line is no proof that it caused it.
*/
-- Where the day is made up for the place on an axis, the title says so.
SELECT CAST(CASE length(date) WHEN 7 THEN date || '-01' WHEN 4 THEN date || '-01-01' ELSE date END AS DATE) AS date,
    CASE length(date) WHEN 7 THEN title || ', some day in ' || strftime(month_start(date), '%B %Y')
                      WHEN 4 THEN title || ', some day in ' || date ELSE title END AS title,
    description
FROM all_events()
ORDER BY ALL;

-- words
SELECT count(*) AS rows FROM answer;
