/*
title: Groups added to the list of “extremist formations”
answers: How many groups the authorities added to their list in a year
unit: group|groups
datasets: [indicators]
columns:
  year: {title: Year}
  added: {title: Groups added, unit: group|groups}
  date: {title: Date, description: The day the figure stands for}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: bars, x: year, y: [added]}
words:
  added: "{added:group was|groups were} added to the list of “extremist formations” in {year:year}."
  earlier: "Earlier: {named:;}."
  whole: "The whole list had {groups:group|groups} on {day}; no later figure of it was found."
finding: [added]
cell_texts:
  - "{n} in {year:year}"
caveats:
  - The figure of the whole list is not in the chart, since columns show what was added in a year.
  - For a year without a bar in the chart, no figure was found. That says nothing of how many there were.
*/
SELECT year, value::BIGINT AS added, date, unit, precision, source_title, source_url, source_kind
FROM figures_on('pressure')
WHERE topic = 'extremist_formations_added_per_year'
-- Of several figures of a year the newest, then the one with the strongest source.
QUALIFY row_number() OVER (PARTITION BY year ORDER BY date DESC, strength, value, source_title) = 1
ORDER BY year;

-- words
SELECT ['added', only_if(named IS NOT NULL, 'earlier'), only_if(day IS NOT NULL, 'whole')] AS parts, *
FROM (SELECT year, added FROM answer ORDER BY year DESC LIMIT 1) AS newest, LATERAL (
    SELECT list({template: '{n} in {year:year}', n: answer.added, year: answer.year} ORDER BY answer.year) AS named
    FROM answer WHERE answer.year < newest.year
), (
    SELECT max(last_day_of(date)) AS day, arg_max(value, (date, -strength, -value))::BIGINT AS groups
    FROM figures_on('pressure') WHERE topic = 'extremist_formations_list'
);
