/*
title: Named organisations
answers: Organisations closed, or sued for closure, that public sources name; a sample and not the full list
unit: organisation|organisations
datasets: [organisations]
columns:
  name: {title: Organisation, translate: true}
  other_name: {title: Other name, description: "The original name where the first column is in English, else the English one. Empty where the source gives one name only.", translate: true}
  kind: {title: What happened, description: "A closure, or a suit with an unknown outcome, which is no closure", translate: true}
  org_type: {title: Type, translate: true}
  field: {title: Field of work, description: Empty where it is not known, translate: true}
  region: {title: Region, description: Empty where it is not known, translate: true}
  legal_form: {title: Legal form, description: As the source calls it}
  date: {title: Date, description: "Day, month or year of the closure or of the hearing; empty where it is not known"}
  decided_by: {title: Decided by, description: Empty where it is not known}
  source_title: {title: Source}
  source_url: {title: Link}
sorted_by: [name, other_name]
words:
  selected: "Selected: {selected}."
  sample: "The whole list names {all_closures:closure|closures}."
  sample_with: "The whole list names {all_closures:closure|closures}, {among_them}."
  counted: "Lawtrend counted far more. By {counted} at least {lost:organisation was|organisations were} lost since August 2020, {forced} by force and {self} by their own decision."
cell_texts:
  - "{n:closure|closures}"
  - "{n:suit with an unknown outcome|suits with unknown outcomes}"
  - "{n} of them before 2020"
  - "{n} without a date"
caveats:
  - These are the closures that the sources we read happen to name. Well-known organisations, and towns with independent media, stand out; the list says nothing about proportions.
  - A suit with an unknown outcome is not a closure. Closures and suits must not be added up.
  - Some closures took effect later than the decision dated here.
*/
SELECT name_read(name, name_original) AS name, other_name(name, name_original) AS other_name,
    label_of('organisations', 'kind', kind) AS kind, org_type, field,
    label_of('organisations', 'region', region) AS region, legal_form, date,
    decided_by, source_title, source_url
FROM selected_organisations()
ORDER BY ALL;

-- words
SELECT ['selected', if(len(among_them) > 0, 'sample_with', 'sample'), only_if(lost IS NOT NULL, 'counted')] AS parts, *
FROM (
    SELECT list_filter([{template: '{n:closure|closures}', n: count(*) FILTER (kind <> 'suit_filed')},
                        {template: '{n:suit with an unknown outcome|suits with unknown outcomes}',
                         n: count(*) FILTER (kind = 'suit_filed')}], lambda one: one.n > 0) AS selected
    FROM selected_organisations()
), (
    SELECT count(*) AS all_closures,
        list_filter([{template: '{n} of them before 2020', n: count(*) FILTER (year < 2020)},
                     {template: '{n} without a date', n: count(*) FILTER (year IS NULL)}], lambda one: one.n > 0) AS among_them
    FROM all_organisations() WHERE kind <> 'suit_filed'
) LEFT JOIN (
    SELECT date AS counted, total AS lost, forced_liquidation AS forced, self_liquidation AS self
    FROM all_organisation_counts()
    WHERE series = 'lawtrend' AND total + forced_liquidation + self_liquidation IS NOT NULL
    ORDER BY date DESC, total DESC, forced DESC LIMIT 1
) ON true;
