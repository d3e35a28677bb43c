/*
title: What the columns mean
answers: Every column of every dataset, its meaning, type and unit, and the codes it may hold
unit: column|columns
datasets: []
columns:
  dataset: {title: Dataset}
  field: {title: Column}
  title: {title: Title, translate: true}
  description: {title: Meaning, translate: true}
  type: {title: Type}
  unit: {title: Unit, translate: true}
  codes: {title: Codes, description: "code = what it stands for; empty where the column holds no codes", translate: true}
words: "{fields:column|columns} in {datasets:dataset|datasets}."
caveats:
  - The same dictionary is served as /data/datapackage.json (Data Package 2.0) for machines.
*/
SELECT dataset, field, title, description, type, unit,
    (SELECT {template: only_if(count(*) > 0, '{codes:;}'),
             codes: list({template: '{verbatim} = {label}', verbatim: value, label: label} ORDER BY position)}
     FROM labels WHERE labels.dataset = dictionary.dataset AND labels.field = dictionary.field) AS codes
FROM dictionary
WHERE first_snapshot IS NULL OR first_snapshot <= shown(dataset)
ORDER BY rowid;

-- words
SELECT count(*) AS fields, count(DISTINCT dataset) AS datasets FROM answer;
