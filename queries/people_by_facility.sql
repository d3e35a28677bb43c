/*
title: Facilities where people were held
answers: People by the facility that the register names for them; those without one have no bar
unit: person|people
datasets: [people]
columns:
  facility: {title: Facility, description: Name in the register, shown_as: name}
  name: {title: Facility and place, translate: true}
  kind: {title: Kind, translate: true}
  place: {title: Place, translate: true}
  region: {title: Region, translate: true}
  people: {title: People, unit: person|people}
  people_in_facility: {title: People in this facility, unit: person|people, description: Empty where no facility is named}
  political_prisoners: {title: Political prisoners, unit: person|people, description: Recognised on the day of the snapshot}
chart: {kind: bars, x: name, code: facility, y: [people_in_facility], top: 20, click: {filter: facility, column: facility}}
words:
  none: No facility is named for anybody here.
  person: "One person was held in {largest} on {read_on}."
  one: "All {held:person|people} with a known facility were held in {largest} on {read_on}."
  first: "{most} of {held:person|people} with a known facility were held in {largest} on {read_on}."
  some: "The largest numbers, {most} each, were held in {largest} on {read_on}."
  even: "The register names {facilities:facility|facilities} for {held:person|people}; in none of them more than {most}."
  names: "The register names {facilities:facility|facilities}."
  unsaid: "For {unsaid:more person|more people} no facility is named."
finding: [person, one, first, some]
cell_texts:
  - "{custody} ({people}, no facility)"
  - "not stated ({people})"
caveats:
  - A place is the last one known. People are moved between facilities, and the register learns of it late or not at all.
  - The chart has no bar for people without a named facility. The table counts them under People.
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
    {template: CASE WHEN custody IS NOT NULL THEN '{custody} ({people}, no facility)'
                WHEN facility = 'unknown' THEN 'not stated ({people})'
                WHEN place IS NULL THEN '{facility}' ELSE '{facility}, {place}' END,
     custody: label_of('people', 'custody', custody), people: people, facility: nullif(facility, 'unknown'),
     place: place} AS name,
    label_of('facilities', 'kind', kind) AS kind, place, label_of('facilities', 'region', region) AS region, people,
    CASE WHEN facility <> 'unknown' THEN people END AS people_in_facility, political_prisoners
FROM counted LEFT JOIN all_facilities() USING (facility)
ORDER BY people_in_facility DESC NULLS LAST, facility = 'unknown' NULLS FIRST, people DESC, facility, custody;

-- words
SELECT
    [CASE WHEN held = 0 THEN 'none' WHEN held = 1 THEN 'person' WHEN facilities = 1 THEN 'one' WHEN ties = 1 THEN 'first'
          WHEN ties <= 3 THEN 'some' ELSE 'even' END,
     only_if(facilities > 1 AND ties <= 3, 'names'), only_if(held > 0 AND unsaid > 0, 'unsaid')] AS parts, shown('people') AS read_on, *
FROM (
    SELECT coalesce(sum(people_in_facility), 0)::BIGINT AS held, sum(people)::BIGINT - held AS unsaid,
        count(people_in_facility) AS facilities, any_value(most) AS most,
        list(name ORDER BY facility) FILTER (people_in_facility = most) AS largest,
        count(*) FILTER (people_in_facility = most) AS ties
    FROM (SELECT *, max(people_in_facility) OVER () AS most FROM answer)
);
