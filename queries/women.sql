/*
title: Share of women
answers: Women in every hundred political prisoners, as published and as rebuilt from the register at the end of each month
unit: percent
datasets: [people, people_counts]
ignores: [gender]
columns:
  date: {title: Date}
  counted_in: {title: Counted in}
  women: {title: Women, unit: people}
  of_people: {title: Of, unit: people}
  share: {title: Share of women, unit: percent}
  qualifier: {title: Qualifier, description: Of a published figure}
  source_title: {title: Source, description: Of a published figure}
  source_url: {title: Link}
chart:
  kind: line
  x: date
  y: [share]
  series: counted_in
  points: true
words: "{published}{register}{undated}"
caveats:
  - In the register, those held at least are counted, the former without a release date as released at once, as it knew them on its date.
  - The filter by gender changes nothing here. Published figures cannot be filtered and are left out where other filters leave some recognised people out.
*/
WITH recognised AS (
    SELECT arrested_month, released_month, status, count(*) AS people, count(*) FILTER (gender = 'female') AS women
    FROM selected_people()
    WHERE recognised(status)
    GROUP BY ALL
), whole AS (
    SELECT is_whole() AS unfiltered
), month_ends AS (
    FROM register_month_ends()
), published AS (
    FROM all_people_counts()
    WHERE series = 'viasna' AND women IS NOT NULL AND political_prisoners IS NOT NULL
      AND (SELECT unfiltered FROM whole) AND EXISTS (FROM recognised)
    -- One source a figure: exact before rounded, with a link before without.
    QUALIFY row_number() OVER (PARTITION BY date, women, political_prisoners
        ORDER BY qualifier <> 'exact', source_url IS NULL, source_title) = 1
), counted AS (
    SELECT date, 'Published' AS counted_in, women, political_prisoners AS of_people,
        label_of('people_counts', 'qualifier', qualifier) AS qualifier, source_title, source_url
    FROM published
    UNION ALL
    SELECT month_end, 'Register, held at least', coalesce(sum(recognised.women), 0)::BIGINT, coalesce(sum(people), 0)::BIGINT,
        NULL, NULL, NULL
    FROM month_ends LEFT JOIN recognised
      ON arrested_month <= month_end
     AND (released_month > month_end OR (released_month IS NULL AND status = 'political_prisoner'))
    WHERE EXISTS (FROM recognised)
    GROUP BY month_end
)
SELECT date, counted_in, women, of_people, round(100 * women / nullif(of_people, 0), 1) AS share, qualifier,
    source_title, source_url
FROM counted
ORDER BY counted_in DESC, date, women, of_people;

-- words
SELECT
    CASE WHEN bool_or(published) THEN concat('Of ', format('{:,}', arg_max(of_people, date) FILTER (published)),
        ' political prisoners published for ', strftime(max(date) FILTER (published), '%-d %B %Y'), ', ',
        arg_max(women, date) FILTER (published), ' were women: ',
        format('{:.1f}', arg_max(share, date) FILTER (published)), ' per cent. ')
        ELSE 'Published counts cannot be filtered like this, so none is shown. ' END AS published,
    CASE WHEN arg_max(of_people, date) FILTER (NOT published) = 0
        THEN 'In the register nobody of this selection counts as held at the end of '
            || strftime(max(date) FILTER (NOT published), '%B %Y') || '. '
        ELSE concat('In the register it is ', arg_max(women, date) FILTER (NOT published), ' of ',
            format('{:,}', arg_max(of_people, date) FILTER (NOT published)), ' held at least at the end of ',
            strftime(max(date) FILTER (NOT published), '%B %Y'), ': ',
            format('{:.1f}', arg_max(share, date) FILTER (NOT published)), ' per cent. ') END AS register,
    (SELECT CASE count(*) WHEN 0 THEN ''
            WHEN 1 THEN 'Left out of that is one former political prisoner whose release is not dated.'
            ELSE concat('Left out of that are ', format('{:,}', count(*)),
                        ' former political prisoners whose release is not dated, ',
                        count(*) FILTER (gender = 'female'), ' of them women.') END
     FROM selected_people()
     WHERE status = 'former_political_prisoner' AND released_month IS NULL) AS undated
FROM (SELECT *, counted_in = 'Published' AS published FROM answer);
