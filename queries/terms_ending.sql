/*
title: When the terms would end
answers: An estimate of terms still running at each year's end, with and without credit for custody
unit: person|people
datasets: [people]
population: political prisoners on the day of the register
columns:
  year: {title: Year, description: Of the month of arrest plus the length of the sentence}
  ahead: {title: Would end, unit: person|people, description: Without credit}
  passed: {title: Would have ended before the register's date, unit: person|people, description: "Without credit; the register lists them as political prisoners all the same"}
  running: {title: "Still running after the year, without credit", unit: person|people, description: Terms of those counted here that would end in a later year}
  credited: {title: "Would end, with credit", unit: person|people, description: "A day in custody before the verdict took force counts as one and a half in colonies of general and medium security"}
  running_credited: {title: "Still running after the year, with credit", unit: person|people}
  open_facility: {title: "Would end, in an open facility", unit: person|people, description: "In none of the other columns: political prisoners in an open facility with a verdict before the register's month of arrest. Their term counts from that month."}
chart: {kind: line, x: year, y: [running_credited], band: [running_credited, running]}
words:
  none: No end of a term of imprisonment or arrest can be estimated here.
  ending: "Of {known:term|terms} on {read_on}, {ending} would end by the end of {soon_year:year}, by our estimate."
  one: "One term would end in {years}, by our estimate from the register of {read_on}."
  some: "The end can be estimated for {known} of {everyone:political prisoner|political prisoners} of {read_on}."
  all: "The end can be estimated for each of {everyone:person who was a political prisoner|people who were political prisoners} on {read_on}."
  credit: "With credit, a day in custody before the verdict counts as more than a day of the term, without credit as one. In the title, the larger number is with this credit, the smaller one without it."
  late: "At the end of {late_year:year}, {late:term|terms} would still be running with credit, {late_without} without it."
  passed: "By the estimate without credit {passed:term|terms} would already have ended, though no release is listed."
  undated: "The terms counted include those of {undated:person|people} in a colony of general or medium security without a dated verdict. Their terms are always counted without credit."
  checked: "The estimate without credit puts the ends too late. In the whole register it was checked on {checked:former prisoner|former prisoners} with a dated release. Of these, {before} left prison more than a month before the estimated end. For {reckoned} of those checked we could compute the credit. Of these, {near} left within a month of the end estimated with credit, {before_credited} earlier, {after_credited} later."
  open: "Counted apart: {open:person|people} in an open facility who, by the register, began to serve after the verdict. By the end of {soon_year:year}, {open_soon} of these terms would end."
  restricted: "{restricted:person under restriction of freedom is|people under restriction of freedom are} not counted, because it is not known when the restriction began."
  waiting: "{waiting:person has|people have} no outcome in the register yet."
  others: "For {others:other person|other people} the length, penalty or month of arrest is not known, or the outcome is something other than a term."
finding: [ending, one]
notes: [passed, undated, checked, open, restricted, waiting, others]
cell_texts:
  - "{credited:year} or {year:year}"
  - "{least} to {most}"
empty: No political prisoner selected has a term whose end can be estimated.
caveats:
  - This is our estimate, not a date set by a court. Pardons, release on other grounds, house arrest, time at liberty before the verdict, and new sentences are not in it.
  - "Since 19 June 2021 time in custody is credited at a higher rate (Law 112-Z of 26 May 2021). Each day before the verdict takes force counts as 1½ days of the term. This holds for colonies of general and medium security. An appeal is assumed to last two months. Not everybody is given the credit. Where the date of the verdict is not known, the credit cannot be computed. Pardons make the end earlier, new sentences later."
  - "The check uses the whole register, whatever the filters say. It covers people arrested since May 2020 with a known term of imprisonment or arrest. Only people already released can be checked, and short terms end first. So for long terms the estimate is less sure."
  - "Counted are those who were political prisoners on the register's date and whose term is known. Terms in a colony, a prison or a juvenile colony count, and terms of arrest as a punishment."
  - Former political prisoners are not in this chart, whatever the filter Status says.
*/
WITH known AS (
    SELECT year(term_end) AS ending, year(credited_term_end) AS credited,
        term_end < date_trunc('month', snapshot) AS has_passed, confinement = 'custody' AS is_imprisonment,
        count(*) AS people
    FROM selected_people()
    WHERE status = 'political_prisoner' AND released IS NULL AND term_end IS NOT NULL
        AND (confinement = 'custody'
             OR arrest_is_start_of_term AND verdict_month < arrested_month)
    GROUP BY ALL
),
years AS (
    SELECT unnest(generate_series((SELECT min(credited) FROM known), (SELECT max(ending) FROM known))) AS year
)
SELECT year,
    coalesce(sum(people) FILTER (is_imprisonment AND ending = year AND NOT has_passed), 0)::BIGINT AS ahead,
    coalesce(sum(people) FILTER (is_imprisonment AND ending = year AND has_passed), 0)::BIGINT AS passed,
    coalesce(sum(people) FILTER (is_imprisonment AND ending > year), 0)::BIGINT AS running,
    coalesce(sum(people) FILTER (is_imprisonment AND known.credited = year), 0)::BIGINT AS credited,
    coalesce(sum(people) FILTER (is_imprisonment AND known.credited > year), 0)::BIGINT AS running_credited,
    coalesce(sum(people) FILTER (NOT is_imprisonment AND ending = year), 0)::BIGINT AS open_facility
