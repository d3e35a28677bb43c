/*
title: Published counts of political prisoners, row by row
answers: How many political prisoners were counted on a date, a row for every published figure
unit: person|people
datasets: [people_counts]
columns:
  date: {title: Date, description: The day the figure stands for}
  series: {title: Counters, description: "viasna is the list of the human rights community with Viasna; wider and other use other criteria"}
  political_prisoners: {title: Political prisoners, unit: person|people}
  women: {title: Women, unit: person|people, description: Of these}
  ever_recognised: {title: Ever recognised, unit: person|people, description: "People recognised since 2020, running total"}
  qualifier: {title: Qualifier, description: "exact, about, at_least or as_published (the source names a figure without saying how exact it is)"}
  counted_by: {title: Counted by}
  published: {title: Published, description: The day of publication where the source gives it}
  source_title: {title: Source}
  source_url: {title: Link, description: Empty where the page was read in a copy without a lasting address}
  ever_recognised_qualifier: {title: Precision of ever recognised, description: "How exact the number of people ever recognised is, in the same codes"}
  source_kind: {title: Strength of the source, description: "primary (the counter's own text), quoted (by others), derived (computed by others) or secondary (second-hand)"}
words: "{rows:published figure|published figures}, from {first} to {last}; the file holds exactly these rows."
caveats:
  - Where nothing is chosen, only the main series is here. Other counters use other criteria; their figures must never be added or joined.
  - Where sources disagree on a date, each has its row.
*/
SELECT date, series, political_prisoners, women, ever_recognised, qualifier, counted_by, published,
    source_title, source_url, ever_recognised_qualifier, source_kind
FROM selected_people_counts()
ORDER BY ALL;

-- words
SELECT count(*) AS rows, min(date) AS first, max(date) AS last FROM answer;
