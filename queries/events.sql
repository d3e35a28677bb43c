/*
title: Dated events, the whole table
answers: What happened when, to read the trends by
unit: events
datasets: [events]
columns:
  date: {title: Date, description: "A day, or a month where no day is meant"}
  title: {title: Event}
  description: {title: What happened}
  source_title: {title: Source}
  source_url: {title: Link, description: Empty where the page was read on an unstable copy}
words: "{rows} events."
caveats:
  - A selection made for these charts, not a chronicle. An event beside a turn of a line is no proof that it caused it.
*/
SELECT date, title, description, source_title, source_url
FROM all_events()
ORDER BY ALL;

-- words
SELECT count(*) AS rows FROM answer;
