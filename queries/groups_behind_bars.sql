/*
title: Groups among the political prisoners
answers: The newest published figure of each group that rights defenders count separately
unit: person|people
datasets: [indicators]
columns:
  group_name: {title: Group, translate: true}
  people: {title: People, unit: person|people}
  date: {title: Date, description: The day the figure stands for}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: bars, x: group_name, y: [people]}
words:
  day: "Political prisoners on {first}: {top:;}."
  days: "Political prisoners by group: {top:;}."
  others: "Other groups: {others:;}."
finding: [day, days]
cell_texts:
  - "– {unit}"
  - "{title:lower} — {people}"
  - "{title:lower} — at least {people}"
  - "{title:lower} — about {people}"
  - "{figure} on {day}"
caveats:
  - One person can be in several groups, so the figures must not be added up.
  - Only the newest figure of each group is here. Older ones are in the table of all figures below.
*/
WITH figures AS (
    SELECT *, if(topic = 'at_special_risk_behind_bars' AND starts_with(unit, 'of them '), unit, NULL) AS part
    FROM figures_on('pressure')
    WHERE topic IN ('media_workers_behind_bars', 'lawyers_behind_bars', 'doctors_behind_bars', 'rights_defenders_behind_bars',
                    'at_special_risk_behind_bars')
    QUALIFY date = max(date) OVER (PARTITION BY topic)
)
SELECT {template: if(part IS NULL, '{title}', '– {unit}'), title: title, unit: part} AS group_name, value::BIGINT AS people,
    date, unit, precision, source_title, source_url, source_kind
FROM figures
-- Of several figures of a day the one with the strongest source.
QUALIFY row_number() OVER (PARTITION BY topic, part ORDER BY strength, value, source_title) = 1
-- A part stands below its whole.
ORDER BY max(value) OVER (PARTITION BY topic) DESC, place, part IS NOT NULL, value DESC, unit;

-- words
SELECT [if(first = last, 'day', 'days'), only_if(len(named) > titled, 'others')] AS parts, named[:titled] AS top, named[titled + 1:] AS others, *
FROM (
    -- Figures of several days each name their day, so the title has room for one.
    SELECT first, last, if(first = last, 2, 1) AS titled, list({template: if(first = last, '{figure}', '{figure} on {day}'), figure: told, day: day} ORDER BY people DESC, group_name) AS named
    FROM (
        SELECT people, group_name, last_day_of(date) AS day, min(day) OVER () AS first, max(day) OVER () AS last,
            {template: by_precision(precision, '{title:lower} — {people}', '{title:lower} — at least {people}', '{title:lower} — about {people}'), title: group_name, people: people} AS told
        FROM answer WHERE group_name.unit IS NULL
    )
    GROUP BY ALL
);
