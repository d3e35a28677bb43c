/*
title: The most frequent charges
answers: People by the eight articles of the Criminal Code under which most of them are charged
unit: people
datasets: [people]
columns:
  article: {title: Article, description: Number without its part}
  label: {title: Article and title}
  people: {title: People, unit: people}
  share: {title: Share, unit: percent, description: Of the people whose articles are stated; shares add up to more than 100}
chart: {kind: bars, x: label, y: [people]}
words: "{said}"
caveats:
  - A person charged under several articles is counted under each of them. All articles are on the page Charges.
  - What people are charged with is what the authorities say of them, not what they did.
*/
WITH people AS (
    SELECT article_numbers FROM selected_people($filters::filters)
), counted AS (
    SELECT article, count(*) AS people FROM (SELECT unnest(coalesce(article_numbers, ['unknown'])) AS article FROM people)
    GROUP BY article
    QUALIFY article = 'unknown' OR row_number() OVER (ORDER BY article = 'unknown', people DESC, article) <= 8
)
SELECT article,
    CASE article WHEN 'unknown' THEN 'not stated' ELSE concat_ws(' ', article, title) END AS label, people,
    CASE WHEN article <> 'unknown' THEN round(100 * people / (SELECT count(article_numbers) FROM people), 1) END AS share
FROM counted LEFT JOIN all_articles($filters::filters) USING (article)
ORDER BY article = 'unknown', people DESC, article;

-- words
SELECT CASE
        WHEN stated = 0 THEN 'No articles are stated here.'
        WHEN stated = 1 THEN 'The articles of one person are stated.'
        ELSE concat('Of ', format('{:,}', stated), ' people whose articles are stated, ', format('{:,}', most),
                    if(most = 1, ' is', ' are'), ' charged under article ', label, '.') END
    || CASE WHEN stated = 0 OR unstated = 0 THEN ''
        WHEN unstated = 1 THEN ' For one more they are not stated.'
        ELSE ' For ' || format('{:,}', unstated) || ' more they are not stated.' END AS said
FROM (SELECT count(article_numbers) AS stated, count(*) - count(article_numbers) AS unstated
      FROM selected_people($filters::filters)),
     (SELECT max(people) AS most, arg_max(label, (people, article)) AS label FROM answer WHERE article <> 'unknown');
