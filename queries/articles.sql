/*
title: Articles of the Criminal Code, the whole table
answers: The articles of the Criminal Code of Belarus that occur in the register, with short titles
unit: articles
datasets: [articles]
columns:
  article: {title: Article, description: Number without its part}
  title_en: {title: Title}
  title_be: {title: Title in Belarusian}
  title_ru: {title: Title in Russian}
  chapter: {title: Chapter, description: Of the Criminal Code}
  confirmed: {title: Confirmed, description: Whether the title could be checked against the text of the Code}
words: "{rows} articles, {unconfirmed} of them with a title that could not be confirmed."
caveats:
  - 13 (preparation) and 14 (attempt) are no offences of their own; preparation of 293 counts for 293.
*/
SELECT article, title_en, title_be, title_ru, chapter, confirmed
FROM all_articles()
ORDER BY ALL;

-- words
SELECT count(*) AS rows, count(*) FILTER (NOT confirmed) AS unconfirmed FROM answer;
