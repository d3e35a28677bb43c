/*
title: How old the figures are
answers: The newest day in each kind of data, and how old it was when the data were collected
unit: dataset|datasets
datasets: [people, people_counts, organisation_counts, organisations, indicators, defenders, events]
obeys: []
prose: true
columns:
  figure: {title: What, translate: true}
  age: {title: Age in words, translate: true}
  date: {title: Newest date}
  age_months: {title: "Age, months", unit: month|months, description: Whole months from that date to the day the data were collected}
  collected: {title: Collected, description: "The day of the newest snapshot of these data; for the register, of all data"}
words: "The data were collected on {collected}. The register of people, the base of most charts here, is of {register}: {age}."
cell_texts:
  - Register of people
  - Political prisoners
  - Women among the political prisoners
  - Ever recognised
  - Organisations lost
  - Named organisations
  - Other published figures
  - Rights defenders in prison
  - Events
  - less than a month before the data were collected
  - "{months:month|months} before the data were collected"
  - "{years:year|years} before the data were collected"
  - "{years:year|years} and {months:month|months} before the data were collected"
caveats:
  - The register tells nothing of arrests, verdicts and releases after its date; only the published counts reach further.
*/
WITH newest AS (
    SELECT 'Register of people' AS figure, shown('people') AS date, max(snapshot) AS day
    FROM snapshots WHERE snapshot <= getvariable('snapshot')
    UNION ALL
    SELECT 'Political prisoners', max(date), shown('people_counts')
    FROM all_people_counts() WHERE series = 'viasna'
    UNION ALL
    SELECT 'Women among the political prisoners', max(date), shown('people_counts')
    FROM all_people_counts() WHERE series = 'viasna' AND women IS NOT NULL
    UNION ALL
    SELECT 'Ever recognised', max(date), arg_max(day, date)
    FROM (SELECT date, shown('people_counts') AS day
          FROM all_people_counts() WHERE series = 'viasna' AND ever_recognised IS NOT NULL
          UNION ALL
          SELECT TRY_CAST(date AS DATE), shown('indicators') FROM all_indicators() WHERE topic = 'recognised_cumulative')
    UNION ALL
    SELECT 'Organisations lost', max(date), shown('organisation_counts')
    FROM all_organisation_counts() WHERE series = 'lawtrend'
    UNION ALL
    SELECT 'Named organisations', max(TRY_CAST(date AS DATE)), shown('organisations')
    FROM all_organisations() WHERE kind <> 'suit_filed'
    UNION ALL
    SELECT 'Other published figures', max(TRY_CAST(date AS DATE)), shown('indicators') FROM all_indicators()
    UNION ALL
    SELECT 'Rights defenders in prison', max(TRY_CAST(as_of AS DATE)), shown('defenders')
    FROM all_defenders() WHERE status = 'imprisoned'
    UNION ALL
    SELECT 'Events', max(TRY_CAST(date AS DATE)), shown('events') FROM all_events()
), aged AS (
    SELECT figure, date, datesub('month', date, day) AS months, day FROM newest WHERE date IS NOT NULL
)
SELECT figure,
    {template: CASE WHEN months < 1 THEN 'less than a month before the data were collected'
                WHEN months < 12 THEN '{months:month|months} before the data were collected'
                WHEN months % 12 = 0 THEN '{years:year|years} before the data were collected'
                ELSE '{years:year|years} and {months:month|months} before the data were collected' END,
     years: months // 12, months: months % 12} AS age,
    date, months AS age_months, day AS collected
FROM aged
ORDER BY date, figure;

-- words
SELECT any_value(collected) AS collected, any_value(date) AS register, any_value(age) AS age
FROM answer WHERE starts_with(figure, 'Register');
