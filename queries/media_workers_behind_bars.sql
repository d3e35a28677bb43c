/*
title: Media workers behind bars
answers: Published figures of journalists and other media workers behind bars, each on the day it stands for
unit: person|people
datasets: [indicators]
columns:
  date: {title: Date, description: The day the figure stands for}
  people: {title: Media workers, unit: person|people}
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
words: "The newest figure is {last:person|people}, for {last_date}. The highest is {most}, for {most_date}."
caveats:
  - Some figures are of journalists only, some of all media workers. Some are of the Belarusian Association of Journalists and some of Viasna. The unit says which. No line is drawn between them.
  - "A filled mark is a count in the counter's own text. Open marks are weaker: others quote the figure, computed it or give it at second hand, or it is rounded."
*/
SELECT date, value::BIGINT AS people, unit, precision, source_title, source_url, source_kind
FROM figures_on('pressure')
WHERE topic = 'media_workers_behind_bars'
ORDER BY date, strength, value, source_title;

-- words
SELECT arg_max(people, (date, -people)) AS last, max(last_day_of(date)) AS last_date, max(people) AS most,
    arg_max(last_day_of(date), (people, date)) AS most_date
FROM answer;
