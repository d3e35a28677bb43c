/*
title: Dated events
answers: Events by date; one whose day the source does not give stands where its month or year begins
unit: event|events
datasets: [events]
columns:
  date: {title: Date, description: "Day, month or year, as the source gives it"}
  title: {title: Event, translate: true}
  description: {title: What happened, translate: true}
words: "{rows:event|events}."
caveats:
  - An event beside a turn of a line is no proof that it caused it.
*/
SELECT date, title, description
FROM all_events()
ORDER BY ALL;

-- words
SELECT count(*) AS rows FROM answer;
