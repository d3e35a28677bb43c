/*
title: What changed in between
answers: Entries of the register that are new or no longer there as they were, as counted when each register was taken in
unit: entries
datasets: [people]
settings: [against]
columns:
  since: {title: Since}
  until: {title: Until}
  change: {title: Change}
  entries: {title: Entries, unit: entries}
words: "{said}"
empty: "What changed between these registers was not counted when they were taken in."
caveats:
  - These counts are of the whole register, whatever the filters say, and were made when it was taken in.
  - Entries are compared as they are published, without names. One in which anything changed counts as one gone and one new.
*/
SELECT since, snapshot AS until,
    CASE change WHEN 'rows_added' THEN 'New, or changed to this' WHEN 'rows_gone' THEN 'Gone, or changed from this'
        ELSE change END AS change,
    entries
FROM changes JOIN compared_days($filters::filters) ON snapshot > earlier_day AND snapshot <= later_day
WHERE dataset = 'people'
ORDER BY until, change DESC;

-- words
SELECT string_agg(format('From {} to {}: {}.', strftime(since, '%-d %B %Y'), strftime(until, '%-d %B %Y'), counts), ' '
                  ORDER BY until) AS said
FROM (SELECT since, until, string_agg(format('{}: {:,}', lower(change), entries), '; ') AS counts
      FROM answer GROUP BY ALL);
