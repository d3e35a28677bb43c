-- What the questions share: the snapshots that an address names, and the filtered rows. What a reader selected are
-- variables named as the filters are. One that is not set is not filtered; an empty list would mean nobody. The value
-- `unknown` in a list stands for rows whose source does not say.

CREATE MACRO in_choice(choices, value) AS
    choices IS NULL OR list_contains(choices, coalesce(value, 'unknown'));

CREATE MACRO only_if(condition, value) AS CASE WHEN condition THEN value END;

CREATE MACRO yes_or_no(value) AS CASE WHEN value THEN 'yes' WHEN NOT value THEN 'no' END;

CREATE MACRO in_range(low, high, value) AS
    (low IS NULL OR value >= low) AND (high IS NULL OR value <= high);

-- The snapshot of a dataset that the address names; none where it has none as old as that.
CREATE MACRO shown(name) AS CAST(getvariable('shown') AS MAP(VARCHAR, DATE))[name];

-- Whether a snapshot is part of the data that the address names: taken in by then, or shown for want of any such one.
CREATE MACRO is_known(name, day, known) AS known <= getvariable('snapshot') OR day = shown(name);

-- The labels of a field are read once a question, not sought for every code.
CREATE MACRO label_of(dataset_name, field_name, code) AS
    coalesce((SELECT map(list(value), list(label)) FROM labels
              WHERE dataset = dataset_name AND field = field_name)[code], code);

-- Imprisonment or arrest, restriction of freedom (served in an open facility or at home), or neither. A death penalty is
-- neither.
CREATE MACRO confinement_of(penalty_code) AS
    CASE WHEN penalty_code IN ('home_confinement', 'open_facility', 'restricted_freedom') THEN 'restriction'
         WHEN penalty_code IN ('penal_colony_general', 'penal_colony_medium', 'penal_colony_maximum', 'prison_high',
                               'prison_maximum', 'juvenile_colony', 'imprisonment', 'life_imprisonment', 'arrest') THEN 'custody'
         ELSE 'other' END;

CREATE MACRO recognised(people_status) AS
    people_status IN ('political_prisoner', 'former_political_prisoner');