FROM years CROSS JOIN known
GROUP BY year
ORDER BY year;

-- words
SELECT
    [CASE WHEN known = 1 THEN 'one' WHEN known > 1 THEN 'ending' END,
     CASE WHEN known = 0 THEN 'none' WHEN known < everyone THEN 'some' WHEN everyone > 1 THEN 'all' END,
     only_if(known > 1 AND soon <> soon_without, 'credit'),
     only_if(known > 1 AND late_without > 0, 'late'), only_if(passed > 0, 'passed'), only_if(known > 1 AND undated > 0, 'undated'),
     only_if(known > 1 AND checked >= enough_for_shares(), 'checked'), only_if(open > 0, 'open'),
     only_if(restricted > 0, 'restricted'), only_if(waiting > 0, 'waiting'), only_if(others > 0, 'others')] AS parts,
    {template: if(credited = year, '{year:year}', '{credited:year} or {year:year}'), credited: credited, year: year} AS years,
    {template: if(soon = soon_without, '{most}', '{least} to {most}'), least: soon_without, most: soon} AS ending, *
FROM (
    SELECT *, restriction - open AS restricted, everyone - known - restriction - waiting AS others
    FROM (
        SELECT count(*) AS everyone,
            count(*) FILTER (released IS NULL AND confinement = 'restriction') AS restriction,
            count(*) FILTER (awaits_verdict) AS waiting,
            count(*) FILTER (penalty IN ('penal_colony_general', 'penal_colony_medium') AND released IS NULL
                AND verdict_month IS NULL AND term_end IS NOT NULL) AS undated,
            shown('people') AS read_on, year(read_on) + 1 AS soon_year, year(read_on) + 5 AS late_year
        FROM selected_people()
        WHERE status = 'political_prisoner'
    ), (
        SELECT CAST(sum(ahead + passed) AS BIGINT) AS known, CAST(sum(passed) AS BIGINT) AS passed,
            coalesce(CAST(sum(answer.credited) FILTER (years_ahead <= 1) AS BIGINT), 0) AS soon,
            coalesce(CAST(sum(ahead + passed) FILTER (years_ahead <= 1) AS BIGINT), 0) AS soon_without,
            coalesce(CAST(sum(answer.credited) FILTER (years_ahead > 5) AS BIGINT), 0) AS late,
            coalesce(CAST(sum(ahead + passed) FILTER (years_ahead > 5) AS BIGINT), 0) AS late_without,
            CAST(sum(open_facility) AS BIGINT) AS open,
            coalesce(CAST(sum(open_facility) FILTER (years_ahead <= 1) AS BIGINT), 0) AS open_soon,
            max(answer.year) FILTER (ahead + passed > 0) AS year,
            max(answer.year) FILTER (answer.credited > 0) AS credited
        FROM (SELECT *, year - year(shown('people')) AS years_ahead FROM answer) AS answer
    )
), (
    SELECT count(*) AS checked,
        count(*) FILTER (datediff('month', term_end, released_month) < -1) AS before,
        count(*) FILTER (has_credit) AS reckoned,
        count(*) FILTER (has_credit AND abs(late) <= 1) AS near,
        count(*) FILTER (has_credit AND late < -1) AS before_credited,
        count(*) FILTER (has_credit AND late > 1) AS after_credited
    FROM (SELECT *, datediff('month', credited_term_end, released_month) AS late FROM all_people())
    WHERE status = 'former_political_prisoner' AND confinement = 'custody'
        AND arrested_month >= DATE '2020-05-01' AND released_month IS NOT NULL AND sentence_months IS NOT NULL
);
