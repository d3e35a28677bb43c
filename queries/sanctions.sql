/*
title: Sanctions of the European Union
answers: How many people and organisations the European Union has listed because of Belarus, a row each
unit: figure|figures
datasets: [indicators]
prose: true
columns:
  unit: {title: Unit, description: What the figure counts, translate: true}
  value: {title: Value}
  date: {title: Date, description: The day the figure stands for}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
words: "{rows:figure is|figures are} known, the newest of {day}."
caveats:
  - "There is no chart: people and organisations do not share a scale, and too few days are known for a curve."
  - Sanctions are an answer of others to the repression, and no part of it.
*/
SELECT unit, value::BIGINT AS value, date, source_title, source_url, source_kind
FROM figures_on('pressure')
WHERE topic = 'eu_sanctions_listed'
ORDER BY date DESC, value DESC, unit, source_title;

-- words
SELECT count(*) AS rows, last_day_of(max(date)) AS day FROM answer HAVING count(*) > 0;
