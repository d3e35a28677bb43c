/*
title: Detentions, short arrests and fines
answers: How many detentions, rulings, administrative arrests and fines became known for a year
unit: case|cases
datasets: [indicators]
columns:
  year: {title: Year}
  kind: {title: Kind, translate: true}
  cases: {title: Cases, unit: case|cases}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: panels, x: year, y: [cases], series: kind}
words:
  first: "{title} in {year:year}: {figure}."
  others: "The newest figure of each other kind: {named:;}."
finding: [first]
cell_texts:
  - "{n}"
  - "at least {n}"
  - "about {n}"
  - "{title} — {n} in {year:year}"
  - "{title} — at least {n} in {year:year}"
  - "{title} — about {n} in {year:year}"
caveats:
  - Figures of detentions count people; the others count rulings, arrests and fines.
  - A detention can end in a ruling, and a ruling in an arrest or a fine. The kinds overlap and must not be added up.
  - For a year without a bar in the chart, no figure was found. That says nothing of how many there were.
*/
SELECT year, title AS kind, value::BIGINT AS cases, unit, precision, source_title, source_url, source_kind
FROM figures_on('pressure')
WHERE topic IN ('detained_per_year', 'administrative_rulings_per_year', 'administrative_arrests_per_year',
                'administrative_fines_per_year')
-- Of several figures of a year the newest, then the one with the strongest source.
QUALIFY row_number() OVER (PARTITION BY topic, year ORDER BY date DESC, strength, value, source_title) = 1
ORDER BY place, year;

-- words
WITH newest AS (FROM answer QUALIFY year = max(year) OVER (PARTITION BY kind))
SELECT ['first', only_if(named IS NOT NULL, 'others')] AS parts, *
FROM (
    SELECT kind AS title, year, {template: by_precision(precision, '{n}', 'at least {n}', 'about {n}'), n: cases} AS figure
    FROM newest ORDER BY year DESC, cases DESC, kind LIMIT 1
), LATERAL (
    SELECT list({template: by_precision(precision, '{title} — {n} in {year:year}', '{title} — at least {n} in {year:year}', '{title} — about {n} in {year:year}'), title: kind, n: cases, year: newest.year} ORDER BY newest.year DESC, cases DESC, kind) AS named
    FROM newest WHERE kind <> title
);
