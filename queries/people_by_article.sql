/*
title: What people are charged with
answers: People by article of the Criminal Code in their charges, each person once for every article
unit: people
datasets: [people]
columns:
  article: {title: Article, description: "Number without its part, as filters name it"}
  label: {title: Article and title}
  people: {title: People, unit: people}
  share: {title: Share, unit: percent, description: Of the people whose articles are stated; shares add up to more than 100}
  political_prisoners: {title: Political prisoners, unit: people, description: Recognised on the day of the snapshot}
chart: {kind: bars, x: label, y: [people], top: 15, click: {filter: article, column: article}}
words: "{said}"
caveats:
  - A person charged under several articles is counted under each, so the rows add up to more people than there are. Parts of one article count once.
  - Preparation (article 13) and attempt (article 14) are counted under the offence itself.
  - Titles are short forms. Those of articles 292, 333-1 and 342-2 could not be confirmed.
  - A charge is what the authorities say of a person, not a finding of ours.
*/
WITH alike AS (
    -- People charged alike are taken together.
    SELECT article_numbers, count(*) AS people,
        count(*) FILTER (status = 'political_prisoner') AS political_prisoners
    FROM selected_people() GROUP BY ALL
),
charges AS (
    SELECT unnest(coalesce(article_numbers, ['unknown'])) AS article, people, political_prisoners FROM alike
),
counted AS (
    SELECT article, sum(people)::BIGINT AS people, sum(political_prisoners)::BIGINT AS political_prisoners
    FROM charges GROUP BY article
)
SELECT article,
    CASE article WHEN 'unknown' THEN 'not stated' ELSE concat_ws(' ', article, title) END AS label,
    people,
    CASE WHEN article <> 'unknown' THEN
        round(100 * people / (SELECT sum(people) FROM alike WHERE article_numbers IS NOT NULL), 2) END AS share,
    political_prisoners
FROM counted LEFT JOIN all_articles() AS titles USING (article)
ORDER BY article = 'unknown', people DESC, TRY_CAST(regexp_extract(article, '^\d+') AS INTEGER), article;

-- words
SELECT ltrim(text) AS said FROM (
    WITH counted AS (
        SELECT count(article_numbers) AS stated, count(*) - count(article_numbers) AS unstated,
            count(*) FILTER (len(article_numbers) > 1) AS several
        FROM selected_people()
    ),
    offences AS (
        SELECT count(*) AS articles, max(people) AS most,
            string_agg(label, '; ' ORDER BY label) FILTER (rank = 1) AS labels,
            count(*) FILTER (rank = 1) AS first
        FROM (SELECT *, rank() OVER (ORDER BY people DESC) AS rank FROM answer WHERE article <> 'unknown')
    )
    SELECT CASE
            WHEN stated = 0 THEN ''
            WHEN stated = 1 THEN format('The charges of one person are under: {}.', labels)
            WHEN articles = 1 THEN format('{:,} people are charged under one article: {}.', stated, labels)
            ELSE format('{:,} people are charged under {:,} articles, {} of them under more than one.',
                        stated, articles, if(several = 0, 'none', format('{:,}', several)))
                || CASE first WHEN 1 THEN format(' Most frequent, with {:,} people: {}.', most, labels) ELSE '' END END
        || CASE unstated WHEN 0 THEN ''
            WHEN 1 THEN ' For one person no articles are stated.'
            ELSE format(' For {:,} people no articles are stated.', unstated) END AS text
    FROM counted, offences
)
