/*
title: What people were charged with
answers: People by article of the Criminal Code in their charges, each person once for every article
unit: person|people
datasets: [people]
columns:
  article: {title: Article, description: "Number without its part, as filters name it", shown_as: label}
  label: {title: Article and title, translate: true}
  people: {title: People, unit: person|people}
  share: {title: Share, unit: percent, description: Of the people whose articles are stated; shares add up to more than 100}
  political_prisoners: {title: Political prisoners, unit: person|people, description: Recognised on the day of the snapshot}
chart: {kind: bars, x: label, code: article, y: [people], top: 10, click: {filter: article, column: article}}
words:
  one: "By {read_on}, one person was charged under {articles:article|articles}."
  alike: "By {read_on}, {stated:person was|people were} charged under one article alone: {labels:;}."
  first: "By {read_on}, {most} of {stated:person|people} were charged under {labels:;}."
  second: "By {read_on}, {second} of these {stated:person|people} were charged under {seconds:;}, too."
  titles: "In the Criminal Code: {titles:;}."
  named: "Named are: {named:;}."
  all_first: "All were charged under {labels:;}."
  all_several: "Charges name {articles:article|articles}; each person was charged under more than one."
  several: "Charges name {articles:article|articles}; {several:person was|people were} charged under more than one."
  single: "Charges name {articles:article|articles}; nobody was charged under more than one."
  unstated: "For {unstated:person|people} no articles are stated."
finding: [one, alike, first, second]
cell_texts:
  - not stated
  - "Art. {verbatim}"
caveats:
  - A person charged under several articles is counted under each. So the rows add up to more people than there are. Somebody charged under several parts of one article is counted once for it.
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
    {template: if(article = 'unknown', 'not stated', '{verbatim}'), verbatim: article_titled(article, title)} AS label,
    people,
    CASE WHEN article <> 'unknown' THEN
        round(100 * people / (SELECT sum(people) FROM alike WHERE article_numbers IS NOT NULL), 2) END AS share,
    political_prisoners
FROM counted LEFT JOIN all_articles() AS titles USING (article)
ORDER BY article = 'unknown', people DESC, TRY_CAST(regexp_extract(article, '^\d+') AS INTEGER), article;

-- words
SELECT
    [CASE WHEN stated = 0 THEN NULL WHEN stated = 1 THEN 'one' WHEN articles = 1 THEN 'alike'
          WHEN most = stated THEN only_if(len(seconds) = 1 AND second > 1, 'second') WHEN len(labels) = 1 THEN 'first' END,
     CASE WHEN stated = 1 THEN 'named' WHEN most = stated AND articles > 1 THEN 'all_first' END,
     -- What the numbers of articles stand for that these sentences name.
     only_if(stated > 1 AND (most = stated OR len(labels) = 1) AND len(titles) > 0, 'titles'),
     CASE WHEN stated < 2 OR articles = 1 THEN NULL
          WHEN several = 0 THEN 'single' WHEN several = stated THEN 'all_several' ELSE 'several' END,
     only_if(unstated > 0, 'unstated')] AS parts, shown('people') AS read_on, *
FROM (
    SELECT count(article_numbers) AS stated, count(*) - count(article_numbers) AS unstated,
        count(*) FILTER (len(article_numbers) > 1) AS several
    FROM selected_people()
), (
    -- Where everybody has an article in common, most often since it was chosen, the next one says more.
    SELECT count(*) AS articles, max(people) AS most, list(numbered ORDER BY article) FILTER (rank = 1) AS labels,
        max(people) FILTER (rank > 1) AS second, list(numbered ORDER BY article) FILTER (rank = next_rank) AS seconds,
        list(titled ORDER BY article) FILTER (rank = 1) AS named,
        list(titled ORDER BY rank, article) FILTER (title IS NOT NULL AND (rank = 1 OR is_all AND rank = next_rank)) AS titles
    FROM (
        SELECT *, min(rank) FILTER (rank > 1) OVER () AS next_rank,
            {template: 'Art. {verbatim}', verbatim: article} AS numbered,
            {template: 'Art. {verbatim}', verbatim: article_titled(article, title)} AS titled
        FROM (SELECT *, rank() OVER (ORDER BY people DESC) AS rank,
                  max(people) OVER () = (SELECT count(article_numbers) FROM selected_people()) AS is_all
              FROM answer LEFT JOIN all_articles() AS titles USING (article)
              WHERE article <> 'unknown')
    )
);
