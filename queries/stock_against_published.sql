/*
title: Held at the end of each month, against what was published
answers: Recognised people of the register, and the number published then
unit: person|people
datasets: [people, people_counts]
columns:
  month_end: {title: End of month}
  held_at_least: {title: "Held, at least", unit: person|people, description: "Arrested by then and not released; the former without a release date count as released at once"}
  held_at_most: {title: "Held, at most", unit: person|people, description: The same with the former without a release date counted as held until the date of the register}
  published: {title: Published then, unit: person|people, description: "Figure of the main list for the day, or else for the day before or after. Of two figures it is the one with the stronger source, or else the lower one."}
  published_other: {title: "Published then, second figure", unit: person|people, description: The other one where two differ}
  published_as: {title: Published as, description: The qualifier of the published figures, translate: true}
  difference: {title: Difference, unit: person|people, description: At least held less the higher published figure}
  held_at_most_by_term: {title: "Held, at most, by the term", unit: person|people, description: "As “at most”, with two limits. With restricted freedom at home, a suspended sentence or a fine, custody ends at the verdict or before. With any other term, we count somebody as held until the whole term has passed since the arrest."}
  incomplete: {title: Incomplete, description: "true where figures will still grow: many people arrested in the register's last five months were not recognised yet"}
chart:
  kind: line
  x: month_end
  y: [held_at_least, published, published_other]
  band: [held_at_least, held_at_most_by_term]
  incomplete: incomplete
words:
  nobody: "By the register, nobody selected was held at the end of {month:month}."
  one: "By the register, one person selected was held at the end of {month:month}."
  held: "By the register, {held} people selected were held at the end of {month:month}."
  held_published: "By the register, {held} people were held at the end of {month:month}; published then: {published}."
  counted: "Counted are people recognised as political prisoners by {read_on}."
  earlier: "Earlier, by the register: {earlier:;}. The register's count includes people recognised later, so it is above what was published at the time."
  late: "The figures for the last five months, shaded in the chart, are rather too low. Some people arrested in them were recognised only after {read_on}."
  unfiltered: Published counts cannot be filtered like this, so none is shown beside it.
  without_former: Former political prisoners are left out by the filter Status.
  without_present: Those who were political prisoners on {read_on} are left out by the filter Status.
  undated: "{undated:person without a date of arrest is|people without a date of arrest are} in no month."
finding: [nobody, one, held, held_published]
notes: [late, undated]
cell_texts:
  - "{least} to {most}"
  - "{figure} or {other}"
  - "at the end of {year:year} at least {held} held and {published} published"
empty: Nobody selected was recognised as a political prisoner, so there is no stock to rebuild.
caveats:
  - "The register counts people by what it knew on its date. Take somebody arrested in 2020 and recognised in 2021. The register's count has this person from 2020 on, the published one from 2021. Up to September 2022 the published counts lagged: they reached the register's number for a month one to five months later. So before 2023 the register's count stands above the published one."
  - "To get the number “at most”, we add the former political prisoners without a release date to the number “at least”. “At least” counts them as released at once, “at most” as held until the register's date. The band's upper edge in the chart is lower than “at most”: it leaves out those whose term was already over. With restricted freedom at home, a suspended sentence or a fine, custody ends at the verdict or before. With any other term, we count somebody as held until the whole term has passed since the arrest."
  - "“At least” and “at most” are what the register's records give, and no firm limits. The true number may lie below or above them. An open facility is a supervised hostel where people serve restriction of freedom. After the verdict, most of those sentenced to it stay free until the term begins. The register does not say on which days this time at liberty began and ended. New sentences keep some people in custody for longer than the term."
  - People never recognised as political prisoners are left out whatever the filter says. For most of them the register has no date of arrest.
  - People with no date of arrest are in no month. The register gives only months here. Arrests and releases count from the end of their month.
  - Published figures cannot be filtered. So they are shown only where the filters leave no recognised person out. They are always those of the main list.
*/
WITH recognised AS (
    SELECT arrested_month, released_month, status, latest_possible_release AS latest, count(*) AS people
    FROM selected_people() WHERE recognised(status)
    GROUP BY ALL
), whole AS (
    -- A published count can stand beside the rebuilt one only where the filters leave nobody out.
    SELECT is_whole() AS unfiltered
), month_ends AS (
    FROM register_month_ends()
), held AS (
    SELECT month_end,
        coalesce(sum(people) FILTER (released_month > month_end
            OR (released_month IS NULL AND status = 'political_prisoner')), 0)::BIGINT AS held_at_least,
        coalesce(sum(people) FILTER (released_month > month_end OR released_month IS NULL), 0)::BIGINT AS held_at_most,
        coalesce(sum(people) FILTER (released_month > month_end OR (released_month IS NULL
            AND (status = 'political_prisoner' OR latest IS NULL OR latest > month_end))), 0)::BIGINT AS held_at_most_by_term
    FROM month_ends JOIN recognised ON arrested_month <= month_end
    GROUP BY month_end
), near AS (
    SELECT month_end, political_prisoners, source_kind, label_of('people_counts', 'qualifier', given.qualifier) AS qualifier
    FROM month_ends
    JOIN all_people_counts() AS given
        ON given.date BETWEEN month_end - 1 AND month_end + 1 AND given.series = 'viasna'
    WHERE (SELECT unfiltered FROM whole)
    QUALIFY abs(given.date - month_end) = min(abs(given.date - month_end)) OVER (PARTITION BY month_end)
), published AS (
    -- Of two figures the one with the stronger source comes first, then the lower one.
    SELECT month_end, list(political_prisoners ORDER BY rank, political_prisoners) AS figures,
        {template: '{texts:;}', texts: list_sort(list_distinct(flatten(list(qualifiers))))} AS published_as
    FROM (SELECT month_end, political_prisoners, min(source_rank(source_kind)) AS rank, list(qualifier) AS qualifiers
          FROM near GROUP BY ALL)
    GROUP BY month_end
)
SELECT month_end, coalesce(held_at_least, 0) AS held_at_least, coalesce(held_at_most, 0) AS held_at_most,
    figures[1] AS published, figures[2] AS published_other,
    published_as, held_at_least - list_max(figures) AS difference, coalesce(held_at_most_by_term, 0) AS held_at_most_by_term,
    is_incomplete(month_end) AS incomplete
