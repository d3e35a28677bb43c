/*
title: Checked against what was published
answers: The register's political prisoners, beside figures of the main list from at most a month before or after
unit: person|people
datasets: [people, people_counts, indicators]
obeys: []
prose: true
columns:
  date: {title: Date, description: The day the figure stands for}
  political_prisoners: {title: Political prisoners, unit: person|people}
  register_differs: {title: Register differs by, unit: person|people, description: The register's figure less this one}
  qualifier: {title: Qualifier, translate: true}
  counted_by: {title: Counted by, translate: true}
  source_title: {title: Source, translate: true}
  source_url: {title: Link}
  per_100000: {title: "Per 100,000 inhabitants", description: "Computed here, with the inhabitants at the beginning of the year; empty where the data do not have their number"}
words:
  register: "The register listed {register:political prisoner|political prisoners} on {date}."
  rate: "That was {rate} in 100,000 inhabitants, as computed here."
  published: "Published were {published}."
finding: [register]
cell_texts:
  - counted here
  - The register, row by row
  - "{n} for {day} ({differs} fewer than in the register)"
  - "{n} for {day} ({differs} more than in the register)"
  - "{n} for {day} (as in the register)"
caveats:
  - "Filters of people change nothing here: published figures cannot be filtered."
  - The register's date is the day of the newest verdict and the newest release in it. The figures differ, since people are recognised, released or struck off between their dates.
  - "The official number of inhabitants includes people who left the country without telling the authorities. So the number of political prisoners per 100,000 inhabitants is rather too low."
*/
WITH register AS (
    SELECT shown('people') AS date, count(*) AS political_prisoners
    FROM all_people() WHERE status = 'political_prisoner'
), inhabitants AS (
    SELECT TRY_CAST(left(date, 4) AS BIGINT) AS year, value AS inhabitants FROM all_indicators()
    WHERE topic = 'population' AND ends_with(date, '-01-01')
    QUALIFY row_number() OVER (PARTITION BY year ORDER BY source_rank(source_kind), value) = 1
), figures AS (
    SELECT date, political_prisoners, 0::BIGINT AS register_differs, 'counted here' AS qualifier,
        {template: 'The register, row by row', counter: NULL::VARCHAR} AS counted_by,
        {template: '{title}', title: title, verbatim: NULL::VARCHAR} AS source_title, url AS source_url
    FROM register, (SELECT title, url FROM snapshots
                    WHERE dataset = 'people' AND snapshot = shown('people'))
    UNION ALL
    SELECT given.date, given.political_prisoners, register.political_prisoners - given.political_prisoners,
        label_of('people_counts', 'qualifier', given.qualifier), {template: '{counter}', counter: given.counted_by},
        {template: '{verbatim}', title: NULL, verbatim: given.source_title}, given.source_url
    FROM all_people_counts() AS given, register
    WHERE given.series = 'viasna' AND given.date BETWEEN register.date - 31 AND register.date + 31
)
SELECT date, political_prisoners, register_differs, qualifier, counted_by, source_title, source_url,
    round(100000 * political_prisoners / nullif(inhabitants, 0), 1) AS per_100000
FROM figures LEFT JOIN inhabitants ON inhabitants.year = year(date)
ORDER BY ALL;

-- words
SELECT ['register', only_if(rate IS NOT NULL, 'rate'), only_if(len(published) > 0, 'published')] AS parts, *
FROM (SELECT political_prisoners AS register, date, per_100000 AS rate FROM answer
      WHERE register_differs = 0 AND date = shown('people') LIMIT 1)
LEFT JOIN (
    -- The exact figures of the month's two ends.
    SELECT list({template: CASE sign(register_differs) WHEN 1 THEN '{n} for {day} ({differs} fewer than in the register)'
                            WHEN -1 THEN '{n} for {day} ({differs} more than in the register)'
                            ELSE '{n} for {day} (as in the register)' END,
                 n: political_prisoners, day: date, differs: abs(register_differs)} ORDER BY date) AS published
    FROM answer WHERE qualifier = label_of('people_counts', 'qualifier', 'exact') AND date = last_day(date)
) ON true;
