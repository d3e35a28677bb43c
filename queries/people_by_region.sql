/*
title: Where people were held
answers: People by the region of the facility that the register names for them
unit: person|people
datasets: [people]
columns:
  region: {title: Code}
  name: {title: Region, translate: true}
  people: {title: People, unit: person|people}
  political_prisoners: {title: Political prisoners, unit: person|people, description: Recognised on the day of the snapshot}
  former: {title: Former political prisoners, unit: person|people, description: Recognised at some time before it}
  others: {title: Not recognised, unit: person|people, description: Prosecuted for political reasons and not on the recognised list}
chart: {kind: map, x: name, y: people, click: {filter: region, column: region}}
words:
  the_one: The region is not known for the one person selected.
  the_one_known: "The region is known for the one person selected: {largest}."
  none: "The region is known for none of {everyone:person|people}."
  all: "The region is known for each of {everyone:person|people}."
  known: "The region is known for {known} of {everyone:person|people}."
  one: "It is {largest}."
  first: "The largest number, {most}, was in {largest}."
  some: "The largest numbers, {most} each, were in {largest}."
cell_texts:
  - not stated
caveats:
  - This is where people were held, not where they lived, were arrested or were tried. Regions differ in how many prisons they have.
  - Not stated counts people for whom the register names no facility, mostly released by then. It also counts those under house arrest or free until the sentence begins, and those in facilities whose region is not known.
*/
WITH counted AS (
    SELECT coalesce(region, 'unknown') AS region, count(*) AS people,
        count(*) FILTER (status = 'political_prisoner') AS political_prisoners,
        count(*) FILTER (status = 'former_political_prisoner') AS former,
        count(*) FILTER (status = 'convicted') AS others
    FROM selected_people() GROUP BY ALL
),
named AS (
    SELECT region, region AS name FROM regions
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
    [CASE WHEN everyone = 1 THEN if(known = 0, 'the_one', 'the_one_known') WHEN known = 0 THEN 'none'
          WHEN known = everyone THEN 'all' ELSE 'known' END,
     CASE WHEN everyone = 1 OR known = 0 THEN NULL WHEN known = most THEN 'one' WHEN ties = 1 THEN 'first' ELSE 'some' END] AS parts, *
FROM (
    SELECT coalesce(sum(people) FILTER (region <> 'unknown'), 0)::BIGINT AS known, sum(people)::BIGINT AS everyone,
        any_value(most) AS most,
        list(name ORDER BY name) FILTER (region <> 'unknown' AND people = most) AS largest,
        count(*) FILTER (region <> 'unknown' AND people = most) AS ties
    FROM (SELECT *, max(people) FILTER (region <> 'unknown') OVER () AS most FROM answer)
);