-- Halves are rounded up in whole numbers: a fraction such as 352.85 has no exact binary form.
CREATE MACRO percent(part, whole) AS ((2000 * part + whole) // nullif(2 * whole, 0)) / 10;
CREATE MACRO years_of(months) AS ((CAST(round(10 * months) AS BIGINT) + 6) // 12) / 10;

CREATE MACRO years_before(day, years) AS CAST(day - to_years(CAST(years AS INTEGER)) AS DATE);

-- Whether a text is on Viasna's own site, for data of before source_kind, which do not say how near a source is.
CREATE MACRO is_on_site_of_viasna(url) AS regexp_matches(coalesce(url, ''), '^https?://([a-z0-9-]+\.)*spring96\.org/');

-- Below this number one person moves a percentage by more than five, and a tenth of a group is not two people.
CREATE MACRO enough_for_shares() AS 20;

CREATE MACRO month_start(month_text) AS CAST(month_text || '-01' AS DATE);

-- The day itself, or the last one of a month or a year: `2026-03`, `2026`.
CREATE MACRO last_day_of(date_text) AS
    CASE length(date_text) WHEN 4 THEN make_date(TRY_CAST(date_text AS INTEGER), 12, 31)
        WHEN 7 THEN last_day(TRY_CAST(date_text || '-01' AS DATE)) ELSE TRY_CAST(date_text AS DATE) END;

-- `13.1+293` is preparation (part 1 of article 13) of 293 and counts for 293; `293.2` is part 2 of 293.
CREATE MACRO article_numbers_of(articles_text) AS
    list_sort(list_distinct(list_transform(
        string_split(articles_text, ';'),
        lambda entry: regexp_replace(regexp_replace(entry, '^.*\+', ''), '\..*$', ''))));

-- The people with what follows from each row alone. It is computed once, since most questions about people ask for it.
CREATE TABLE people_read AS
    SELECT people_rows.*,
        month_start(arrested) AS arrested_month,
        month_start(verdict) AS verdict_month,
        month_start(released) AS released_month,
        article_numbers,
        confinement_of(penalty) AS confinement,
        -- For recognised people sentenced to an open facility the month that the register calls that of the arrest is read
        -- as the month in which they began to serve there, unless a later month of the verdict contradicts it. Inferred
        -- from the data and to be confirmed by the register's keeper; docs/method.md has the evidence. Whatever counts from
        -- the arrest on has to ask this.
        coalesce(penalty = 'open_facility' AND recognised(status), false)
            AND NOT coalesce(verdict_month > arrested_month, false) AS arrest_is_start_of_term,
        -- Whether the register has nothing yet of how a political prisoner's case ended: neither verdict, penalty nor
        -- sentence.
        status = 'political_prisoner' AND released IS NULL AND verdict IS NULL AND penalty IS NULL
            AND sentence_kind = 'not_stated' AS awaits_verdict,
        -- Whether the register lists somebody as in custody on its day: a political prisoner without a release who is
        -- neither under restriction of freedom nor under house arrest nor at liberty until the sentence begins.
        status = 'political_prisoner' AND released IS NULL AND confinement <> 'restriction'
            AND coalesce(custody, 'facility') = 'facility' AS is_in_custody,
        -- The month in which a term counted from the month of arrest ends at the latest, and the one in which it ends if
        -- custody before the verdict took force counts one and a half days a day. That credit is given in colonies of
        -- general and medium security (`has_credit`); an appeal is assumed to last two months (docs/method.md). Without a
        -- dated verdict no credit can be computed.
        CAST(arrested_month + to_months(CAST(round(sentence_months) AS INTEGER)) AS DATE) AS term_end,
        coalesce(penalty IN ('penal_colony_general', 'penal_colony_medium') AND verdict_month >= arrested_month, false)
            AS has_credit,
        CAST(term_end - to_months(CAST(CASE WHEN has_credit
            THEN (datediff('month', arrested_month, verdict_month) + 2) // 2 ELSE 0 END AS INTEGER)) AS DATE) AS credited_term_end,
        -- The latest month in which a former prisoner without a dated release can have been released, as far as the
        -- sentence tells: home confinement, a suspended or deferred sentence, a fine and work without custody end custody
        -- by the verdict, a term that long after the arrest.
        CASE WHEN penalty IN ('home_confinement', 'suspended', 'deferred', 'fine', 'community_service', 'corrective_labour')
            THEN only_if(verdict_month IS NOT NULL, greatest(verdict_month, arrested_month))
            WHEN confinement = 'custody' OR (arrest_is_start_of_term AND verdict_month < arrested_month) THEN term_end
        END AS latest_possible_release
    FROM people_rows
    -- Many people have the same articles, which are read once.
    LEFT JOIN (SELECT articles, article_numbers_of(articles) AS article_numbers
               FROM (SELECT DISTINCT articles FROM people_rows)) USING (articles);

CREATE TABLE organisations_read AS
    SELECT *, TRY_CAST(left(date, 4) AS BIGINT) AS year FROM organisations_rows;

CREATE VIEW people_counts_read AS FROM people_counts_rows;

-- The macros of the filters are generated from the registry of filters.

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
CREATE MACRO compared_days() AS TABLE
    SELECT least(shown, other) AS earlier_day, greatest(shown, other) AS later_day
    FROM (SELECT shown('people') AS shown,
              (SELECT max(snapshot) FROM snapshots
               WHERE dataset = 'people'
                 AND CASE WHEN getvariable('against') IS NULL THEN snapshot < shown('people')
                          ELSE snapshot = getvariable('against') END) AS other)
    WHERE shown <> other;

-- The people of both, filtered alike.
CREATE MACRO compared_people() AS TABLE
    SELECT people.*, snapshot = later_day AS is_later
    FROM filtered_people() AS people JOIN compared_days() ON snapshot IN (earlier_day, later_day);

-- Every group of some splits with its people in both; `place` is the order to show them in.
CREATE MACRO compared_groups(splits) AS TABLE
    WITH grouped AS (
        SELECT split, is_later, unnest(groups_of(split, person)) AS code
        FROM (SELECT person, person['is_later'] AS is_later, unnest(splits) AS split FROM compared_people() AS person)
    ),
    counted AS (
        SELECT split, code, count(*) FILTER (NOT is_later) AS earlier, count(*) FILTER (is_later) AS later
        FROM grouped GROUP BY ALL
    )
    SELECT split, code,
        {template: CASE WHEN code = 'unknown' THEN 'not stated' WHEN split = 'facility' OR label IS NOT NULL THEN '{label}'
                    ELSE '{verbatim}' END,
         label: coalesce(label, code), verbatim: article_titled(code, title)} AS label,
        earlier, later, later - earlier AS difference,
        row_number() OVER (ORDER BY list_position(splits, split), code = 'unknown',
            CASE WHEN split IN ('article', 'penalty', 'facility') THEN -greatest(earlier, later) ELSE position END,
            code) AS place
    FROM counted
    LEFT JOIN labels ON dataset = 'people' AND field = split AND value = code
    LEFT JOIN all_articles() AS titles ON split = 'article' AND titles.article = code;

-- Whether the filters leave every recognised person in: only then can a published count stand beside a count of rows.
CREATE MACRO is_whole() AS
    (SELECT count(*) FROM selected_people() WHERE recognised(status))
    = (SELECT count(*) FROM all_people() WHERE recognised(status));

-- The ends of the months from July 2020 to the last whole one of the register.
CREATE MACRO register_month_ends() AS TABLE
    SELECT last_day(unnest(generate_series(
        DATE '2020-07-01', shown('people') + 1 - INTERVAL 1 MONTH,
        INTERVAL 1 MONTH))::DATE) AS month_end;

-- Whether a month end is so near to the register's day that many who were arrested by then were not recognised yet. Up to
-- September 2022 published counts reached each level one to five months after the rebuilt ones (docs/method.md).
CREATE MACRO is_incomplete(month_end) AS month_end > shown('people') - INTERVAL 5 MONTH;

-- An article with its title; without a known one its number alone, as in titles of exhibits, which have no room for it.
CREATE MACRO article_titled(article, title) AS
    {template: if(title IS NULL, '{verbatim}', '{verbatim} {title}'), verbatim: article, title: title};

-- A text that the data have in each language. The translation of an answer takes the one of the reader's language.
CREATE MACRO in_languages(en, be, ru) AS {en: en, be: be, ru: ru};

-- What an organisation is called: in English, in the other languages as it calls itself where that is known.
CREATE MACRO name_read(name, name_original) AS
    in_languages(name, coalesce(name_original, name), coalesce(name_original, name));
CREATE MACRO other_name(name, name_original) AS
    in_languages(name_original, only_if(name_original IS NOT NULL, name), only_if(name_original IS NOT NULL, name));

-- How near the source of a figure is to whoever counted, 1 being the nearest; null in data that do not say it.
CREATE MACRO source_rank(source_kind) AS list_position(['primary', 'quoted', 'derived', 'secondary'], source_kind);

-- Figures of the main list for the end of a month: what holds on the first day of a month holds at the end of the month
-- before.
CREATE MACRO month_end_counts() AS TABLE
    SELECT *, date_trunc('month', if(day(date) = 1, date - 1, date))::DATE AS month
    FROM all_people_counts()
    WHERE series = 'viasna' AND (day(date) = 1 OR date = last_day(date));

-- The best one of each month.
CREATE MACRO best_month_ends() AS TABLE
    FROM month_end_counts()
    WHERE political_prisoners IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY month
        ORDER BY qualifier NOT IN ('exact', 'as_published'),
            day(date) = 1,
            source_rank(source_kind),
            NOT is_on_site_of_viasna(source_url),
            source_url IS NULL,
            list_position(['exact', 'as_published', 'at_least', 'about'], qualifier),
            published DESC NULLS LAST, political_prisoners, counted_by, source_title) = 1;

-- The last month that was over when the published counts were collected, and the months from a first one to it.
CREATE MACRO last_whole_month() AS date_trunc('month', shown('people_counts') + 1 - INTERVAL 1 MONTH);
CREATE MACRO months_since(first_month) AS TABLE
    SELECT unnest(generate_series(first_month, last_whole_month(), INTERVAL 1 MONTH))::DATE AS month;

CREATE MACRO all_organisation_counts() AS TABLE
    FROM organisation_counts_rows WHERE snapshot = shown('organisation_counts');

CREATE MACRO all_indicators() AS TABLE
    FROM indicators_rows WHERE snapshot = shown('indicators');

CREATE MACRO all_outcomes() AS TABLE
    FROM outcomes_rows WHERE snapshot = shown('outcomes');

CREATE MACRO all_defenders() AS TABLE
    FROM defenders_rows WHERE snapshot = shown('defenders');

CREATE MACRO all_events() AS TABLE
    FROM events_rows WHERE snapshot = shown('events');

-- Names of Criminal Code articles and places of detention are dictionaries, not findings: a link to an old snapshot
-- reads them in the newest edition there is. So they are chosen once.
CREATE TABLE articles_read AS
    SELECT *, in_languages(title_en, coalesce(title_be, title_en), coalesce(title_ru, title_en)) AS title
    FROM articles_rows WHERE snapshot = (SELECT max(snapshot) FROM articles_rows);
CREATE TABLE facilities_read AS
    FROM facilities_rows WHERE snapshot = (SELECT max(snapshot) FROM facilities_rows);
CREATE MACRO all_articles() AS TABLE FROM articles_read;
CREATE MACRO all_facilities() AS TABLE FROM facilities_read;

-- The figures of the main counters that have headlines, each as often as sources name it; `place` is their order.
CREATE MACRO headline_figures() AS TABLE
    FROM (
        SELECT 1 AS place, 'political_prisoners' AS figure, 'political prisoners' AS title,
            political_prisoners AS value, qualifier, date, counted_by, source_title, source_url, source_kind, 'people_counts' AS stands_on
        FROM all_people_counts() WHERE series = 'viasna'
        UNION ALL
        SELECT 2, 'women', 'women among the political prisoners',
            women, qualifier, date, counted_by, source_title, source_url, source_kind, 'people_counts'
        FROM all_people_counts() WHERE series = 'viasna'
        UNION ALL
        SELECT 3, 'ever_recognised', 'people ever recognised as political prisoners since 2020',
            ever_recognised, coalesce(ever_recognised_qualifier, qualifier), date, counted_by, source_title, source_url, source_kind, 'people_counts'
        FROM all_people_counts() WHERE series = 'viasna'
        UNION ALL
        -- Indicators do not say who counted; the recognised are those of the same list.
        SELECT 3, 'ever_recognised', 'people ever recognised as political prisoners since 2020',
            CAST(value AS BIGINT), if(source_kind = 'derived', 'exact', 'as_published'), TRY_CAST(date AS DATE),
            if(source_kind = 'derived', 'others, from the register of Viasna', 'Viasna'), source_title, source_url, source_kind, 'indicators'
        FROM all_indicators() WHERE topic = 'recognised_cumulative'
        UNION ALL
        SELECT 4, 'organisations_total', 'non-profit organisations lost since August 2020',
            total, qualifier, date, counted_by, source_title, source_url, source_kind, 'organisation_counts'
        FROM all_organisation_counts() WHERE series = 'lawtrend'
        UNION ALL
        SELECT 5, 'organisations_forced', 'organisations closed by force, or in the course of it',
            forced_liquidation, qualifier, date, counted_by, source_title, source_url, source_kind, 'organisation_counts'
        FROM all_organisation_counts() WHERE series = 'lawtrend'
        UNION ALL
        SELECT 6, 'organisations_self', 'organisations that closed by their own decision',
            self_liquidation, qualifier, date, counted_by, source_title, source_url, source_kind, 'organisation_counts'
        FROM all_organisation_counts() WHERE series = 'lawtrend'
    )
    WHERE value IS NOT NULL AND date IS NOT NULL;

-- Those that can be set against each other: counts of people that are no lower bounds, and those of organisations, which
-- all are.
CREATE MACRO comparable_figures() AS TABLE
    FROM headline_figures()
    WHERE qualifier NOT IN ('about', 'derived') AND (qualifier <> 'at_least' OR stands_on = 'organisation_counts');

-- One of them for the end of each month, chosen as in the monthly figures of the main list: what holds on the first day
-- of a month holds at the end of the month before.
CREATE MACRO month_end_figures() AS TABLE
    FROM comparable_figures()
    WHERE day(date) = 1 OR date = last_day(date)
    QUALIFY row_number() OVER (
        PARTITION BY figure, date_trunc('month', if(day(date) = 1, date - 1, date))
        ORDER BY day(date) = 1, source_rank(source_kind), NOT is_on_site_of_viasna(source_url), source_url IS NULL, value) = 1;

-- The one that is nearest to a day; none where there is none within three months of it.
CREATE MACRO figure_near(name, wanted) AS (
    SELECT {value: value, date: date, counted_by: counted_by, source_title: source_title, source_url: source_url}
    FROM month_end_figures() AS one
    WHERE one.figure = name AND abs(one.date - wanted) <= 92
    ORDER BY abs(one.date - wanted), one.date LIMIT 1
);

-- The days with a figure that can be chosen to be compared: in every snapshot, so that links to them stay valid.
CREATE MACRO figure_days() AS TABLE
    SELECT DISTINCT day
    FROM (
        SELECT 'people_counts' AS dataset, snapshot, date AS day FROM people_counts_rows WHERE series = 'viasna'
        UNION ALL
        SELECT 'organisation_counts', snapshot, date FROM organisation_counts_rows WHERE series = 'lawtrend'
        UNION ALL
        SELECT 'indicators', snapshot, TRY_CAST(date AS DATE) FROM indicators_rows
    )
    JOIN snapshots USING (dataset, snapshot)
    WHERE day IS NOT NULL AND is_known(dataset, snapshot, known);

-- The two days chosen, in the order of time; null where none is.
CREATE MACRO earlier_chosen() AS CAST(
    if(getvariable('earlier') > getvariable('later'), getvariable('later'), getvariable('earlier')) AS DATE);
CREATE MACRO later_chosen() AS CAST(
    if(getvariable('earlier') > getvariable('later'), getvariable('earlier'), getvariable('later')) AS DATE);

-- A figure stands for the nearer of two chosen days, so that it is never shown for the other one.
CREATE MACRO stands_for_later(day) AS
    later_chosen() IS NULL
    OR abs(day - later_chosen()) <= 92 AND abs(day - later_chosen()) < coalesce(abs(day - earlier_chosen()), 93);
CREATE MACRO stands_for_earlier(day) AS
    abs(day - earlier_chosen()) <= 92 AND abs(day - earlier_chosen()) <= coalesce(abs(day - later_chosen()), 92);

-- The figure of any day that is nearest to the earlier day chosen, at most three months from it.
CREATE MACRO figure_of_earlier_day(name) AS (
    SELECT {value: value, date: date, counted_by: counted_by, source_title: source_title, source_url: source_url}
    FROM comparable_figures() AS one
    WHERE one.figure = name AND stands_for_earlier(one.date)
    ORDER BY abs(one.date - earlier_chosen()), one.date, source_rank(source_kind), qualifier <> 'exact', source_url IS NULL, value
    LIMIT 1
);
