/*
title: How charges changed
answers: People by the quarter of their arrest and the article in their charges, for the six most frequent articles
unit: people
datasets: [people]
columns:
  quarter: {title: Quarter of arrest, description: Its first month}
  article: {title: Code, description: The article as filters name it; empty for all other articles together}
  label: {title: Article}
  title: {title: Title}
  people: {title: People, unit: people, description: "Arrested in the quarter, charged under the article"}
  arrested: {title: Arrested, unit: people, description: Arrested in the quarter with articles stated}
  share: {title: Share, unit: percent, description: Of those arrested in the quarter; empty where there were none}
chart: {kind: line, x: quarter, y: people, series: label}
words: "{said}"
caveats:
  - The six most frequent articles have a line each; everyone charged under any further article is in Other articles. A person charged under several articles is in several lines, so the lines add up to more people than there are.
  - The table has the share of those arrested in the quarter, too; where few were arrested, one person moves it by much.
  - The newest quarters are incomplete. Many arrests and charges become known months later, and the last quarter had not ended when the register was read.
  - "The lines begin in April 2020, before the presidential election, unless a filter asks for earlier arrests."
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
SELECT quarter, code AS article, coalesce('Art. ' || code, 'Other articles') AS label, title,
    coalesce(people, 0) AS people, arrested, round(100 * coalesce(people, 0) / nullif(arrested, 0), 1) AS share
FROM arrests CROSS JOIN (SELECT DISTINCT place, code FROM lines)
LEFT JOIN charged USING (quarter, place)
LEFT JOIN all_articles() AS titles ON titles.article = code
ORDER BY quarter, place;

-- words
SELECT * FROM (
    WITH years AS (
        SELECT concat(label, ' (' || title || ')') AS label, article, year(quarter) AS year, sum(people) AS people, sum(arrested) AS arrested
        FROM answer GROUP BY ALL
    ),
    compared AS (
        -- From the first to the last year in which there are enough people for a share to say something.
        SELECT label, first(year ORDER BY year) AS since, last(year ORDER BY year) AS until,
            first(round(100 * people / arrested) ORDER BY year) AS before,
            last(round(100 * people / arrested) ORDER BY year) AS after
        FROM years WHERE arrested >= 20 AND article IS NOT NULL
        GROUP BY label
    ),
    moved AS (
        SELECT *, rank() OVER (ORDER BY after - before) AS fall, rank() OVER (ORDER BY before - after) AS rise
        FROM compared WHERE since < until
    ),
    moves AS (
        SELECT string_agg(format(' From {} to {} the share of those charged under {} rose most, from {:.0f} to {:.0f} in a hundred.',
                                 since, until, label, before, after), '')
                   FILTER (rise = 1 AND after > before) AS rise,
            string_agg(format(' The share for {} fell most, from {:.0f} to {:.0f}.', label, before, after), '')
                FILTER (fall = 1 AND after < before) AS fall,
            count(*) FILTER (rise = 1) AS risen, count(*) FILTER (fall = 1) AS fallen
        FROM moved
    ),
    quarters AS (
        SELECT DISTINCT quarter, arrested FROM answer
    ),
    counted AS (
        SELECT (SELECT CAST(sum(arrested) AS BIGINT) FROM quarters) AS people,
            (SELECT count(*) FROM selected_people()) AS everyone
    )
    SELECT CASE people WHEN 1 THEN 'The lines stand for one person.'
                       ELSE format('The lines stand for {:,} people.', people) END
        || CASE everyone - people
            WHEN 0 THEN ''
            WHEN 1 THEN ' One more is left out: arrested before the lines begin, or the month or the articles are not known.'
            ELSE format(' {:,} more are left out: arrested before the lines begin, or the month or the articles are not known.',
                        everyone - people) END
        || if(risen = 1, coalesce(rise, ''), '') || if(fallen = 1, coalesce(fall, ''), '') AS said
    FROM counted, moves
)
