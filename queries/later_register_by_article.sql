/*
title: Articles in Viasna's newer register
answers: People whom Viasna's newer register names under an article, as others counted them
unit: person|people
datasets: [indicators]
columns:
  article: {title: Article}
  label: {title: Article and title, translate: true}
  people: {title: People, unit: person|people, description: Of all statuses}
  date: {title: Date, description: The day the figure stands for}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: bars, x: label, y: [people], top: 15}
words:
  first: "On {day} Viasna's register named {most:person|people} under {labels:;}."
  several: "Most frequent on {day}, with {most:person|people} each: {labels:;}."
  titles: "In the Criminal Code: {titles:;}."
finding: [first, several]
cell_texts:
  - "Art. {verbatim}"
caveats:
  - Only the articles whose counts were published are here. The register names more.
  - People of all statuses are counted, also those who were never recognised as political prisoners. A person under several articles is counted under each.
  - The register's keeper did not publish these figures. Others counted them in an export of the register.
*/
SELECT article, {template: 'Art. {verbatim}', verbatim: article_titled(article, titles.title)} AS label, people, date, source_title,
    source_url, source_kind
FROM (
    SELECT *, regexp_extract(unit, 'Article ([0-9]+(-[0-9]+)?)', 1) AS article, value::BIGINT AS people
    FROM figures_on('prisoners') WHERE topic = 'register_by_article'
    QUALIFY date = max(date) OVER ()
) AS counted
LEFT JOIN all_articles() AS titles USING (article)
WHERE article <> ''
ORDER BY people DESC, article;

-- words
SELECT any_value(last_day_of(date)) AS day, max(people) AS most,
    list({template: 'Art. {verbatim}', verbatim: article} ORDER BY article) FILTER (rank = 1) AS labels,
    list({template: 'Art. {verbatim}', verbatim: article_titled(article, title)} ORDER BY article) FILTER (rank = 1 AND title IS NOT NULL) AS titles,
    [if(len(labels) = 1, 'first', 'several'), only_if(len(titles) > 0, 'titles')] AS parts
FROM (SELECT *, rank() OVER (ORDER BY people DESC) AS rank FROM answer LEFT JOIN all_articles() AS titles USING (article))
HAVING count(*) > 0;
