/*
title: Where people were held
answers: People by the region of the facility that the register names for them
unit: person|people
datasets: [people]
columns:
  region: {title: Code, shown_as: name}
  name: {title: Region, translate: true}
  people: {title: People, unit: person|people}
  political_prisoners: {title: Political prisoners, unit: person|people, description: Recognised on the day of the snapshot}
  former: {title: Former political prisoners, unit: person|people, description: Recognised at some time before it}
  others: {title: Not recognised, unit: person|people, description: Prosecuted for political reasons and not on the recognised list}
chart: {kind: map, x: name, code: region, y: people, click: {filter: region, column: region}}
words:
  the_one: The region is not known for the one person selected.
  person: "One person was held in {largest} on {read_on}."
  none: "The region is known for none of {everyone:person|people}."
  all: "The region is known for each of {everyone:person|people}."
  known: "The region is known for {known} of {everyone:person|people}."
  one: "All {known:person|people} with a known region were held in {largest} on {read_on}."
  first: "More people were held in {largest} than in any other region: {most}, on {read_on}."
  some: "The largest numbers, {most} each, were held in {largest} on {read_on}."
finding: [person, one, first, some]
cell_texts:
  - not stated
caveats:
  - This is where people were held, not where they lived, were arrested or were tried. Regions differ in how many prisons they have.
  - "“Not stated” counts people for whom the register names no facility, mostly released by then. It also counts people under house arrest or free until the sentence begins, and people in facilities of unknown region."
*/
WITH counted AS (
    SELECT coalesce(region, 'unknown') AS region, count(*) AS people,
        count(*) FILTER (status = 'political_prisoner') AS political_prisoners,
        count(*) FILTER (status = 'former_political_prisoner') AS former,
        count(*) FILTER (status = 'convicted') AS others
    FROM selected_people() GROUP BY ALL
),
named AS (
    SELECT region, label_of('people', 'region', region) AS name FROM regions
    UNION ALL
    SELECT 'unknown', 'not stated'
)
SELECT region, coalesce(name, region) AS name, coalesce(people, 0) AS people,
    coalesce(political_prisoners, 0) AS political_prisoners, coalesce(former, 0) AS former, coalesce(others, 0) AS others
FROM named FULL JOIN counted USING (region)
QUALIFY sum(people) OVER () > 0  -- nobody selected: no rows rather than a map of zeros
ORDER BY region = 'unknown', people DESC, region;

-- words
SELECT
    [CASE WHEN known = 0 THEN NULL WHEN known = 1 THEN 'person' WHEN known = most THEN 'one' WHEN ties = 1 THEN 'first'
          WHEN ties <= 3 THEN 'some' END,
     CASE WHEN everyone = 1 THEN only_if(known = 0, 'the_one') WHEN known = 0 THEN 'none'
          WHEN known = everyone THEN 'all' ELSE 'known' END] AS parts, shown('people') AS read_on, *
FROM (
    SELECT coalesce(sum(people) FILTER (region <> 'unknown'), 0)::BIGINT AS known, sum(people)::BIGINT AS everyone,
        any_value(most) AS most,
        list(name ORDER BY name) FILTER (region <> 'unknown' AND people = most) AS largest,
        count(*) FILTER (region <> 'unknown' AND people = most) AS ties
    FROM (SELECT *, max(people) FILTER (region <> 'unknown') OVER () AS most FROM answer)
);
