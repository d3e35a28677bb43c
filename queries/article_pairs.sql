/*
title: Charges that came together
answers: People charged under both of two articles, for the twelve most frequent articles
unit: person|people
datasets: [people]
columns:
  article: {title: Article}
  other: {title: Other article}
  title: {title: Title of the article, translate: true}
  other_title: {title: Title of the other article, translate: true}
  people: {title: People, unit: person|people, description: Charged under both}
  share: {title: Share, unit: percent, description: Of those charged under the article in the column “Article”}
chart: {kind: heatmap, x: other, row: article, y: [people]}
words:
  none: No one here was charged under two of these articles.
  one: "By {read_on}, {people:person was|people were} charged under both {numbered}."
  titles: "In the Criminal Code: {titles:;}."
  some: "By {read_on}, the most frequent pairs, with {people:person|people} each, were {named:;}."
  even: "No pair stands out: {pairs:pair comes|pairs come} together for {people:person|people} each, none for more."
finding: [one, some]
cell_texts:
  - "{one} and {other}"
  - "Art. {verbatim}"
empty: For nobody selected articles are stated.
caveats:
  - Titles of the articles are in the table and in the chart above.
  - "The chart has each pair once. The table lists it twice, once for each article. The share is of all people charged under the article in the column “Article”."
  - Somebody charged under several parts of one article is counted once for it. Preparation and attempt are counted under the offence itself.
  - What comes together in one person's charges need not come from one event.
*/
WITH charges AS (
    -- People charged alike are taken together.
    SELECT article_numbers, people, unnest(article_numbers) AS article
    FROM (SELECT article_numbers, count(*) AS people FROM selected_people() GROUP BY ALL)
),
frequent AS (
    SELECT article, sum(people) AS size, row_number() OVER (ORDER BY size DESC,
        TRY_CAST(regexp_extract(article, '^\d+') AS INTEGER), article) AS place
    FROM charges GROUP BY article
    QUALIFY place <= 12
),
together AS (
    SELECT one.article, two.article AS other, sum(one.people)::BIGINT AS people
    FROM charges AS one JOIN charges AS two USING (article_numbers)
    GROUP BY ALL
),
titled AS (
    SELECT frequent.*, title FROM frequent LEFT JOIN all_articles() AS titles USING (article)
)
SELECT one.article, two.article AS other, one.title, two.title AS other_title,
    if(one.place = two.place, NULL, coalesce(people, 0)) AS people,
    if(one.place = two.place, NULL, percent(coalesce(people, 0), one.size::BIGINT)) AS share
FROM titled AS one CROSS JOIN titled AS two
LEFT JOIN together ON together.article = one.article AND together.other = two.article
ORDER BY one.place, two.place;

-- words
SELECT * FROM (
    WITH pairs AS (
        -- Each pair once, the more frequent article first: of its people the pair is the smaller share.
        SELECT {template: '{one} and {other}', one: article, other: other} AS pair,
            {template: '{one} and {other}', one: {template: 'Art. {verbatim}', verbatim: article},
             other: {template: 'Art. {verbatim}', verbatim: other}} AS numbered,
            list_filter([only_if(title IS NOT NULL, {template: 'Art. {verbatim}', verbatim: article_titled(article, title)}),
                         only_if(other_title IS NOT NULL, {template: 'Art. {verbatim}', verbatim: article_titled(other, other_title)})],
                        lambda one: one IS NOT NULL) AS names,
            people, rank() OVER (ORDER BY people DESC) AS rank
        FROM answer WHERE people IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY least(article, other), greatest(article, other) 
            ORDER BY share, TRY_CAST(regexp_extract(article, '^\d+') AS INTEGER), article) = 1
    )
    SELECT [CASE WHEN coalesce(max(people), 0) = 0 THEN 'none' WHEN count(*) = 1 THEN 'one'
                 WHEN count(*) <= 3 THEN 'some' ELSE 'even' END,
            only_if(max(people) > 0 AND count(*) = 1 AND len(first(names ORDER BY pair)) > 0, 'titles')] AS parts,
        max(people) AS people, count(*) AS pairs, list(pair ORDER BY pair) AS named,
        first(numbered ORDER BY pair) AS numbered, first(names ORDER BY pair) AS titles, shown('people') AS read_on
    FROM pairs WHERE rank = 1
)
