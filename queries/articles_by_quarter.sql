/*
title: How charges changed
answers: People by quarter of arrest and article, for the six most frequent articles
unit: person|people
datasets: [people]
columns:
  quarter: {title: Quarter of arrest, description: Its first month}
  article: {title: Code, description: The article as filters name it; empty for all other articles together, shown_as: label}
  label: {title: Article, translate: true}
  title: {title: Title, translate: true}
  people: {title: People, unit: person|people, description: "Arrested in the quarter, charged under the article"}
  arrested: {title: All arrested, unit: person|people, description: Arrested in the quarter with articles stated}
  share: {title: Share, unit: percent, description: Of those arrested in the quarter; empty where there were none}
  incomplete: {title: Incomplete, description: "true where figures will still grow: many people arrested in the register's last five months were not recognised yet"}
chart: {kind: panels, x: quarter, y: people, series: label, incomplete: incomplete}
words:
  people: "The chart counts {people:person|people}."
  others: "{others:more is|more are} left out: arrested before the chart begins, or the month or the articles are not known."
  rise: "From {first_year:year} to {until:year} charges under {risen} rose from {before} to {after} per cent, as known on {read_on}."
  fall_alone: "From {first_year:year} to {until:year} charges under {fallen} fell from {higher} to {lower} per cent, as known on {read_on}."
  rose_most: "These are shares of the people arrested in {since} and in {until:year}. Of the articles in the chart, the share for {risen} rose most."
  fell_most: "These are shares of the people arrested in {since} and in {until:year}. Of the articles in the chart, the share for {fallen} fell most."
  titles: "In the Criminal Code: {titles:;}."
  fall: "The share for {fallen} fell most, from {higher} to {lower} per cent."
finding: [rise, fall_alone]
notes: [people, others]
cell_texts:
  - "Art. {verbatim}"
  - Other articles
  - "{year:year} (from April on)"
empty: Nobody selected has both a month of arrest and articles, or all were arrested before the chart begins.
caveats:
  - The six most frequent articles have a row each; everyone charged under any further article is in Other articles. A person charged under several articles is in several rows. So the rows add up to more people than there are.
  - The table has the share of those arrested in the quarter, too. Where few were arrested, one person changes it a lot.
  - The newest quarters, which are shaded, are incomplete. Many arrests and charges become known months later, and the last quarter had not ended on the register's date.
  - A region or a place of detention is known mainly for those who were still held. So with the filter Region or Facility, the chart shows mainly people who were still held.
  - For some recognised people, the register's month of arrest is probably the month in which the term began. They were sentenced to an open facility (a supervised hostel), and no verdict is dated after their month of arrest. They may stand in a later quarter than that of their arrest. This is inferred from the data.
  - "The chart begins in April 2020, before the presidential election, unless a filter asks for earlier arrests."
*/
WITH people AS (
    -- Those charged alike in a quarter are taken together.
    SELECT article_numbers, date_trunc('quarter', arrested_month)::DATE AS quarter, count(*) AS people
    FROM selected_people()
    WHERE article_numbers IS NOT NULL
        AND arrested_month >= CASE
            WHEN getvariable('arrested_from') IS NOT NULL THEN getvariable('arrested_from')
            WHEN getvariable('arrested_to') < DATE '2020-04-01' THEN DATE '0001-01-01'
            ELSE DATE '2020-04-01' END
    GROUP BY ALL
),
charges AS (
    SELECT article_numbers, quarter, people, unnest(article_numbers) AS article FROM people
),
ranked AS (
    SELECT article, row_number() OVER (ORDER BY sum(people) DESC,
        TRY_CAST(regexp_extract(article, '^\d+') AS INTEGER), article) AS rank
    FROM charges GROUP BY article
),
lines AS (
    SELECT article, if(rank <= 6, article, NULL) AS code, least(rank, 7) AS place FROM ranked
),
quarters AS (
    SELECT unnest(generate_series((SELECT min(quarter) FROM people), (SELECT max(quarter) FROM people),
                                  INTERVAL 3 MONTH))::DATE AS quarter
),
arrests AS (
    SELECT quarter, coalesce(sum(people), 0)::BIGINT AS arrested FROM quarters LEFT JOIN people USING (quarter) GROUP BY ALL
),
charged AS (
    -- Everyone once a line, also with several of the articles that share one.
    SELECT quarter, place, sum(people)::BIGINT AS people
    FROM (SELECT DISTINCT quarter, article_numbers, place, people FROM charges JOIN lines USING (article))
    GROUP BY ALL
)
SELECT quarter, code AS article, {template: if(code IS NULL, 'Other articles', 'Art. {verbatim}'), verbatim: code} AS label, title,
    coalesce(people, 0) AS people, arrested, percent(coalesce(people, 0), arrested) AS share,
    is_incomplete(last_day(quarter + INTERVAL 2 MONTH)) AS incomplete
