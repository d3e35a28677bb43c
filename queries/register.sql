/*
title: Register
answers: People prosecuted for political reasons, a row a person
unit: people
datasets: [people]
columns:
  status: {title: Status}
  gender: {title: Gender}
  age_group: {title: Age at arrest, unit: years, description: Year of arrest less year of birth}
  arrested: {title: Arrested, description: Month}
  verdict: {title: Verdict, description: Month}
  released: {title: Released, description: Month}
  articles: {title: Articles, description: Of the Criminal Code; 293.2 is part 2 of article 293}
  sentence_months: {title: "Sentence, months", unit: months}
  sentence: {title: Sentence is, description: "A length, or what stands in its place"}
  fine: {title: Fine, description: "A fine was imposed, alone or beside a term"}
  penalty: {title: Penalty}
  facility: {title: Held in, description: "A facility, or what the register says in its place"}
  region: {title: Region, description: Of the facility}
words: "{said}"
caveats:
  - >-
    No names, exact dates or ages stand here. That removes what names a person; it does not make a row unlinkable,
    since the source is public with names.
  - An empty cell means that the register does not say.
*/
SELECT label_of('people', 'status', status) AS status,
    gender, age_group, arrested, verdict, released, articles, sentence_months,
    label_of('people', 'sentence_kind', sentence_kind) AS sentence,
    CASE WHEN fine THEN 'yes' ELSE 'no' END AS fine,
    label_of('people', 'penalty', penalty) AS penalty,
    CASE WHEN custody <> 'facility' THEN label_of('people', 'custody', custody) ELSE facility END AS facility,
    region
FROM selected_people()
ORDER BY ALL;

-- words
SELECT CASE WHEN count(*) = 1 THEN 'One person of the register matches; the file holds exactly this row.'
    ELSE format('{:,} people of the register match; the file holds exactly these rows.', count(*)) END AS said
FROM answer;