FROM month_ends LEFT JOIN held USING (month_end) LEFT JOIN published USING (month_end)
WHERE EXISTS (FROM recognised)
ORDER BY ALL;

-- words
SELECT
    [CASE WHEN last.held_at_most_by_term = 0 THEN 'nobody' WHEN last.published IS NOT NULL THEN 'held_published'
          WHEN last.held_at_least = 1 AND last.held_at_most_by_term = 1 THEN 'one' ELSE 'held' END, 'counted',
     only_if(last.incomplete AND last.held_at_least >= enough_for_shares() AND arrested_late > 0, 'late'), if(earlier IS NULL, 'unfiltered', 'earlier'),
     only_if(NOT in_choice(getvariable('status'), 'former_political_prisoner'), 'without_former'),
     only_if(NOT in_choice(getvariable('status'), 'political_prisoner'), 'without_present'),
     only_if(undated > 0, 'undated')] AS parts,
    last.month_end AS month, shown('people') AS read_on,
    {template: if(last.held_at_most_by_term > last.held_at_least, '{least} to {most}', '{least}'),
     least: last.held_at_least, most: last.held_at_most_by_term} AS held,
    {template: if(last.published_other IS NULL, '{figure}', '{figure} or {other}'),
     figure: last.published, other: last.published_other} AS published,
    earlier, undated
FROM (SELECT arg_max(answer, month_end) AS last FROM answer), (
    SELECT list({template: 'at the end of {year:year} at least {held} held and {published} published', held: held_at_least,
                 published: {template: if(published_other IS NULL, '{figure}', '{figure} or {other}'),
                             figure: published, other: published_other},
                 year: year(month_end)} ORDER BY month_end) AS earlier
    FROM answer WHERE month(month_end) = 12 AND published IS NOT NULL
), (
    SELECT count(*) FILTER (arrested_month IS NULL) AS undated,
        count(*) FILTER (is_incomplete(last_day(arrested_month))) AS arrested_late
    FROM selected_people() WHERE recognised(status)
);
