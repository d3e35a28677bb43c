/*
title: When the terms would end
answers: "An estimate: political prisoners by the year in which their term would end, counted from the month of arrest"
unit: people
datasets: [people]
population: political prisoners on the day of the register
columns:
  year: {title: Year, description: Of the month of arrest plus the length of the sentence}
  ahead: {title: Would end, unit: people}
  passed: {title: Would have ended before the snapshot, unit: people, description: By this estimate; the register lists them as political prisoners all the same}
  running: {title: Still running after the year, unit: people, description: Terms of those counted here that would end in a later year}
chart: {kind: columns, x: year, y: [ahead, passed], stack: true}
words: "{said}{passed}{left_out}"
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
SELECT * FROM (
    WITH held AS (
        SELECT count(*) AS everyone,
            count(*) FILTER (released IS NULL AND confinement_of(penalty) = 'restriction') AS restricted,
            any_value(snapshot) AS read_on, year(read_on) AS read_in_year
        FROM selected_people()
        WHERE status = 'political_prisoner'
    ),
    counted AS (
        SELECT CAST(sum(ahead + passed) AS BIGINT) AS known,
            CAST(sum(passed) AS BIGINT) AS passed,
            CAST(sum(ahead) FILTER (year <= read_in_year + 1) AS BIGINT) AS soon,
            CAST(sum(ahead) FILTER (year > read_in_year + 5) AS BIGINT) AS late
        FROM answer, held
    )
    SELECT CASE known
            WHEN 1 THEN format('The end can be estimated for {}: {}.',
                               if(everyone = 1, 'the one political prisoner selected', format('one of {:,} political prisoners', everyone)),
                               (SELECT max(year) FROM answer WHERE ahead + passed > 0))
            ELSE format('The end can be estimated for {:,} of {:,} people who were political prisoners on {}. Of their terms {} would end by the end of {}, and {} only after {}.',
                        known, everyone, strftime(read_on, '%-d %B %Y'), if(soon > 0, format('{:,}', soon), 'none'), read_in_year + 1,
                        if(late > 0, format('{:,}', late), 'none'), read_in_year + 5)
            END AS said,
        CASE passed
            WHEN 0 THEN ''
            WHEN 1 THEN ' One term would already have ended, though no release is listed.'
            ELSE format(' {:,} terms would already have ended, though no release is listed.', passed) END AS passed,
        CASE restricted
            WHEN 0 THEN ''
            WHEN 1 THEN ' One person under restriction of freedom is not counted here.'
            ELSE format(' {:,} people under restriction of freedom are not counted here.', restricted) END
    || CASE everyone - known - restricted
        WHEN 0 THEN ''
        WHEN 1 THEN ' Of one more the length, the penalty or the month of arrest is not known, or is no term.'
        ELSE format(' Of {:,} more the length, the penalty or the month of arrest is not known, or is no term.',
                    everyone - known - restricted) END AS left_out
    FROM held, counted
)
