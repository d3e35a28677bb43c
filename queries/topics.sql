-- Where each topic of `indicators` is shown: its page, and what it is called there, in the order of the page. A topic that is
-- not in this table stands at the foot of the page `pressure`, under its own name; `check` warns of it.
CREATE TABLE topics AS
SELECT row_number() OVER () AS place, * FROM (VALUES
    ('mass_release', 'releases', 'Releases on one day'),
    ('mass_release_stayed', 'releases', 'Released and allowed to stay'),
    ('deported', 'releases', 'Released and taken out of the country'),
    ('pardoned_per_year', 'releases', 'Pardons in a year'),
    ('pardoned_per_month', 'releases', 'Pardons in a month'),
    ('pardoned_in_12_months', 'releases', 'Pardons in twelve months'),
    ('pardoned_since_2020', 'releases', 'Pardons since 2020'),
    ('pardoned_since_july_2024', 'releases', 'Pardons since July 2024'),
    ('pardoned_cumulative', 'releases', 'Pardons, running totals with different beginnings'),
    ('served_full_term_per_year', 'releases', 'Full terms served, in a year'),
    ('served_full_term_cumulative', 'releases', 'Full terms served since 2020'),
    ('released_cumulative_since_2020', 'releases', 'Former political prisoners since 2020'),
    ('newly_recognised_per_month', 'releases', 'Newly recognised in a month'),
    ('newly_recognised_per_year', 'releases', 'Newly recognised in a year'),
    ('died_in_custody_cumulative', 'releases', 'Deaths in custody since 2020'),
    ('died_in_custody_per_year', 'releases', 'Deaths in custody in a year'),

    ('convicted_per_year', 'courts', 'Convicted in a year'),
    ('convicted_per_year_women', 'courts', 'Convicted in a year, women'),
    ('convicted_per_year_women_share', 'courts', 'Convicted in a year, share of women'),
    ('convicted_per_year_men', 'courts', 'Convicted in a year, men'),
    ('convicted_in_absentia_per_year', 'courts', 'Convicted in their absence, in a year'),
    ('convicted_per_month', 'courts', 'Convicted in a month'),
    ('convicted_cumulative_since_2020', 'courts', 'Convicted since 2020'),
    ('sentences_cumulative_since_2020', 'courts', 'Sentences since 2020'),
    ('women_convicted_cumulative', 'courts', 'Women convicted since 2020'),
    ('criminally_prosecuted_cumulative_since_2020', 'courts', 'Prosecuted since 2020'),
    ('dissidentby_2025', 'courts', 'Prosecuted and released in 2025, by Dissidentby'),
    ('official_extremist_cases', 'courts', 'Cases sent to court, by official figures'),
    ('hajun_case', 'courts', 'The case of Bielaruski Hajun'),
    ('convicted_by_region', 'courts', 'Convicted, by region'),
    ('convicted_by_article', 'courts', 'Convicted, by article'),
    ('sentence_types', 'courts', 'Kinds of sentence in a year'),
    ('sentence_type_share_of_month', 'courts', 'Kinds of sentence in a month, shares'),
    ('women_sentence_types', 'courts', 'Kinds of sentence, women'),
    ('sentence_years_total', 'courts', 'Years of sentences handed down'),
    ('long_sentences', 'courts', 'Sentences of ten years or more'),
    ('population', 'courts', 'Inhabitants of Belarus'),

    ('media_workers_behind_bars', 'pressure', 'Media workers'),
    ('lawyers_behind_bars', 'pressure', 'Lawyers'),
    ('doctors_behind_bars', 'pressure', 'Doctors'),
    ('rights_defenders_behind_bars', 'pressure', 'Human rights defenders'),
    ('families_behind_bars', 'pressure', 'Families with several members in prison'),
    ('at_special_risk_behind_bars', 'pressure', 'People at special risk'),
    ('women_behind_bars', 'pressure', 'Women behind bars'),
    ('men_behind_bars', 'pressure', 'Men behind bars'),
    ('repressed_per_year', 'pressure', 'People who faced repression in a year'),
    ('repression_by_region', 'pressure', 'Cases of repression, by region'),
    ('detained_per_year', 'pressure', 'Detentions'),
    ('detained_half_year', 'pressure', 'Detentions in half a year'),
    ('detained_by_region', 'pressure', 'Detentions, by region'),
    ('detained_cumulative_since_2020', 'pressure', 'Detentions since 2020'),
    ('administrative_rulings_per_year', 'pressure', 'Rulings in administrative trials'),
    ('administrative_arrests_per_year', 'pressure', 'Administrative arrests'),
    ('administrative_arrest_days_per_year', 'pressure', 'Days of administrative arrest'),
    ('administrative_fines_per_year', 'pressure', 'Administrative fines'),
    ('torture_testimonies_cumulative', 'pressure', 'Testimonies of torture'),
    ('extremist_persons_list', 'pressure', 'People on the official list of “extremists”'),
    ('extremist_formations_list', 'pressure', 'Groups on the official list of “extremist formations”'),
    ('extremist_formations_added_per_year', 'pressure', 'Groups added to the list of “extremist formations” in a year'),
    ('kgb_terrorist_list', 'pressure', 'People on the official list of “terrorists”'),
    ('ngos_lost_cumulative_since_2020', 'pressure', 'Organisations lost since August 2020'),
    ('dispatch_organisations', 'pressure', 'Organisations shut, by Human Rights Watch'),
    ('eu_sanctions_listed', 'pressure', 'Sanctions of the European Union'),

    ('dispatch_political_prisoners', 'prisoners', 'Political prisoners, by Human Rights Watch'),
    ('political_prisoners_undated', 'prisoners', 'Political prisoners, from a page without a date'),
    ('recognised_cumulative', 'prisoners', 'Recognised since 2020'),
    ('prisoners_by_facility', 'prisoners', 'Political prisoners, by place'),
    ('register_rows', 'prisoners', 'People in the register'),
    ('register_active', 'prisoners', 'Political prisoners in the register'),
    ('register_former', 'prisoners', 'Former political prisoners in the register'),
    ('register_np', 'prisoners', 'Prosecuted and not recognised in the register'),
    ('register_rows_with_articles', 'prisoners', 'People in the register with an article'),
    ('register_by_article', 'prisoners', 'People in the register, by article'),
    ('register_article_alone', 'prisoners', 'People in the register with one article alone'),
    ('register_articles_distinct', 'prisoners', 'Articles named in the register'),
    ('register_by_arrest_year', 'prisoners', 'People in the register, by year of arrest'),
    ('register_women_share_by_arrest_year', 'prisoners', 'Share of women in the register, by year of arrest'),
    ('register_facilities', 'prisoners', 'Places of detention named in the register'),
    ('register_duplicates', 'prisoners', 'Rows of the register that may stand there twice')
) AS placed(topic, page, title);

