/*
title: Published counts and who counted
answers: Every published figure that we found, on the day it stands for; where sources disagree, each has its point
unit: people
datasets: [people_counts]
columns:
  date: {title: Date, description: The day the figure stands for}
  counter: {title: Counters, description: By whose criteria}
  political_prisoners: {title: Political prisoners, unit: people}
  qualifier: {title: Qualifier}
  counted_by: {title: Counted by}
  published: {title: Published, description: The day of publication where the source gives it}
  source_title: {title: Source}
  source_url: {title: Link, description: Empty where the page was read on an unstable copy}
chart:
  kind: line
  x: date
  y: [political_prisoners]
  series: counter
  points: true
  layers: {events: events_dated}
words: "{rows} published {figures} for {days} {spell}.{disagree}{several}"
caveats:
  - "Where nothing is chosen, only the main list is shown: that of the human rights community with Viasna. The filter Counters adds others; they use other criteria, and their figures must never be added or joined."
  - A source may repeat another's figure; the number of sources proves nothing by itself.
*/
SELECT date, label_of('people_counts', 'series', series) AS counter, political_prisoners,
    label_of('people_counts', 'qualifier', qualifier) AS qualifier,
    counted_by, published, source_title, source_url
FROM selected_people_counts()
WHERE political_prisoners IS NOT NULL
ORDER BY list_position(['viasna', 'wider', 'other'], series), date, political_prisoners, counted_by, source_title, source_url;

-- words
SELECT count(*) AS rows, if(count(*) = 1, 'figure', 'figures') AS figures,
    count(DISTINCT date) AS days,
    if(count(DISTINCT date) = 1, 'day, ' || strftime(min(date), '%-d %B %Y'),
       'days from ' || strftime(min(date), '%-d %B %Y') || ' to ' || strftime(max(date), '%-d %B %Y')) AS spell,
    (SELECT CASE count(*) WHEN 0 THEN ''
                WHEN 1 THEN ' On one day sources of the same counters disagree.'
                ELSE ' On ' || count(*) || ' days sources of the same counters disagree; both figures are shown.' END
     FROM (SELECT counter, date FROM answer GROUP BY ALL
           HAVING count(DISTINCT political_prisoners) > 1)) AS disagree,
    if(count(DISTINCT counter) > 1,
       ' The ' || count(DISTINCT counter) || ' kinds of counters use different criteria and are not to be compared one to one.', '') AS several
FROM answer;
