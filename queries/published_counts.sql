/*
title: Published counts and who counted
answers: Every published figure that we found, by day; where sources disagree, each has its point
unit: person|people
datasets: [people_counts]
columns:
  date: {title: Date, description: The day the figure stands for}
  counter: {title: Counters, description: By whose criteria, translate: true}
  political_prisoners: {title: Political prisoners, unit: person|people}
  qualifier: {title: Qualifier, translate: true}
  counted_by: {title: Counted by, translate: true}
  published: {title: Published, description: The day of publication where the source gives it}
  source_title: {title: Source}
  source_url: {title: Link, description: Empty where the page was read in a copy without a lasting address}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart:
  kind: line
  x: date
  y: [political_prisoners]
  series: counter
  points: true
  open_marks: {source_kind: [quoted by others, computed by others, second-hand], qualifier: [about, at least]}
words:
  highest: "The highest published count was {highest:political prisoner|political prisoners}, on {highest_date}."
  day: "{rows:published figure|published figures} for 1 day, {first}."
  days: "{rows:published figure|published figures} for {days:day|days} from {first} to {last}."
  disagreeing: "On {disagreeing:day|days} sources of the same counters disagree; both figures are shown."
  several: "The {counters:kind|kinds} of counters use different criteria and are not to be compared one to one."
finding: [highest]
caveats:
  - "A filled mark is a figure published by whoever counted it (“the counter's own text”). An open mark is weaker: the figure is quoted or computed by others, second-hand, or marked “about” or “at least”."
  - "Where nothing is chosen, only the main list is shown: that of the human rights community with Viasna. The filter Counters adds others; they use other criteria, and their figures must never be added or joined."
  - “As published” means that the source does not say how exact its figure is.
  - A source may repeat another's figure; the number of sources proves nothing by itself.
*/
SELECT date, label_of('people_counts', 'series', series) AS counter, political_prisoners,
    label_of('people_counts', 'qualifier', qualifier) AS qualifier,
    counted_by, published, source_title, source_url, label_of('people_counts', 'source_kind', source_kind) AS source_kind
FROM selected_people_counts()
WHERE political_prisoners IS NOT NULL
ORDER BY list_position(['viasna', 'wider', 'other'], series), date, political_prisoners, counted_by, source_title, source_url;

-- words
SELECT [only_if(counters = 1 AND days > 1 AND highest IS NOT NULL, 'highest'), if(days = 1, 'day', 'days'), only_if(disagreeing > 0, 'disagreeing'), only_if(counters > 1, 'several')] AS parts, *
FROM (
    SELECT count(*) AS rows, count(DISTINCT date) AS days, min(date) AS first, max(date) AS last,
        count(DISTINCT counter) AS counters
    FROM answer
), (
    -- A rounded figure beside a count is no other opinion.
    SELECT count(*) AS disagreeing
    FROM (SELECT series, date FROM selected_people_counts() WHERE qualifier IN ('exact', 'as_published')
          GROUP BY ALL HAVING count(DISTINCT political_prisoners) > 1)
), (
    SELECT max(political_prisoners) AS highest, arg_max(date, (political_prisoners, -epoch(date))) AS highest_date
    FROM selected_people_counts() WHERE qualifier IN ('exact', 'as_published')
);
