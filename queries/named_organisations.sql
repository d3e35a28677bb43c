/*
title: Named organisations
answers: Organisations closed, or sued for closure, that public sources name; a sample and not the full list
unit: organisations
datasets: [organisations]
columns:
  name: {title: Organisation}
  name_original: {title: Original name, description: "In Belarusian, Russian or another language, where the source gives it"}
  kind: {title: What happened, description: "A closure, or a suit whose outcome is not known and that is no closure"}
  org_type: {title: Type}
  field: {title: Field of work, description: Empty where it is not known}
  region: {title: Region, description: Empty where it is not known}
  legal_form: {title: Legal form, description: As the source calls it}
  date: {title: Date, description: "Day, month or year of the closure or of the hearing; empty where it is not known"}
  decided_by: {title: Decided by, description: Empty where it is not known}
  source_title: {title: Source}
  source_url: {title: Link}
words: "Selected: {selected}.{sample}{counted}"
caveats:
  - These are the closures that the sources we read happen to name. Well-known organisations, and towns with independent media, stand out; the list says nothing about proportions.
  - A suit with an unknown outcome is not a closure. Closures and suits must not be added up.
  - Some closures took effect later than the decision dated here.
*/
SELECT name, name_original, label_of('organisations', 'kind', kind) AS kind, org_type, field, region, legal_form, date,
    decided_by, source_title, source_url
FROM selected_organisations()
ORDER BY ALL;

-- words
SELECT
    concat_ws(' and ', CASE closures WHEN 0 THEN NULL WHEN 1 THEN '1 closure' ELSE format('{:,} closures', closures) END,
              CASE suits WHEN 0 THEN NULL WHEN 1 THEN '1 suit with an unknown outcome'
                  ELSE format('{:,} suits with unknown outcomes', suits) END) AS selected,
    format(' The whole list names {:,} closures{}{}.', all_closures,
           CASE early WHEN 0 THEN '' ELSE format(', {:,} of them before 2020', early) END,
           CASE undated WHEN 0 THEN '' ELSE format(' and {:,} without a date', undated) END) AS sample,
    CASE WHEN lost IS NULL THEN ''
        ELSE format(' Lawtrend counted far more: {:,} organisations lost since August 2020, {:,} by force and {:,} by their '
                    'own decision, by {}.', lost, forced, self, strftime(counted, '%-d %B %Y')) END AS counted
FROM (
    FROM (SELECT count(*) FILTER (kind <> 'suit_filed') AS closures, count(*) FILTER (kind = 'suit_filed') AS suits
          FROM selected_organisations()),
        (SELECT count(*) AS all_closures, count(*) FILTER (year < 2020) AS early,
            count(*) FILTER (year IS NULL) AS undated
         FROM all_organisations() WHERE kind <> 'suit_filed')
) LEFT JOIN (
    SELECT date AS counted, total AS lost, forced_liquidation AS forced, self_liquidation AS self
    FROM all_organisation_counts()
    WHERE series = 'lawtrend' AND total + forced_liquidation + self_liquidation IS NOT NULL
    ORDER BY date DESC, total DESC, forced DESC LIMIT 1
) ON true;
