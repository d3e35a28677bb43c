/*
title: Suits with an unknown outcome
answers: Organisations against which a suit for liquidation was filed, whose outcome no source that we read tells
unit: organisations
datasets: [organisations]
within: {kind: [suit_filed]}
columns:
  name: {title: Organisation}
  name_original: {title: Original name}
  field: {title: Field of work}
  region: {title: Region}
  date: {title: Date, description: "Of the suit or the hearing; empty where it is not known"}
  court: {title: Court or plaintiff, description: As the source says}
  source_title: {title: Source}
  source_url: {title: Link}
words: "{suits} no outcome is known to us; {they} not counted as closed anywhere on this page."
caveats:
  - That no outcome was read does not mean that the organisation goes on working.
*/
SELECT name, name_original, coalesce(field, 'not stated') AS field, coalesce(region, 'not stated') AS region, date,
    decided_by AS court, source_title, source_url
FROM selected_organisations()
WHERE kind = 'suit_filed'
ORDER BY ALL;

-- words
SELECT CASE count(*) WHEN 1 THEN 'For 1 suit' ELSE format('For {:,} suits', count(*)) END AS suits,
    CASE count(*) WHEN 1 THEN 'it is' ELSE 'they are' END AS they
FROM answer;
