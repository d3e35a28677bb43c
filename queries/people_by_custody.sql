/*
title: Kind of place
answers: People by the kind of place where the register says that they are held
unit: people
datasets: [people]
columns:
  kind: {title: Code, description: "Kind of the facility, or what stands in the place of one"}
  name: {title: Kind of place}
  people: {title: People, unit: people}
  political_prisoners: {title: Political prisoners, unit: people, description: Recognised on the day of the snapshot}
  former: {title: Former political prisoners, unit: people, description: Recognised at some time before it}
  others: {title: Not recognised, unit: people, description: Prosecuted for political reasons and not on the recognised list}
  facilities: {title: Facilities, unit: facilities, description: How many facilities of the kind hold at least one of them}
chart: {kind: bars, x: name, y: [people]}
words: "The register names a facility for {held} of {everyone}.{elsewhere}{unsaid}"
caveats:
  - The register names a place mainly for those who were held on the day of the snapshot; for people released before it, the place is mostly no longer stated.
  - House arrest and release until the sentence begins are no facilities; they are shown as what they are.
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
SELECT held, CASE everyone_number WHEN 1 THEN '1 person' ELSE format('{:,} people', everyone_number) END AS everyone,
    CASE WHEN elsewhere > 0
        THEN format(' {:,} {} under house arrest or at liberty until the sentence begins.', elsewhere,
                    CASE elsewhere WHEN 1 THEN 'is' ELSE 'are' END)
        ELSE '' END AS elsewhere,
    CASE WHEN unsaid = 0 THEN ''
        WHEN unsaid = 1 AND unsaid_former = 1 THEN ' For a former political prisoner it states no place.'
        WHEN unsaid_former = 0 THEN format(' For {:,} ({:.0f}%) it states no place.', unsaid, 100 * unsaid / everyone_number)
        ELSE format(' For {:,} ({:.0f}%) it states no place; {:,} of them {}.', unsaid, 100 * unsaid / everyone_number,
                    unsaid_former, CASE unsaid_former WHEN 1 THEN 'is a former political prisoner'
                                                      ELSE 'are former political prisoners' END) END AS unsaid
FROM (
    SELECT coalesce(sum(people) FILTER (facilities > 0), 0)::BIGINT AS held, sum(people)::BIGINT AS everyone_number,
        coalesce(sum(people) FILTER (facilities = 0 AND kind <> 'unknown'), 0)::BIGINT AS elsewhere,
        coalesce(sum(people) FILTER (kind = 'unknown'), 0)::BIGINT AS unsaid,
        coalesce(sum(former) FILTER (kind = 'unknown'), 0)::BIGINT AS unsaid_former
    FROM answer
);
