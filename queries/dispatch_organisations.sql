/*
title: Organisations in the Human Rights Watch dispatch
answers: How many organisations the authorities closed, by the dispatch of 17 September 2023
unit: organisation|organisations
datasets: [indicators]
columns:
  date: {title: Date, description: Day of the dispatch}
  value: {title: Organisations, unit: organisation|organisations, description: "The dispatch says: more than"}
  label: {title: In words, translate: true}
  unit: {title: What is counted}
  source_title: {title: Source}
  source_url: {title: Link}
*/
SELECT TRY_CAST(date AS DATE) AS date, value::BIGINT AS value,
    -- The unit ends with how exact the figure is, the title with who published it, both in brackets.
    {template: '{verbatim}: {precision} {value}', verbatim: regexp_extract(source_title, '\(([^()]*)\)$', 1),
     precision: regexp_extract(unit, '\(([^()]*)\)$', 1), value: value::BIGINT} AS label,
    unit, source_title, source_url
FROM all_indicators()
WHERE topic = 'dispatch_organisations'
ORDER BY ALL;
