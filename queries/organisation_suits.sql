/*
title: Suits with an unknown outcome
answers: Organisations sued for closure, where no source that we read tells the outcome
unit: organisation|organisations
datasets: [organisations]
within: {kind: [suit_filed]}
columns:
  name: {title: Organisation, translate: true}
  other_name: {title: Other name, description: "The original name where the first column is in English, else the English one. Empty where the source gives one name only.", translate: true}
  field: {title: Field of work, translate: true}
  region: {title: Region, translate: true}
  date: {title: Date, description: "Of the suit or the hearing; empty where it is not known"}
  court: {title: Court or plaintiff, description: As the source says}
  source_title: {title: Source}
  source_url: {title: Link}
sorted_by: [name, other_name]
words:
  one: "For 1 suit no outcome is known to us; it is not counted as closed anywhere on this page."
  some: "For {suits:suit|suits} no outcome is known to us; they are not counted as closed anywhere on this page."
  old: "{old:suit dates|suits date} from before 2020."
cell_texts:
  - not stated
empty: None of the organisations selected has a suit with an unknown outcome.
caveats:
  - That no outcome was read does not mean that the organisation goes on working.
*/
SELECT name_read(name, name_original) AS name, other_name(name, name_original) AS other_name,
    coalesce(field, 'not stated') AS field, coalesce(label_of('organisations', 'region', region), 'not stated') AS region, date,
    decided_by AS court, source_title, source_url
FROM selected_organisations()
WHERE kind = 'suit_filed'
ORDER BY ALL;

-- words
SELECT [if(count(*) = 1, 'one', 'some'), only_if(count_if(date < '2020') > 0, 'old')] AS parts,
    count(*) AS suits, count_if(date < '2020') AS old
FROM answer;
