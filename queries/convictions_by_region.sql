/*
title: Convicted, by region
answers: Where people were convicted, for periods with published figures of all regions
unit: person|people
datasets: [indicators]
columns:
  region: {title: Region, translate: true}
  period: {title: Period, translate: true}
  people: {title: Convicted, unit: person|people}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: bars, x: region, y: [people], series: period}
words:
  first: "Of {everybody:person|people} convicted in {period}, {people} were convicted in {regions}."
  several: "{period}: most were convicted in {regions:;}, {people} in each."
finding: [first, several]
cell_texts:
  - "{year:year}"
  - "{month:month}"
caveats:
  - The region is where people were convicted. It says nothing of where they lived.
  - "We give no numbers per inhabitant by region: the share of cases that become known differs between regions."
*/
SELECT regexp_extract(unit, ', (.+)$', 1) AS region,
    {template: if(regexp_matches(unit, ' in [0-9]{4},'), '{year:year}', '{month:month}'), year: year, month: last_day_of(date)} AS period,
    value::BIGINT AS people, unit, precision, source_title, source_url, source_kind
FROM figures_on('courts')
WHERE topic = 'convicted_by_region' AND regexp_matches(unit, '^people .*, .+')
ORDER BY date, people DESC, region;

-- words
SELECT period, list(region ORDER BY region) FILTER (people = most) AS regions, any_value(most) AS people,
    sum(people)::BIGINT AS everybody, [if(len(regions) = 1, 'first', 'several')] AS parts
FROM (SELECT *, max(people) OVER (PARTITION BY period) AS most FROM answer)
GROUP BY period
ORDER BY everybody DESC, period.month DESC LIMIT 1;
