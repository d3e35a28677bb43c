/*
title: Share of women
answers: Women in every hundred political prisoners, as published and as rebuilt from the register at the end of each month
unit: percent
datasets: [people, people_counts]
ignores: [gender]
columns:
  date: {title: Date}
  counted_in: {title: Counted in, translate: true}
  women: {title: Women, unit: person|people}
  of_people: {title: Of, unit: person|people}
  share: {title: Share of women, unit: percent}
  qualifier: {title: Qualifier, description: Of a published figure, translate: true}
  source_title: {title: Source, description: Of a published figure}
  source_url: {title: Link}
chart:
  kind: line
  x: date
  y: [share]
  series: counted_in
  points: true
words:
  unfiltered: Published counts cannot be filtered like this, so none is shown.
  published: "Of {published_of:political prisoner|political prisoners} published for {published_on}, {published_women:was a woman|were women}: {published_share} per cent."
  nobody: "In the register nobody of this selection counts as held at the end of {month:month}."
  register: "In the register it is {women} of {held} held at least at the end of {month:month}: {share} per cent."
  one_undated: Left out of that is one former political prisoner whose release is not dated.
  undated: "Left out of that are {undated:former political prisoner|former political prisoners} whose release is not dated, {undated_women} of them women."
cell_texts:
  - Published
  - Register, held at least
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
    [if(published_on IS NULL, 'unfiltered', 'published'), if(held = 0, 'nobody', 'register'),
     CASE undated WHEN 0 THEN NULL WHEN 1 THEN 'one_undated' ELSE 'undated' END] AS parts, *
FROM (
    SELECT max(date) AS published_on, arg_max(of_people, date) AS published_of, arg_max(women, date) AS published_women,
        arg_max(share, date) AS published_share
    FROM answer WHERE counted_in = 'Published'
), (
    SELECT max(date) AS month, arg_max(of_people, date) AS held, arg_max(women, date) AS women, arg_max(share, date) AS share
    FROM answer WHERE counted_in <> 'Published'
), (
    SELECT count(*) AS undated, count(*) FILTER (gender = 'female') AS undated_women
    FROM selected_people()
    WHERE status = 'former_political_prisoner' AND released_month IS NULL
);
