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

-- Which rows an update changed, by what names them; of figures with lists of the values of before and after, of all with the
-- titles of the columns that say something else now. Rows about people are left out.
CREATE MACRO changed_rows() AS TABLE
    WITH entries AS (
        SELECT 'indicators' AS dataset, snapshot, coalesce(title, replace(topic, '_', ' ')) AS title, NULL AS name, unit AS detail,
            date, value,
            MAP {'unit': unit, 'source_title': source_title, 'source_url': source_url, 'source_kind': source_kind} AS cells
        FROM indicators_rows LEFT JOIN topics USING (topic)
        UNION ALL
        SELECT 'people_counts', snapshot, each.title, NULL, counted_by, date::VARCHAR, each.value,
            MAP {'counted_by': counted_by, 'qualifier': qualifier, 'published': published::VARCHAR, 'source_title': source_title,
                'source_url': source_url, 'ever_recognised_qualifier': ever_recognised_qualifier, 'source_kind': source_kind}
        FROM people_counts_rows, unnest([
            {title: 'Political prisoners', value: political_prisoners}, {title: 'Women', value: women},
            {title: 'Ever recognised', value: ever_recognised}]) AS figures(each)
        WHERE each.value IS NOT NULL
        UNION ALL
        SELECT 'organisation_counts', snapshot, each.title, NULL, counted_by, date::VARCHAR, each.value,
            MAP {'counted_by': counted_by, 'qualifier': qualifier, 'source_title': source_title, 'source_url': source_url,
                'source_kind': source_kind}
        FROM organisation_counts_rows, unnest([
            {title: 'Closed by force', value: forced_liquidation}, {title: 'Closed themselves', value: self_liquidation},
            {title: 'Together', value: total}]) AS figures(each)
        WHERE each.value IS NOT NULL
        UNION ALL
        SELECT 'organisations', snapshot, NULL, name, NULL, NULL, NULL,
            MAP {'name_original': name_original, 'kind': kind, 'org_type': org_type, 'field': field, 'region': region,
                'legal_form': legal_form, 'date': date, 'date_precision': date_precision, 'decided_by': decided_by,
                'source_title': source_title, 'source_url': source_url}
        FROM organisations_rows
        UNION ALL
        SELECT 'events', snapshot, title, NULL, NULL, date::VARCHAR, NULL,
            MAP {'description': description, 'source_title': source_title, 'source_url': source_url}
        FROM events_rows
        UNION ALL
        SELECT 'articles', snapshot, NULL, article, NULL, NULL, NULL,
            MAP {'title_en': title_en, 'title_be': title_be, 'title_ru': title_ru, 'chapter': chapter::VARCHAR,
                'confirmed': confirmed::VARCHAR}
        FROM articles_rows
        UNION ALL
        SELECT 'facilities', snapshot, NULL, facility, NULL, NULL, NULL,
            MAP {'kind': kind, 'place': place, 'region': region, 'latitude': latitude::VARCHAR, 'longitude': longitude::VARCHAR}
        FROM facilities_rows
    ), updates AS (
        -- Beside a file that was withdrawn meanwhile, all rows would be new.
        SELECT DISTINCT dataset, changes.snapshot AS updated, since, unnest([changes.snapshot, since]) AS snapshot
        FROM changes JOIN snapshots AS earlier USING (dataset) WHERE earlier.snapshot = since
    ), sides AS (
        SELECT updates.*, snapshot > since AS is_later, entries.* EXCLUDE (dataset, snapshot)
        FROM updates JOIN entries USING (dataset, snapshot)
    ), one_sided AS (
        SELECT dataset, updated, title, detail, date, list_sort(list(DISTINCT value)) AS value, any_value(is_later) AS is_later
        FROM sides WHERE value IS NOT NULL GROUP BY dataset, updated, title, detail, date
        HAVING count(DISTINCT is_later) = 1
    ), reworded AS (
        -- A figure of which the unit or the counter alone is told in other words is the same figure.
        SELECT dataset, updated, title, date, earlier.detail AS former, later.detail AS present
        FROM one_sided AS earlier JOIN one_sided AS later USING (dataset, updated, title, date, value)
        WHERE later.is_later AND NOT earlier.is_later
        QUALIFY count(*) OVER (PARTITION BY dataset, updated, title, date, value) = 1
    ), matched AS (
        SELECT sides.* REPLACE (coalesce(only_if(NOT is_later, present), detail) AS detail)
        FROM sides LEFT JOIN reworded ON sides.dataset = reworded.dataset AND sides.updated = reworded.updated
            AND sides.title = reworded.title AND sides.date = reworded.date AND detail = former
    ), columns_told AS (
        -- Several sources may tell of one figure, with one value or with more.
        SELECT dataset, updated, since, title, name, detail, date, cell.key AS field,
            bool_or(is_later) AS is_now, NOT bool_and(is_later) AS was_before,
            list_sort(list(DISTINCT value::DECIMAL(38, 10)) FILTER (value IS NOT NULL AND NOT is_later)) AS before,
            list_sort(list(DISTINCT value::DECIMAL(38, 10)) FILTER (value IS NOT NULL AND is_later)) AS after,
            list(cell.value ORDER BY value, cell.value) FILTER (NOT is_later) AS told_before,
            list(cell.value ORDER BY value, cell.value) FILTER (is_later) AS told_now
        FROM (SELECT *, unnest(map_entries(cells)) AS cell FROM matched)
        GROUP BY ALL
    )
    SELECT dataset, updated AS snapshot, since,
        {template: if(told.title IS NULL, '{verbatim}', '{title}'), title: told.title, verbatim: name} AS what, detail, date,
        CASE WHEN NOT any_value(is_now) THEN 'gone' WHEN NOT any_value(was_before) THEN 'new'
             WHEN any_value(before) <> any_value(after) THEN 'changed' ELSE 'other details' END AS change,
        any_value(before) AS before, any_value(after) AS after,
        coalesce(
            list(dictionary.title ORDER BY dictionary.title)
                FILTER (list_sort(list_distinct(told_before)) <> list_sort(list_distinct(told_now))),
            list(dictionary.title ORDER BY dictionary.title) FILTER (told_before <> told_now)) AS fields
    FROM columns_told AS told JOIN dictionary USING (dataset, field)
    -- A column that the earlier file lacks is no change.
    WHERE coalesce(first_snapshot <= since, true)
    GROUP BY dataset, updated, since, told.title, name, detail, date
    HAVING bool_or(told_before IS DISTINCT FROM told_now OR before IS DISTINCT FROM after)
    ORDER BY updated DESC, dataset, told.title, name, date DESC, detail;
