/*
title: Kind of place
answers: People by the kind of place where the register says that they were held
unit: person|people
datasets: [people]
columns:
  kind: {title: Code, description: "Kind of the facility, or what stands in the place of one", shown_as: name}
  name: {title: Kind of place, translate: true}
  people: {title: People, unit: person|people}
  political_prisoners: {title: Political prisoners, unit: person|people, description: Recognised on the day of the snapshot}
  former: {title: Former political prisoners, unit: person|people, description: Recognised at some time before it}
  others: {title: Not recognised, unit: person|people, description: Prosecuted for political reasons and not on the recognised list}
  facilities: {title: Facilities, unit: facility|facilities, description: How many facilities of the kind hold at least one of them}
chart: {kind: bars, x: name, code: kind, y: [people]}
words:
  kind: "{largest}: {most} of {held:person|people} whose facility was known on {read_on}."
  kind_all: "{largest}: all {held:person|people} whose facility was known on {read_on}."
  the_one: "One person, by the register of {read_on}: {largest}."
  the_one_elsewhere: The one person selected was under house arrest or at liberty until the sentence begins.
  the_one_unsaid: For the one person selected the register states no place.
  none: "The register names a facility for none of {everyone:person|people}."
  all: "The register names a facility for each of {everyone:person|people}."
  held: "The register names a facility for {held} of {everyone:person|people}."
  elsewhere: "{elsewhere:was|were} under house arrest or at liberty until the sentence begins."
  unsaid_few: "For {unsaid} it states no place."
  unsaid: "For {unsaid} ({share}%) it states no place."
  unsaid_all_former: "For {unsaid} ({share}%) it states no place; all of them are former political prisoners."
  unsaid_former: "For {unsaid} ({share}%) it states no place; {former:of them is a former political prisoner|of them are former political prisoners}."
finding: [kind, kind_all, the_one]
cell_texts:
  - not stated
  - another facility
caveats:
  - The register names a place mainly for those who were held on the register's date. For most people released before that day it names none.
  - House arrest, and freedom until the sentence begins, are not facilities. They are shown apart. An open facility is a supervised hostel where people serve restriction of freedom.
  - A place is the last one known. People are moved between facilities, and the register learns of it late or not at all.
*/
WITH placed AS (
    SELECT CASE WHEN facility IS NULL THEN coalesce(nullif(custody, 'facility'), 'unknown')
                ELSE coalesce(kind, 'unlisted') END AS kind,
        CASE WHEN facility IS NOT NULL THEN 1 WHEN custody IS NOT NULL THEN 2 ELSE 3 END AS part,
        status, facility
    FROM selected_people()
    LEFT JOIN all_facilities() USING (facility)
),
counted AS (
    SELECT kind, min(part) AS part, count(*) AS people,
        count(*) FILTER (status = 'political_prisoner') AS political_prisoners,
        count(*) FILTER (status = 'former_political_prisoner') AS former,
        count(*) FILTER (status = 'convicted') AS others,
        count(DISTINCT facility) AS facilities
    FROM placed GROUP BY kind
)
SELECT kind,
    CASE kind WHEN 'unknown' THEN 'not stated' WHEN 'unlisted' THEN 'another facility'
        ELSE label_of('people', 'custody', label_of('facilities', 'kind', kind)) END AS name,
    people, political_prisoners, former, others, facilities
FROM counted
ORDER BY part, people DESC, kind;

-- words
SELECT
    [CASE WHEN everyone > 1 AND held > 1 AND ties = 1 THEN if(most = held, 'kind_all', 'kind') END,
     CASE WHEN everyone > 1 THEN CASE held WHEN 0 THEN 'none' WHEN everyone THEN 'all' ELSE 'held' END WHEN held = 1 THEN 'the_one' WHEN unsaid = 1 THEN 'the_one_unsaid'
          ELSE 'the_one_elsewhere' END,
     only_if(everyone > 1 AND elsewhere > 0, 'elsewhere'),
     CASE WHEN unsaid IN (0, everyone) THEN NULL WHEN everyone < enough_for_shares() THEN 'unsaid_few' WHEN former = 0 THEN 'unsaid' WHEN former = unsaid THEN 'unsaid_all_former' ELSE 'unsaid_former' END] AS parts,
    round(100 * unsaid / everyone) AS share, shown('people') AS read_on, *
FROM (
    SELECT max(people) FILTER (facilities > 0) AS most, arg_max(name, people) FILTER (facilities > 0) AS largest,
        count(*) FILTER (facilities > 0 AND people = largest_number) AS ties,
        coalesce(sum(people) FILTER (facilities > 0), 0)::BIGINT AS held, sum(people)::BIGINT AS everyone,
        coalesce(sum(people) FILTER (facilities = 0 AND kind <> 'unknown'), 0)::BIGINT AS elsewhere,
        coalesce(sum(people) FILTER (kind = 'unknown'), 0)::BIGINT AS unsaid,
        coalesce(sum(former) FILTER (kind = 'unknown'), 0)::BIGINT AS former
    FROM (SELECT *, max(people) FILTER (facilities > 0) OVER () AS largest_number FROM answer)
);
