/*
title: Register, row by row
answers: People prosecuted for political reasons, one row per person, at the privacy grain
unit: person|people
datasets: [people]
columns:
  status: {title: Status, description: "Recognised now, recognised formerly, or prosecuted and not recognised"}
  gender: {title: Gender}
  age_group: {title: Age at arrest, unit: year|years, description: Year of arrest less year of birth}
  arrested: {title: Arrested, description: Month}
  verdict: {title: Verdict, description: Month}
  released: {title: Released, description: Month}
  articles: {title: Articles, description: Of the Criminal Code; 293.2 is part 2 of article 293}
  sentence_months: {title: Sentence, unit: month|months}
  sentence_kind: {title: What the sentence is, description: A length or what stands in its place}
  fine: {title: Fine, description: "A fine was imposed, alone or beside a term"}
  penalty: {title: Penalty}
  custody: {title: Custody}
  facility: {title: Facility}
  region: {title: Region, description: Of the facility}
  pardoned: {title: Pardoned, description: Tagged “Pardon / amnesty” in the register}
  deported: {title: Deported, description: "Tagged “Forced transfer”: taken out of the country on release"}
  tried_in_absentia: {title: Tried in absentia}
  extremist_list: {title: On the authorities’ list of “extremists”}
  terrorist_list: {title: On the authorities’ list of “terrorists”}
words: "{rows:row of the register matches|rows of the register match}."
caveats:
  - No names, exact dates or ages. A row can still be linked to a person, since the source is public.
  - An empty cell means that the register does not say.
*/
SELECT status, gender, age_group, arrested, verdict, released, articles, sentence_months, sentence_kind, fine,
    penalty, custody, facility, region, pardoned, deported, tried_in_absentia, extremist_list, terrorist_list
FROM selected_people()
ORDER BY ALL;

-- words
SELECT count(*) AS rows FROM answer;
