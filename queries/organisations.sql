/*
title: Organisations
answers: Organisations closed, or sued for closure, that public sources name; a sample and not the full list
unit: organisations
datasets: [organisations]
columns:
  name: {title: Organisation}
  name_original: {title: Original name, description: "In Belarusian, Russian or another language, where the source gives it"}
  kind: {title: What happened, description: "forced_liquidation and self_liquidation are closures; suit_filed is a suit whose outcome is not known, and no closure"}
  org_type: {title: Type}
  field: {title: Field of work, description: Empty where it is not known}
  region: {title: Region, description: Empty where it is not known}
  legal_form: {title: Legal form, description: As the source calls it}
  date: {title: Date, description: "Day, month or year of the closure or of the hearing; empty where it is not known"}
  date_precision: {title: Precision of the date}
  decided_by: {title: Decided by, description: Empty where it is not known}
  source_title: {title: Source}
  source_url: {title: Link}
caveats:
  - These are the closures that the sources we read happen to name. Well-known organisations, and towns with independent media, stand out; the list says nothing about proportions.
  - A suit with an unknown outcome (suit_filed) is not a closure. Closures and suits must not be added up.
  - Some closures took effect later than the decision dated here.
*/
SELECT name, name_original, kind, org_type, field, region, legal_form, date, date_precision, decided_by,
    source_title, source_url
FROM selected_organisations()
ORDER BY kind, name, name_original, date, field, region, decided_by, source_title;