-- One of three templates, by how exact a figure is.
CREATE MACRO by_precision(precision, plain, at_least, about) AS CASE precision
    WHEN label_of('people_counts', 'qualifier', 'at_least') THEN at_least
    WHEN label_of('people_counts', 'qualifier', 'about') THEN about
    ELSE plain END;

-- The figures of a page. `precision` is what the unit says of it in brackets, such as `people (at least)`; `strength` is 1 for
-- the counter's own text.
CREATE MACRO figures_on(page_name) AS TABLE
    SELECT place, topic, coalesce(title, replace(topic, '_', ' ')) AS title, date, left(date, 4)::BIGINT AS year, value, unit,
        label_of('people_counts', 'qualifier', CASE
            WHEN regexp_matches(unit, '\((at least|more than|over)\b') THEN 'at_least'
            WHEN regexp_matches(unit, '\((about|almost)\b') THEN 'about'
            ELSE 'as_published' END) AS precision,
        source_title, source_url, label_of('indicators', 'source_kind', source_kind) AS source_kind,
        source_rank(source_kind) AS strength
    FROM all_indicators() LEFT JOIN topics USING (topic)
    WHERE coalesce(page, 'pressure') = page_name;

-- All of them as a list: topic by topic, the newest first.
CREATE MACRO listed_figures(page_name) AS TABLE
    SELECT title, value, date, unit, source_title, source_url, source_kind
    FROM figures_on(page_name)
    ORDER BY place, title, date DESC, value DESC, unit, source_title, source_url;

