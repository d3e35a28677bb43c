/*
title: Facilities where people are held
answers: People by the facility that the register names for them; those without one have no bar
unit: people
datasets: [people]
columns:
  facility: {title: Facility, description: Name in the register}
  name: {title: Facility and place}
  kind: {title: Kind}
  place: {title: Place}
  region: {title: Region}
  people: {title: People, unit: people}
  people_in_facility: {title: People in this facility, unit: people, description: Empty where no facility is named}
  political_prisoners: {title: Political prisoners, unit: people, description: Recognised on the day of the snapshot}
chart: {kind: bars, x: name, y: [people_in_facility], top: 20, click: {filter: facility, column: facility}}
words: "{held}{most}{unsaid}."
caveats:
  - A place is the last one known. People are moved between facilities, and the register learns of it late or not at all.
  - People without a named facility have a row and no bar; in the table they are counted under People.
  - Where the place or region of a facility is not known, its cell is empty.
*/
WITH counted AS (
    SELECT coalesce(facility, CASE WHEN custody IS NULL OR custody = 'facility' THEN 'unknown' END) AS facility,
        CASE WHEN facility IS NULL THEN nullif(custody, 'facility') END AS custody,
        count(*) AS people,
        count(*) FILTER (status = 'political_prisoner') AS political_prisoners
    FROM selected_people() GROUP BY ALL
)
SELECT facility,
    CASE WHEN custody IS NOT NULL
         THEN format('{} ({:,}, no facility)', label_of('people', 'custody', custody), people)
         WHEN facility = 'unknown' THEN format('not stated ({:,})', people)
         ELSE concat_ws(', ', facility, place) END AS name,
    label_of('facilities', 'kind', kind) AS kind, place, region, people,
    CASE WHEN facility <> 'unknown' THEN people END AS people_in_facility, political_prisoners
FROM counted LEFT JOIN all_facilities() USING (facility)
ORDER BY people_in_facility DESC NULLS LAST, facility = 'unknown' NULLS FIRST, people DESC, facility, custody;

-- words
SELECT
    CASE held WHEN 0 THEN 'No facility is named for anybody here'
        ELSE format('The register names {} for {}',
                    CASE facilities WHEN 1 THEN 'one facility' ELSE format('{:,} facilities', facilities) END,
                    CASE held WHEN 1 THEN '1 person' ELSE format('{:,} people', held) END) END AS held,
    CASE WHEN held = 0 THEN ''
        WHEN facilities = 1 THEN concat(': ', largest)
        WHEN ties = 1 THEN format('; the largest number, {:,}, is in {}', most, largest)
        WHEN ties <= 3 THEN format('; the largest numbers, {:,} each, are in {}', most, largest)
        ELSE format('; in none of them more than {:,}', most) END AS most,
    CASE WHEN everyone > held AND held > 0 THEN format('. For {:,} more no facility is named', everyone - held) ELSE '' END
        AS unsaid
FROM (
    SELECT coalesce(sum(people_in_facility), 0)::BIGINT AS held, sum(people)::BIGINT AS everyone,
        count(people_in_facility) AS facilities, any_value(most) AS most,
        string_agg(name, ' and ' ORDER BY name) FILTER (people_in_facility = most) AS largest,
        count(*) FILTER (people_in_facility = most) AS ties
    FROM (SELECT *, max(people_in_facility) OVER () AS most FROM answer)
);
