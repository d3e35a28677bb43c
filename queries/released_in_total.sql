/*
title: "Former political prisoners, pardons, full terms: totals"
answers: Published totals; each count begins on a day of its own
unit: person|people
datasets: [indicators]
columns:
  date: {title: Date, description: The day the figure stands for}
  total_of: {title: Total, description: "What is counted, and from when on", translate: true}
  people: {title: People, unit: person|people}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart:
  kind: line
  x: date
  y: [people]
  series: total_of
  points: true
  open_marks: {source_kind: [quoted by others, computed by others, second-hand], precision: [about, at least]}
words:
  former: "From 2020 to {day}, {former} became former political prisoners."
  totals: "The newest totals: {named:;}."
  later: "Large releases after that, not in these totals: {later:;}."
  no_year: "No yearly total of all releases was found for {years}."
  single_days: "For {newest:year} only releases on single days were found."
  register: "In the register of {register_day}, {in_register:person was a former political prisoner|people were former political prisoners}. Others counted them in its rows; we found no such total from the register's keeper."
finding: [former]
cell_texts:
  - "{n:person|people}"
  - "at least {n:person|people}"
  - "about {n:person|people}"
  - "{title} — {n} by {day}"
  - "{title} — at least {n} by {day}"
  - "{title} — about {n} by {day}"
  - "{people:person|people} on {day}"
  - "{year:year}"
caveats:
  - "Each kind has its own first day and its own marks. The kinds overlap and must not be added up: those who were pardoned or served their term are former political prisoners, too."
  - The text calls a release large if at least 50 people were freed on one day.
  - For the first total of pardons the source says “in four years”, not “since 2020”. The column “Unit” says how each source counts.
  - "A filled mark is a figure published by whoever counted it (“the counter's own text”). An open mark is weaker: the figure is quoted or computed by others, second-hand, or marked “about” or “at least”."
*/
SELECT date, title AS total_of, value::BIGINT AS people, unit, precision, source_title, source_url, source_kind,
    topic = 'released_cumulative_since_2020' AS is_former
FROM figures_on('releases')
WHERE topic IN ('released_cumulative_since_2020', 'pardoned_since_2020', 'pardoned_since_july_2024', 'served_full_term_cumulative')
ORDER BY place DESC, date, value, source_title;

-- words
SELECT [only_if(day IS NOT NULL, 'former'), only_if(named IS NOT NULL, 'totals'), only_if(later IS NOT NULL, 'later'),
    only_if(years IS NOT NULL, 'no_year'), only_if(has_single_days, 'single_days'), only_if(in_register IS NOT NULL, 'register')] AS parts, *
FROM (
    SELECT list({template: by_precision(precision, '{title} — {n} by {day}', '{title} — at least {n} by {day}', '{title} — about {n} by {day}'), title: total_of, n: people, day: last_day_of(date)}
        ORDER BY people DESC, total_of) AS named
    FROM (FROM answer WHERE NOT is_former QUALIFY row_number() OVER (PARTITION BY total_of ORDER BY date DESC, people DESC) = 1)
), (
    SELECT list({template: '{people:person|people} on {day}', people: value::BIGINT, day: day} ORDER BY day) AS later
    FROM (
        SELECT *, last_day_of(date) AS day FROM figures_on('releases')
        WHERE topic = 'mass_release' AND value >= 50 AND length(date) = 10
        QUALIFY row_number() OVER (PARTITION BY date ORDER BY strength, value DESC, source_title) = 1
    )
    WHERE day > (SELECT max(last_day_of(date)) FROM answer)
), (
    -- The releases of a year are the difference of the totals at its two ends.
    SELECT list({template: '{year:year}', year: each} ORDER BY each) AS years
    FROM (SELECT unnest(range(min(year) + 1, max(year))) AS each FROM figures_on('releases')
          WHERE topic IN ('released_cumulative_since_2020', 'mass_release'))
    WHERE 2 > (SELECT count(DISTINCT year) FROM figures_on('releases')
               WHERE topic = 'released_cumulative_since_2020' AND right(date, 5) = '12-31' AND year BETWEEN each - 1 AND each)
), (
    SELECT max(year) AS newest, bool_and(topic = 'mass_release') AS has_single_days
    FROM (FROM figures_on('releases')
          WHERE topic IN ('mass_release', 'released_cumulative_since_2020', 'pardoned_per_year', 'served_full_term_per_year')
          QUALIFY year = max(year) OVER ())
), (
    SELECT any_value(value)::BIGINT AS in_register, any_value(last_day_of(date)) AS register_day
    FROM (FROM all_indicators() WHERE topic = 'register_former' ORDER BY date DESC, source_rank(source_kind), value LIMIT 1)
) LEFT JOIN (
    SELECT last_day_of(date) AS day,
        {template: by_precision(precision, '{n:person|people}', 'at least {n:person|people}', 'about {n:person|people}'), n: people} AS former
    FROM answer WHERE is_former ORDER BY date DESC, people DESC LIMIT 1
) ON true;