FROM arrests CROSS JOIN (SELECT DISTINCT place, code FROM lines)
LEFT JOIN charged USING (quarter, place)
LEFT JOIN all_articles() AS titles ON titles.article = code
ORDER BY quarter, place;

-- words
SELECT * FROM (
    WITH years AS (
        SELECT {template: 'Art. {verbatim}', verbatim: article} AS label,
            only_if(title IS NOT NULL, {template: 'Art. {verbatim}', verbatim: article_titled(article, title)}) AS titled, year(quarter) AS year,
            sum(people) AS people, sum(arrested) AS arrested
        FROM answer WHERE article IS NOT NULL
        GROUP BY ALL
    ),
    compared AS (
        -- From the first to the last year in which there are enough people for a share to say something.
        SELECT label, any_value(titled) AS titled, first(year ORDER BY year) AS since, last(year ORDER BY year) AS until,
            first(round(100 * people / arrested) ORDER BY year) AS before,
            last(round(100 * people / arrested) ORDER BY year) AS after
        FROM years WHERE arrested >= 20
        GROUP BY label
    ),
    moved AS (
        SELECT *, rank() OVER (ORDER BY after - before) AS fall, rank() OVER (ORDER BY before - after) AS rise
        FROM compared WHERE since < until
    ),
    risen AS (
        SELECT label AS risen, titled AS risen_titled, since, until, before, after FROM moved
        WHERE rise = 1 AND after > before AND (SELECT count(*) FROM moved WHERE rise = 1) = 1
    ),
    fallen AS (
        SELECT label AS fallen, titled AS fallen_titled, since AS from_year, until AS to_year, before AS higher, after AS lower FROM moved
        WHERE fall = 1 AND after < before AND (SELECT count(*) FROM moved WHERE fall = 1) = 1
    ),
    counted AS (
        SELECT CAST(sum(arrested) AS BIGINT) AS people,
            (SELECT count(*) FROM selected_people()) - people AS others
        FROM (SELECT DISTINCT quarter, arrested FROM answer)
    )
    SELECT [CASE WHEN risen IS NOT NULL THEN 'rise' WHEN fallen IS NOT NULL THEN 'fall_alone' END,
            CASE WHEN risen IS NOT NULL THEN 'rose_most' WHEN fallen IS NOT NULL THEN 'fell_most' END, only_if(risen IS NOT NULL AND fallen IS NOT NULL, 'fall'),
            only_if(len(titles) > 0, 'titles'), 'people', only_if(others > 0, 'others')] AS parts,
        * REPLACE (coalesce(until, to_year) AS until,
                   {template: if(first_year = 2020 AND getvariable('arrested_from') IS NULL, '{year:year} (from April on)', '{year:year}'),
                    year: first_year} AS since),
        shown('people') AS read_on
    FROM (SELECT *, coalesce(since, from_year) AS first_year,
              list_filter([risen_titled, fallen_titled], lambda one: one IS NOT NULL) AS titles
          FROM counted LEFT JOIN risen ON true LEFT JOIN fallen ON true)
)
