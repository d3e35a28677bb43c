/*
title: Held at the end of each month, against what was published
answers: How many people of the register, recognised as political prisoners by its date, were held at the end of a month, and how many were published then
unit: people
datasets: [people, people_counts]
columns:
  month_end: {title: End of month}
  held_at_least: {title: "Held, at least", unit: people, description: "Arrested by then and not released; the former without a release date count as released at once"}
  held_at_most: {title: "Held, at most", unit: people, description: The same with the former without a release date counted as held until the date of the register}
  published: {title: Published then, unit: people, description: "Figure of the main list for the day, or else for the day before or after; the lower one if there are two"}
  published_other: {title: "Published then, second figure", unit: people, description: The higher one where two differ}
  published_as: {title: Published as, description: The qualifier of the published figures}
  difference: {title: Difference, unit: people, description: At least held less the higher published figure}
chart:
  kind: line
  x: month_end
  y: [held_at_least, published, published_other]
  band: [held_at_least, held_at_most]
words: "{end}{gap}{compared}{undated}"
caveats:
  - "The register counts people by what it knew on its date: somebody arrested in 2020 and recognised in 2021 is in the rebuilt count from 2020 on, in the published one from 2021. Recognition comes weeks to months after the arrest, so before 2023 the rebuilt count stands above the published one."
  - "The gap between at least and at most are former political prisoners without a release date: the first counts them as released at once, the second as held to the end. The truth lies between."
  - People prosecuted but never recognised are left out whatever the filter says; for most of them the register has no date of arrest.
  - Who has no date of arrest is in no month. Months are all the register gives here; an arrest counts from the end of its month, a release from the end of its.
  - Published figures cannot be filtered. They are shown only where the filters leave every recognised person in, and always those of the main list.
*/
WITH recognised AS (
    SELECT arrested_month, released_month, status, count(*) AS people
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
        coalesce(sum(people) FILTER (released_month > month_end OR released_month IS NULL), 0)::BIGINT AS held_at_most
    FROM month_ends JOIN recognised ON arrested_month <= month_end
    GROUP BY month_end
), published AS (
    SELECT month_end, min(political_prisoners) AS low, max(political_prisoners) AS high,
        array_to_string(list_sort(list_distinct(list(qualifier))), '; ') AS published_as
    FROM (SELECT month_end, political_prisoners, label_of('people_counts', 'qualifier', given.qualifier) AS qualifier
          FROM month_ends
          JOIN all_people_counts() AS given
            ON given.date BETWEEN month_end - 1 AND month_end + 1 AND given.series = 'viasna'
          WHERE (SELECT unfiltered FROM whole)
          QUALIFY abs(given.date - month_end) = min(abs(given.date - month_end)) OVER (PARTITION BY month_end))
    GROUP BY month_end
)
SELECT month_end, coalesce(held_at_least, 0) AS held_at_least, coalesce(held_at_most, 0) AS held_at_most,
    low AS published, nullif(high, low) AS published_other,
    published_as, held_at_least - high AS difference
FROM month_ends LEFT JOIN held USING (month_end) LEFT JOIN published USING (month_end)
WHERE EXISTS (FROM recognised)
ORDER BY ALL;

-- words
SELECT concat('At the end of ', strftime(last.month_end, '%B %Y'), ', ',
        format('{:,}', last.held_at_least),
        if(last.held_at_most > last.held_at_least, ' to ' || format('{:,}', last.held_at_most), ''),
        ' of those recognised by ', strftime(shown('people'), '%-d %B %Y'),
        ' were held by the register''s dates') AS "end",
    CASE WHEN last.published IS NOT NULL THEN
        concat('; published then: ', format('{:,}', last.published),
               ' or ' || format('{:,}', last.published_other), '.')
        ELSE '.' END AS gap,
    coalesce((SELECT ' Earlier: ' || string_agg(concat(
                  'at least ', format('{:,}', held_at_least), ' against ', format('{:,}', published),
                  ' or ' || format('{:,}', published_other), ' published at the end of ', strftime(month_end, '%Y')),
                  ', ' ORDER BY month_end)
              || '. The rebuilt count is one of people recognised later, so it runs ahead of what was published at the time.'
        FROM answer WHERE month(month_end) = 12 AND published IS NOT NULL),
        ' Published counts cannot be filtered like this, so none is shown beside it.') AS compared,
    (SELECT CASE count(*) FILTER (arrested_month IS NULL) WHEN 0 THEN ''
                WHEN 1 THEN ' One person without a date of arrest is in no month.'
                ELSE ' ' || format('{:,}', count(*) FILTER (arrested_month IS NULL))
                     || ' people without a date of arrest are in no month.' END
     FROM selected_people()
     WHERE status IN ('political_prisoner', 'former_political_prisoner')) AS undated
FROM (SELECT arg_max(answer, month_end) AS last FROM answer);
