/*
title: Dated events, the whole table
answers: What happened when, to read the trends by
unit: event|events
datasets: [events]
columns:
  date: {title: Date, description: "A day, or a month where no day is meant"}
  title: {title: Event, translate: true}
  description: {title: What happened, translate: true}
  source_title: {title: Source}
  source_url: {title: Link, description: Empty where the page was read in a copy without a lasting address}
words: "{rows:event|events}."
caveats:
  - A selection made for these charts, not a chronicle. An event beside a turn of a line is no proof that it caused it.
*/
SELECT date, title, description, source_title, source_url
FROM all_events()
ORDER BY ALL;

-- words
SELECT count(*) AS rows FROM answer;