-- Which rows an update changed, by what names them; of figures with lists of the values of before and after. Rows about
-- people are left out.
CREATE MACRO changed_rows() AS TABLE
    WITH entries AS (
        SELECT 'indicators' AS dataset, snapshot, coalesce(title, replace(topic, '_', ' ')) AS title, NULL AS name, unit AS detail,
            date, value,
            concat_ws('|', source_title, source_url) AS others, source_kind AS late
        FROM indicators_rows LEFT JOIN topics USING (topic)
        UNION ALL
        SELECT 'people_counts', snapshot, each.title, NULL, counted_by, date::VARCHAR, each.value,
            concat_ws('|', qualifier, published, source_title, source_url), concat_ws('|', ever_recognised_qualifier, source_kind)
        FROM people_counts_rows, unnest([
            {title: 'Political prisoners', value: political_prisoners}, {title: 'Women', value: women},
            {title: 'Ever recognised', value: ever_recognised}]) AS figures(each)
        UNION ALL
        SELECT 'organisation_counts', snapshot, each.title, NULL, counted_by, date::VARCHAR, each.value,
            concat_ws('|', qualifier, source_title, source_url), source_kind
        FROM organisation_counts_rows, unnest([
            {title: 'Closed by force', value: forced_liquidation}, {title: 'Closed themselves', value: self_liquidation},
            {title: 'Together', value: total}]) AS figures(each)
        UNION ALL
        SELECT 'organisations', snapshot, NULL, name, NULL, NULL, NULL,
            concat_ws('|', name_original, kind, org_type, field, region, legal_form, date, date_precision, decided_by, source_title, source_url), NULL
        FROM organisations_rows
        UNION ALL
        SELECT 'events', snapshot, title, NULL, NULL, date::VARCHAR, NULL, concat_ws('|', description, source_title, source_url), NULL
        FROM events_rows
        UNION ALL
        SELECT 'articles', snapshot, NULL, article, NULL, NULL, NULL, concat_ws('|', title_en, title_be, title_ru, chapter, confirmed), NULL
        FROM articles_rows
        UNION ALL
        SELECT 'facilities', snapshot, NULL, facility, NULL, NULL, NULL, concat_ws('|', kind, place, region, latitude, longitude), NULL
        FROM facilities_rows
    ), states AS (
        -- Several sources may tell of one figure, with one value or with more.
        SELECT dataset, snapshot, title, name, detail, date, list_sort(list(DISTINCT value::DECIMAL(38, 10)) FILTER (value IS NOT NULL)) AS value,
            list_sort(list(concat(value, '|', others))) AS cells,
            string_agg(DISTINCT nullif(late, ''), ' ; ' ORDER BY nullif(late, '')) AS late
        FROM entries WHERE value IS NOT NULL OR dataset NOT IN ('people_counts', 'organisation_counts')
        GROUP BY ALL
    ), updates AS (
        -- Beside a file that was withdrawn meanwhile, all rows would be new.
        SELECT DISTINCT dataset, changes.snapshot, since FROM changes
        JOIN snapshots AS earlier USING (dataset) WHERE earlier.snapshot = since
    ), both_sides AS (
        SELECT updates.*, true AS is_later, states.* EXCLUDE (dataset, snapshot)
        FROM updates JOIN states ON states.dataset = updates.dataset AND states.snapshot = updates.snapshot
        UNION ALL
        SELECT updates.*, false, states.* EXCLUDE (dataset, snapshot)
        FROM updates JOIN states ON states.dataset = updates.dataset AND states.snapshot = updates.since
    )
    SELECT dataset, snapshot, since, {template: if(title IS NULL, '{verbatim}', '{title}'), title: title, verbatim: name} AS what, detail, date,
        CASE WHEN NOT bool_or(is_later) THEN 'gone' WHEN bool_and(is_later) THEN 'new'
             WHEN count(DISTINCT value) = 2 THEN 'changed' ELSE 'other details' END AS change,
        any_value(value) FILTER (NOT is_later) AS before, any_value(value) FILTER (is_later) AS after
    FROM both_sides
    GROUP BY dataset, snapshot, since, title, name, detail, date
    HAVING any_value(cells) FILTER (is_later) IS DISTINCT FROM any_value(cells) FILTER (NOT is_later)
        -- A column that the earlier file lacks is no change.
        OR coalesce(any_value(late) FILTER (is_later) <> any_value(late) FILTER (NOT is_later), false)
    ORDER BY snapshot DESC, dataset, title, name, date DESC, detail;
