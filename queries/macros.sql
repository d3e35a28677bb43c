-- What the questions share: the type of the filters, the snapshot that an address names, and the filtered rows.
-- A field of the struct that is NULL is not filtered; an empty list would mean nobody. The value `unknown` in a list
-- stands for rows whose source does not say.

CREATE TYPE filters AS STRUCT(
    snapshot DATE, lang VARCHAR,
    status VARCHAR[], gender VARCHAR[], age_group VARCHAR[],
    arrested_from DATE, arrested_to DATE, verdict_from DATE, verdict_to DATE,
    article VARCHAR[], article_match VARCHAR, penalty VARCHAR[],
    length_from DOUBLE, length_to DOUBLE,
    region VARCHAR[], facility VARCHAR[],
    field VARCHAR[], org_region VARCHAR[], kind VARCHAR[], year_from BIGINT, year_to BIGINT,
    series VARCHAR[], bin BIGINT, split VARCHAR);

CREATE MACRO in_choice(choices, value) AS
    choices IS NULL OR list_contains(choices, coalesce(value, 'unknown'));

CREATE MACRO in_range(low, high, value) AS
    (low IS NULL OR value >= low) AND (high IS NULL OR value <= high);

CREATE MACRO snapshot_of(name, day) AS
    (SELECT max(snapshot) FROM snapshots WHERE dataset = name AND snapshot <= day);

CREATE MACRO label_of(dataset_name, field_name, code) AS
    coalesce((SELECT any_value(label) FROM labels
              WHERE dataset = dataset_name AND field = field_name AND value = code), code);

CREATE MACRO month_start(month_text) AS CAST(month_text || '-01' AS DATE);

-- `13.1+293` is preparation (part 1 of article 13) of 293 and counts for 293; `293.2` is part 2 of 293.
CREATE MACRO article_numbers_of(articles_text) AS
    list_sort(list_distinct(list_transform(
        string_split(articles_text, ';'),
        lambda entry: regexp_replace(regexp_replace(entry, '^.*\+', ''), '\..*$', ''))));

-- Read once, since every question about people asks for them.
CREATE TABLE people_read AS
    SELECT *,
        month_start(arrested) AS arrested_month,
        month_start(verdict) AS verdict_month,
        month_start(released) AS released_month,
        article_numbers_of(articles) AS article_numbers
    FROM people_rows;

CREATE MACRO all_people(f) AS TABLE
    FROM people_read WHERE snapshot = snapshot_of('people', f['snapshot']);

CREATE MACRO selected_people(f) AS TABLE
    FROM all_people(f)
    WHERE in_choice(f['status'], status)
      AND in_choice(f['gender'], gender)
      AND in_choice(f['age_group'], age_group)
      AND in_range(f['arrested_from'], f['arrested_to'], arrested_month)
      AND in_range(f['verdict_from'], f['verdict_to'], verdict_month)
      AND (f['article'] IS NULL
           OR CASE f['article_match']
                WHEN 'all' THEN list_has_all(coalesce(article_numbers, ['unknown']), f['article'])
                ELSE list_has_any(coalesce(article_numbers, ['unknown']), f['article']) END)
      AND in_choice(f['penalty'], penalty)
      AND in_range(f['length_from'], f['length_to'], sentence_months)
      AND in_choice(f['region'], region)
      AND in_choice(f['facility'], facility);

CREATE MACRO all_organisations(f) AS TABLE
    SELECT *, TRY_CAST(left(date, 4) AS BIGINT) AS year
    FROM organisations_rows WHERE snapshot = snapshot_of('organisations', f['snapshot']);

CREATE MACRO selected_organisations(f) AS TABLE
    FROM all_organisations(f)
    WHERE in_choice(f['field'], field)
      AND in_choice(f['org_region'], region)
      AND in_choice(f['kind'], kind)
      AND in_range(f['year_from'], f['year_to'], year);

CREATE MACRO all_people_counts(f) AS TABLE
    FROM people_counts_rows WHERE snapshot = snapshot_of('people_counts', f['snapshot']);

CREATE MACRO selected_people_counts(f) AS TABLE
    FROM all_people_counts(f) WHERE in_choice(f['series'], series);

CREATE MACRO all_organisation_counts(f) AS TABLE
    FROM organisation_counts_rows WHERE snapshot = snapshot_of('organisation_counts', f['snapshot']);

CREATE MACRO all_indicators(f) AS TABLE
    FROM indicators_rows WHERE snapshot = snapshot_of('indicators', f['snapshot']);

CREATE MACRO all_defenders(f) AS TABLE
    FROM defenders_rows WHERE snapshot = snapshot_of('defenders', f['snapshot']);

CREATE MACRO all_events(f) AS TABLE
    FROM events_rows WHERE snapshot = snapshot_of('events', f['snapshot']);

-- Names of Criminal Code articles and places of detention are dictionaries, not findings: a link to an old snapshot
-- reads them in the newest edition there is.
CREATE MACRO all_articles(f) AS TABLE
    SELECT *, CASE f['lang'] WHEN 'be' THEN coalesce(title_be, title_en)
                          WHEN 'ru' THEN coalesce(title_ru, title_en) ELSE title_en END AS title
    FROM articles_rows WHERE snapshot = (SELECT max(snapshot) FROM articles_rows);

CREATE MACRO all_facilities(f) AS TABLE
    FROM facilities_rows WHERE snapshot = (SELECT max(snapshot) FROM facilities_rows);
