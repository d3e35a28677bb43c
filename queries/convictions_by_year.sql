/*
title: Convicted in each year
answers: People known to be convicted for political reasons, beside the register's verdicts
unit: person|people
datasets: [indicators, people]
obeys: []
columns:
  year: {title: Year}
  convictions: {title: Convicted, unit: person|people, description: As published}
  in_register: {title: With a verdict in the register, unit: person|people, description: "People of all statuses with a verdict that the register dates to this year. Empty for years that it covers in part."}
  coverage: {title: Share in the register, unit: percent, description: Verdicts of the register in every hundred convictions published}
  women: {title: Women convicted, unit: person|people, description: As published}
  per_100000: {title: "Per 100,000 inhabitants", description: "Convicted in the year per 100,000 inhabitants at its end; empty where no number of inhabitants is in the data"}
  inhabitants: {title: Inhabitants, description: "At the end of the year, by the National Statistics Committee"}
  inhabitants_source: {title: Source of the inhabitants}
  date: {title: Date, description: The day the figure stands for}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: columns, x: year, y: [convictions, in_register]}
words:
  newest: "In {year:year} {convictions:person was|people were} convicted for political reasons, by the published figure."
  newest_least: "In {year:year} at least {convictions:person was|people were} convicted for political reasons."
  coverage: "How many verdicts Viasna's register of {register} has for every hundred published convictions: {covered:;}."
  rate: "In {rate_year:year}, {rate} in 100,000 inhabitants were convicted. This number is computed here, and it is rather too low."
finding: [newest, newest_least]
cell_texts:
  - "{share} in {year:year}"
caveats:
  - Published figures are lower bounds. Not every trial becomes known. Some figures count sentences and not people; the unit says which.
  - "The share in the register is computed here. It misses people without a dated verdict, and people whom the register does not know."
  - "The official number of inhabitants includes people who left the country without telling the authorities. So the number convicted per 100,000 inhabitants is rather too low. We give no such number by region: the share of cases that become known differs between regions."
*/
WITH convicted AS (
    FROM figures_on('courts') WHERE topic = 'convicted_per_year'
    -- Of several figures of a year the newest, then the one with the strongest source.
    QUALIFY row_number() OVER (PARTITION BY year ORDER BY date DESC, strength, value, source_title) = 1
), women AS (
    SELECT year, arg_max(value, (date, -value))::BIGINT AS women
    FROM figures_on('courts') WHERE topic = 'convicted_per_year_women' GROUP BY year
), inhabitants AS (
    -- Those of the first of January stand for the end of the year before.
    SELECT year - 1 AS year, value::BIGINT AS inhabitants, source_title AS inhabitants_source
    FROM figures_on('courts') WHERE topic = 'population' AND ends_with(date, '-01-01')
    QUALIFY row_number() OVER (PARTITION BY year ORDER BY strength, value, source_title) = 1
), registered AS (
    SELECT year(verdict_month) AS year, count(*) AS in_register FROM all_people()
    WHERE year(verdict_month) < year(shown('people')) GROUP BY ALL
)
SELECT year, value::BIGINT AS convictions, in_register, percent(in_register, value::BIGINT) AS coverage, women,
    round(100000 * value / nullif(inhabitants, 0), 1) AS per_100000, inhabitants, inhabitants_source, date, unit, precision, source_title,
    source_url, source_kind
FROM convicted LEFT JOIN women USING (year) LEFT JOIN inhabitants USING (year) LEFT JOIN registered USING (year)
ORDER BY year;

-- words
SELECT [if(at_least, 'newest_least', 'newest'), only_if(covered IS NOT NULL, 'coverage'), only_if(rate IS NOT NULL, 'rate')] AS parts, *
FROM (
    SELECT max(year) AS year, arg_max(convictions, year) AS convictions,
        arg_max(precision, year) = label_of('people_counts', 'qualifier', 'at_least') AS at_least,
        list({template: '{share} in {year:year}', share: coverage, year: year} ORDER BY year)
            FILTER (coverage IS NOT NULL) AS covered,
        shown('people') AS register, arg_max(per_100000, year) AS rate, max(year) FILTER (per_100000 IS NOT NULL) AS rate_year
    FROM answer
)
WHERE year IS NOT NULL;
