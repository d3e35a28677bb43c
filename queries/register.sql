/*
title: "People, row by row"
answers: People prosecuted for political reasons, one row per person
unit: person|people
datasets: [people]
columns:
  status: {title: Status, translate: true}
  gender: {title: Gender, translate: true}
  age_group: {title: Age at arrest, unit: year|years, description: Year of arrest less year of birth, translate: true}
  arrested: {title: Arrested, description: Month}
  verdict: {title: Verdict, description: Month}
  released: {title: Released, description: Month}
  articles: {title: Articles, description: Of the Criminal Code; 293.2 is part 2 of article 293}
  sentence_months: {title: "Sentence, months", unit: month|months}
  sentence: {title: Sentence is, description: "A length, or what stands in its place", translate: true}
  fine: {title: Fine, description: "A fine was imposed, alone or beside a term", translate: true}
  penalty: {title: Penalty, translate: true}
  facility: {title: Held in, description: "A facility, or what the register says in its place", translate: true}
  region: {title: Region, description: Of the facility, translate: true}
  pardoned: {title: Pardoned, description: Tagged “Pardon / amnesty” in the register, translate: true}
  deported: {title: Deported, description: "Tagged “Forced transfer”: taken out of the country on release", translate: true}
  tried_in_absentia: {title: Tried in absentia, translate: true}
  extremist_list: {title: On the authorities’ list of “extremists”, translate: true}
  terrorist_list: {title: On the authorities’ list of “terrorists”, translate: true}
words:
  one: One person of the register matches; the file holds exactly this row.
  some: "{people:person|people} of the register match; the file holds exactly these rows."
cell_texts:
  - "yes"
  - "no"
caveats:
  - >-
    There are no names, exact dates or ages here. A row can still be linked to a person: the source is public, with
    names.
  - An empty cell means that the register does not say.
*/
SELECT label_of('people', 'status', status) AS status,
    gender, age_group, arrested, verdict, released, articles, sentence_months,
    label_of('people', 'sentence_kind', sentence_kind) AS sentence,
    yes_or_no(fine) AS fine,
    label_of('people', 'penalty', penalty) AS penalty,
    CASE WHEN custody <> 'facility' THEN label_of('people', 'custody', custody) ELSE facility END AS facility,
    label_of('people', 'region', region) AS region, yes_or_no(pardoned) AS pardoned, yes_or_no(deported) AS deported,
    yes_or_no(tried_in_absentia) AS tried_in_absentia, yes_or_no(extremist_list) AS extremist_list,
    yes_or_no(terrorist_list) AS terrorist_list
FROM selected_people()
ORDER BY ALL;

-- words
SELECT [if(count(*) = 1, 'one', 'some')] AS parts, count(*) AS people FROM answer;
