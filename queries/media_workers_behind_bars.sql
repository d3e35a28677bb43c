/*
title: Media workers behind bars
answers: Published figures on journalists and other media workers, by day
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
words:
  last: "On {last_date}, {last} behind bars."
  most: "The highest figure is {most}, for {most_date}."
finding: [last]
cell_texts:
  - "{n:media worker was|media workers were}"
  - "at least {n:media worker was|media workers were}"
  - "about {n:media worker was|media workers were}"
caveats:
  - Some figures are of journalists only, some of all media workers. Some come from the Belarusian Association of Journalists, others from Viasna. The column “Unit” says which. No line is drawn between them.
  - "A filled mark is a figure published by whoever counted it (“the counter's own text”). An open mark is weaker: the figure is quoted or computed by others, second-hand, or marked “about” or “at least”."
*/
SELECT date, value::BIGINT AS people, unit, precision, source_title, source_url, source_kind
FROM figures_on('pressure')
WHERE topic = 'media_workers_behind_bars'
ORDER BY date, strength, value, source_title;

-- words
SELECT ['last', 'most'] AS parts, last_day_of(date) AS last_date,
    {template: by_precision(precision, '{n:media worker was|media workers were}', 'at least {n:media worker was|media workers were}', 'about {n:media worker was|media workers were}'),
     n: people} AS last,
    (SELECT max(people) FROM answer) AS most, (SELECT arg_max(last_day_of(date), (people, date)) FROM answer) AS most_date
FROM answer ORDER BY date DESC, people LIMIT 1;
