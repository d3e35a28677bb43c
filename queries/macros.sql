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
    series VARCHAR[], bin BIGINT, split VARCHAR, against DATE);

CREATE MACRO in_choice(choices, value) AS
    choices IS NULL OR list_contains(choices, coalesce(value, 'unknown'));

CREATE MACRO only_if(condition, value) AS CASE WHEN condition THEN value END;

CREATE MACRO in_range(low, high, value) AS
    (low IS NULL OR value >= low) AND (high IS NULL OR value <= high);

-- The newest of that day or before that was taken in by then; before anything was, the newest of that day or before.
CREATE MACRO snapshot_of(name, day) AS
    (SELECT coalesce(max(snapshot) FILTER (known <= day), max(snapshot))
     FROM snapshots WHERE dataset = name AND snapshot <= day);

-- The labels of a field are read once a question, not sought for every code.
CREATE MACRO label_of(dataset_name, field_name, code) AS
    coalesce((SELECT map(list(value), list(label)) FROM labels
              WHERE dataset = dataset_name AND field = field_name)[code], code);

-- Imprisonment or arrest, restriction of freedom (served in an open facility or at home), or neither.
CREATE MACRO confinement_of(penalty_code) AS
    CASE WHEN penalty_code IN ('home_confinement', 'open_facility') THEN 'restriction'
         WHEN penalty_code IN ('penal_colony_general', 'penal_colony_medium', 'penal_colony_maximum', 'prison_high',
                               'prison_maximum', 'juvenile_colony', 'arrest') THEN 'custody'
         ELSE 'other' END;

CREATE MACRO month_start(month_text) AS CAST(month_text || '-01' AS DATE);

-- `13.1+293` is preparation (part 1 of article 13) of 293 and counts for 293; `293.2` is part 2 of 293.
CREATE MACRO article_numbers_of(articles_text) AS
    list_sort(list_distinct(list_transform(
        string_split(articles_text, ';'),
        lambda entry: regexp_replace(regexp_replace(entry, '^.*\+', ''), '\..*$', ''))));

-- Read once, since every question about people asks for them; many people have the same articles.
CREATE TABLE people_read AS
    SELECT people_rows.*,
        month_start(arrested) AS arrested_month,
        month_start(verdict) AS verdict_month,
        month_start(released) AS released_month,
        article_numbers
    FROM people_rows
    LEFT JOIN (SELECT articles, article_numbers_of(articles) AS article_numbers
               FROM (SELECT DISTINCT articles FROM people_rows)) USING (articles);

CREATE MACRO all_people(f) AS TABLE
    FROM people_read WHERE snapshot = snapshot_of('people', f['snapshot']);

-- What each filter says of each person, of every snapshot.
CREATE MACRO tested_people(f) AS TABLE
    SELECT *,
        in_choice(f['status'], status) AS fits_status,
        in_choice(f['gender'], gender) AS fits_gender,
        in_choice(f['age_group'], age_group) AS fits_age_group,
        in_range(f['arrested_from'], f['arrested_to'], arrested_month) AS fits_arrested,
        in_range(f['verdict_from'], f['verdict_to'], verdict_month) AS fits_verdict,
        (f['article'] IS NULL
            OR CASE f['article_match']
                WHEN 'all' THEN list_has_all(coalesce(article_numbers, ['unknown']), f['article'])
                ELSE list_has_any(coalesce(article_numbers, ['unknown']), f['article']) END) AS fits_article,
        in_choice(f['penalty'], penalty) AS fits_penalty,
        in_range(f['length_from'], f['length_to'], sentence_months) AS fits_length,
        in_choice(f['region'], region) AS fits_region,
        in_choice(f['facility'], facility) AS fits_facility
    FROM people_read;

-- Of every snapshot.
CREATE MACRO filtered_people(f) AS TABLE
    SELECT COLUMNS(lambda name: NOT starts_with(name, 'fits_')) FROM tested_people(f)
    WHERE fits_status AND fits_gender AND fits_age_group AND fits_arrested AND fits_verdict AND fits_article
      AND fits_penalty AND fits_length AND fits_region AND fits_facility;

