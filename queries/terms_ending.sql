/*
title: When the terms would end
answers: "An estimate: political prisoners by the year in which their term would end, counted from the month of arrest"
unit: person|people
datasets: [people]
population: political prisoners on the day of the register
columns:
  year: {title: Year, description: Of the month of arrest plus the length of the sentence}
  ahead: {title: Would end, unit: person|people}
  passed: {title: Would have ended before the snapshot, unit: person|people, description: By this estimate; the register lists them as political prisoners all the same}
  running: {title: Still running after the year, unit: person|people, description: Terms of those counted here that would end in a later year}
chart: {kind: columns, x: year, y: [ahead, passed], stack: true}
words:
  the_one: "The end can be estimated for the one political prisoner selected: {year:year}."
  one: "The end can be estimated for one of {everyone:political prisoner|political prisoners}: {year:year}."
  some: "The end can be estimated for {known} of {everyone:person who was a political prisoner|people who were political prisoners} on {read_on}. Of their terms {soon} would end by the end of {soon_year:year}, and {late} only after {late_year:year}."
  passed: "{passed:term|terms} would already have ended, though no release is listed."
  restricted: "{restricted:person under restriction of freedom is|people under restriction of freedom are} not counted here."
  others: "Of {others} more the length, the penalty or the month of arrest is not known, or is no term."
empty: Nobody selected has a term whose end can be reckoned.
caveats:
  - This is our estimate, not a date set by a court. It takes the whole time since the arrest as served; release before or after it, pardons, house arrest, time at liberty before the verdict, and new sentences are not in it.
  - "Counted are people listed as political prisoners when the register was read, without a release, with a colony, prison, juvenile colony or arrest term of known length."
  - Restriction of freedom (open facility or home) is left out, because it begins only after the verdict, on a day that the register does not give.
  - Former political prisoners are not in this chart, whatever the filter Status says.
*/
WITH known AS (
    SELECT arrested_month + to_months(CAST(round(sentence_months) AS INTEGER)) AS ending,
        date_trunc('month', snapshot) AS read_in, count(*) AS people
    FROM selected_people()
    WHERE status = 'political_prisoner' AND released IS NULL AND arrested IS NOT NULL
        AND sentence_months IS NOT NULL
        AND confinement_of(penalty) = 'custody'
    GROUP BY ALL
),
years AS (
    SELECT unnest(generate_series((SELECT min(year(ending)) FROM known),
                                  (SELECT max(year(ending)) FROM known))) AS year
)
SELECT years.year,
    coalesce(sum(people) FILTER (year(ending) = years.year AND ending >= read_in), 0)::BIGINT AS ahead,
    coalesce(sum(people) FILTER (year(ending) = years.year AND ending < read_in), 0)::BIGINT AS passed,
    coalesce(sum(people) FILTER (year(ending) > years.year), 0)::BIGINT AS running
FROM years, known
GROUP BY ALL
ORDER BY year;

-- words
SELECT
    [CASE WHEN everyone = 1 THEN 'the_one' WHEN known = 1 THEN 'one' ELSE 'some' END,
     only_if(passed > 0, 'passed'), only_if(restricted > 0, 'restricted'), only_if(others > 0, 'others')] AS parts, *
FROM (
    SELECT *, everyone - known - restricted AS others
    FROM (
        SELECT count(*) AS everyone,
            count(*) FILTER (released IS NULL AND confinement_of(penalty) = 'restriction') AS restricted,
            any_value(snapshot) AS read_on, year(read_on) + 1 AS soon_year, year(read_on) + 5 AS late_year
        FROM selected_people()
        WHERE status = 'political_prisoner'
    ), LATERAL (
        SELECT CAST(sum(ahead + passed) AS BIGINT) AS known, CAST(sum(passed) AS BIGINT) AS passed,
            coalesce(CAST(sum(ahead) FILTER (answer.year <= soon_year) AS BIGINT), 0) AS soon,
            coalesce(CAST(sum(ahead) FILTER (answer.year > late_year) AS BIGINT), 0) AS late,
            max(answer.year) FILTER (ahead + passed > 0) AS year
        FROM answer
    )
);
