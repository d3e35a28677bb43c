/*
title: What Human Rights Watch wrote on 17 September 2023
answers: The number of political prisoners that its dispatch "Continuing the Fight for Jailed Rights Defenders in Belarus" names
unit: person|people
datasets: [indicators]
columns:
  date: {title: Date}
  value: {title: Political prisoners, unit: person|people, description: "A round figure, said to be exceeded"}
  label: {title: What was written, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
words: "{label}, {date}."
cell_texts:
  - "Human Rights Watch: over {value}"
caveats:
  - A round figure in a text, not a count of its own.
*/
SELECT CAST(date AS DATE) AS date, CAST(value AS BIGINT) AS value,
    {template: 'Human Rights Watch: over {value}', value: CAST(value AS BIGINT)} AS label,
    source_title, source_url
FROM all_indicators()
WHERE topic = 'dispatch_political_prisoners'
ORDER BY ALL;
