/*
title: Releases of many people at once
answers: Releases of many people on one day, by date; each label says whom its source counted
unit: person|people
datasets: [indicators]
columns:
  release: {title: Release, translate: true}
  people: {title: People, unit: person|people}
  date: {title: Date, description: The day the figure stands for}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: bars, x: release, y: [people]}
words:
  dated: "The largest release was of {most:person|people}, on {day}."
  undated: "The largest release was of {most:person|people}."
finding: [dated, undated]
cell_texts:
  - "{day}: {unit}"
  - "{verbatim}: {unit}"
caveats:
  - Sources count different people. Some count everybody released that day, some only political prisoners, so two figures of one day may both be right.
  - Some dates are those of a pardon or of a statement. People may have left prison on another day.
  - Most releases are not here. Many people leave prison one by one, when their term ends.
*/
SELECT {template: if(length(date) = 10, '{day}: {unit}', '{verbatim}: {unit}'), day: last_day_of(date), verbatim: date, unit: unit} AS release, value::BIGINT AS people,
    date, unit, precision, source_title, source_url, source_kind
FROM figures_on('releases')
WHERE topic = 'mass_release'
ORDER BY date, value DESC, unit, source_title;

-- words
SELECT [if(length(date) = 10, 'dated', 'undated')] AS parts, people AS most, last_day_of(date) AS day
FROM answer ORDER BY people DESC, date LIMIT 1;