CREATE MACRO selected_people(f) AS TABLE
    FROM filtered_people(f) WHERE snapshot = snapshot_of('people', f['snapshot']);

-- The groups that a person belongs to when people are split by something; a person charged under several articles
-- belongs to each.
CREATE MACRO groups_of(split, person) AS
    CASE split WHEN 'article' THEN coalesce(person['article_numbers'], ['unknown'])
        ELSE [coalesce(CASE split
            WHEN 'status' THEN person['status']
            WHEN 'gender' THEN person['gender']
            WHEN 'age_group' THEN person['age_group']
            WHEN 'penalty' THEN person['penalty']
            WHEN 'region' THEN person['region']
            WHEN 'facility' THEN person['facility']
            WHEN 'arrest_year' THEN left(person['arrested'], 4)
            WHEN 'verdict_year' THEN left(person['verdict'], 4) END, 'unknown')] END;

-- The two registers compared, in the order of time: the one shown, and the one chosen or else the newest before it.
-- No row where there are not two.
CREATE MACRO compared_days(f) AS TABLE
    SELECT least(shown, other) AS earlier_day, greatest(shown, other) AS later_day
    FROM (SELECT snapshot_of('people', f['snapshot']) AS shown,
              (SELECT max(snapshot) FROM snapshots
               WHERE dataset = 'people'
                 AND CASE WHEN f['against'] IS NULL THEN snapshot < snapshot_of('people', f['snapshot'])
                          ELSE snapshot = f['against'] END) AS other)
    WHERE shown <> other;

-- The people of both, filtered alike.
CREATE MACRO compared_people(f) AS TABLE
    SELECT people.*, snapshot = later_day AS is_later
    FROM filtered_people(f) AS people JOIN compared_days(f) ON snapshot IN (earlier_day, later_day);

-- Every group of some splits with its people in both; `place` is the order to show them in.
CREATE MACRO compared_groups(f, splits) AS TABLE
    WITH grouped AS (
        SELECT split, is_later, unnest(groups_of(split, person)) AS code
        FROM (SELECT person, person['is_later'] AS is_later, unnest(splits) AS split FROM compared_people(f) AS person)
    ),
    counted AS (
        SELECT split, code, count(*) FILTER (NOT is_later) AS earlier, count(*) FILTER (is_later) AS later
        FROM grouped GROUP BY ALL
    )
    SELECT split, code,
        {says: CASE WHEN code = 'unknown' THEN 'not stated' WHEN split = 'facility' OR label IS NOT NULL THEN '{label}'
                    ELSE '{as_is}' END,
         label: coalesce(label, code), as_is: concat_ws(' ', code, title)} AS label,
        earlier, later, later - earlier AS difference,
        row_number() OVER (ORDER BY list_position(splits, split), code = 'unknown',
            CASE WHEN split IN ('article', 'penalty', 'facility') THEN -greatest(earlier, later) ELSE position END,
            code) AS place
    FROM counted
    LEFT JOIN labels ON dataset = 'people' AND field = split AND value = code
    LEFT JOIN all_articles(f) AS titles ON split = 'article' AND titles.article = code;

CREATE MACRO recognised(people_status) AS
    people_status IN ('political_prisoner', 'former_political_prisoner');

-- Whether the filters leave every recognised person in: only then can a published count stand beside a count of rows.
CREATE MACRO is_whole(f) AS
    (SELECT count(*) FROM selected_people(f) WHERE recognised(status))
    = (SELECT count(*) FROM all_people(f) WHERE recognised(status));

-- The ends of the months from July 2020 to the last whole one of the register.
CREATE MACRO register_month_ends(f) AS TABLE
    SELECT last_day(unnest(generate_series(
        DATE '2020-07-01', snapshot_of('people', f['snapshot']) + 1 - INTERVAL 1 MONTH,
        INTERVAL 1 MONTH))::DATE) AS month_end;

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
