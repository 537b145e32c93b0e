-- Posts a batch of the usage log in one transaction and one round trip: usage, entries, leases, offsets.
--
-- p_rows is an array of objects with the fields of posting_row; the same place of p_payloads holds the record itself,
-- kept only if it is quarantined. A row that came with a fault is quarantined as it is.
-- Raises CA001 if an offset is not where the caller believes: then nothing happened.
--
-- Lock order: offsets by partition, sessions, leases by id.

-- The types may change with the functions: they are replaced together.
drop type if exists usage_key cascade;
create type usage_key as (day date, reservation uuid, attempt int);
drop type if exists posting_row cascade;
create type posting_row as (
    ordinal int, partition int, log_offset bigint, appended_at timestamptz, event_id text, fault text, detail text,
    day date, reservation uuid, attempt int, payload_hash bytea, session bigint, late boolean,
    leases bigint[], counters bigint[], units text[], held bigint[], charged bigint[],
    price_version text, cost bigint, charge bigint,
    organisation text, team text, project text, key text, subject text, variant text, pool text, lane text,
    prompt_tokens bigint, cached_prompt_tokens bigint, cache_write_tokens bigint, completion_tokens bigint,
    finish_reason text, busy_seconds double precision, energy_joules double precision);

-- Why the database cannot post a row that is sound in itself; null if it can.
create or replace function posting_fault(r posting_row) returns text language sql stable as $$
    select case
        when r.fault is not null then r.fault
        when not exists (select 1 from session s where s.id = r.session) then 'unknown_session'
        when not exists (select 1 from price_version v where v.version = r.price_version) then 'unknown_price_version'
        when not exists (select 1 from project p where p.id = r.project and p.organisation = r.organisation)
            then 'unknown_tenant'
        when to_regclass('usage_' || to_char(r.day, 'YYYYMMDD')) is null then 'day_out_of_range'
        when exists (select 1 from unnest(r.leases, r.counters, r.units) as h (lease, counter, unit)
            left join lease l on l.id = h.lease and l.session = r.session and l.counter = h.counter
            left join counter c on c.id = l.counter
            left join tenant_limit t on t.id = c.tenant_limit and t.unit = h.unit
            where t.id is null) then 'unknown_lease'
    end;
$$;

-- Rows whose leases have no room become the operator's, one by one in their order; the rest is booked to the leases.
create or replace function guard_leases(p_keys usage_key[]) returns usage_key[] language plpgsql as $$
declare
    u usage;
    guarded usage_key[] := '{}';
begin
    perform 1 from lease
    where id in (select unnest(n.leases) from unnest(p_keys) k join usage n using (day, reservation, attempt))
    order by id for no key update;
    if not exists (
        select 1 from usage_due(p_keys) due join lease l on l.id = due.lease where l.posted + due.charged > l.granted)
    then
        update lease l set posted = l.posted + due.charged from usage_due(p_keys) due
        where l.id = due.lease and due.charged <> 0;
        return guarded;
    end if;
    for u in
        select n.* from unnest(p_keys) k join usage n using (day, reservation, attempt)
        order by n.reservation, n.attempt
    loop
        if exists (select 1 from unnest(u.leases, u.charged) as h (lease, charged)
                join lease l on l.id = h.lease where l.posted + h.charged > l.granted) then
            update usage set charged = array_fill(0::bigint, array[cardinality(u.leases)]), charge = 0,
                operator_cost = u.cost, bearer = 'posting_guard'
            where day = u.day and reservation = u.reservation and attempt = u.attempt;
            guarded := guarded || row(u.day, u.reservation, u.attempt)::usage_key;
        else
            update lease l set posted = l.posted + h.charged
            from unnest(u.leases, u.charged) as h (lease, charged) where l.id = h.lease;
        end if;
    end loop;
    return guarded;
end $$;

-- What these attempts charge each lease, in all.
create or replace function usage_due(p_keys usage_key[]) returns table (lease bigint, charged bigint)
language sql stable as $$
    select h.lease, sum(h.charged)::bigint
    from unnest(p_keys) k join usage n using (day, reservation, attempt),
        unnest(n.leases, n.charged) as h (lease, charged)
    group by h.lease;
$$;

create or replace function post_usage(p_partitions int[], p_expected bigint[], p_next bigint[], p_appended timestamptz[],
    p_rows jsonb, p_payloads bytea[]) returns jsonb language plpgsql as $$
declare
    rows posting_row[];
    faults text[];
    faulty int[];
    won int[];
    other int[];
    keys usage_key[];
    guarded usage_key[];
    late int;
begin
    for i in 1 .. cardinality(p_partitions) loop
        update consumer_offset set next_offset = p_next[i], appended_at = p_appended[i]
        where partition = p_partitions[i] and next_offset = p_expected[i];
        if not found then
            raise exception 'partition % is not at offset %', p_partitions[i], p_expected[i] using errcode = 'CA001';
        end if;
    end loop;
    if jsonb_array_length(p_rows) = 0 then
        return jsonb_build_object('posted', 0, 'duplicates', 0, 'late', 0, 'guarded', 0, 'quarantined', 0);
    end if;
    rows := array(select r::posting_row from jsonb_populate_recordset(null::posting_row, p_rows) r);
    perform 1 from session where id in (select r.session from unnest(rows) r) order by id for key share;

    faults := array(select posting_fault(r) from unnest(rows) r order by r.ordinal);
    faulty := array(select r.ordinal from unnest(rows) r where faults[r.ordinal] is not null);
    insert into quarantine (partition, log_offset, fault, detail, event_id, payload, session, leases, held)
    select r.partition, r.log_offset, faults[r.ordinal], coalesce(r.detail, faults[r.ordinal]),
        coalesce(r.event_id, ''), p_payloads[r.ordinal], (select s.id from session s where s.id = r.session),
        coalesce(r.leases, '{}'), coalesce(r.held, '{}')
    from unnest(rows) r where r.ordinal = any (faulty) order by r.ordinal;

    with posting as (
        select r.*, (r.late or s.state = 'closed' or f.session is not null) as is_late
        from unnest(rows) r join session s on s.id = r.session
        left join fence f on f.session = r.session and f.partition = r.partition and f.log_offset < r.log_offset
        where r.ordinal <> all (faulty)
    ), inserted as (
        insert into usage (day, reservation, attempt, payload_hash, session, leases, counters, units, held, charged,
            price_version, cost, charge, operator_cost, bearer, organisation, team, project, key, subject, variant,
            pool, lane, prompt_tokens, cached_prompt_tokens, cache_write_tokens, completion_tokens, finish_reason,
            busy_seconds, energy_joules, partition, log_offset, appended_at)
        select day, reservation, attempt, payload_hash, session, leases, counters, units, held,
            case when is_late then array_fill(0::bigint, array[cardinality(leases)]) else charged end,
            price_version, cost, case when is_late then 0 else charge end,
            case when is_late then cost else cost - charge end,
            case when is_late then 'late_usage' when cost > charge then 'provider_variance' else 'tenant' end,
            organisation, team, project, key, subject, variant, pool, lane, prompt_tokens, cached_prompt_tokens,
            cache_write_tokens, completion_tokens, finish_reason, busy_seconds, energy_joules, partition, log_offset,
            appended_at
        from posting order by reservation, attempt, ordinal
        on conflict do nothing
        returning day, reservation, attempt, partition, log_offset, bearer)
    select coalesce(array_agg(row(i.day, i.reservation, i.attempt)::usage_key), '{}'),
        coalesce(array_agg(r.ordinal), '{}'), count(*) filter (where i.bearer = 'late_usage')
    into keys, won, late
    from inserted i join unnest(rows) r on r.partition = i.partition and r.log_offset = i.log_offset;

    -- What was there already must be the same; another payload under the same id is not.
    other := array(
        select r.ordinal from unnest(rows) r join usage u
            on u.day = r.day and u.reservation = r.reservation and u.attempt = r.attempt
        where r.ordinal <> all (faulty) and r.ordinal <> all (won) and u.payload_hash <> r.payload_hash);
    insert into quarantine (partition, log_offset, fault, detail, event_id, payload, session)
    select r.partition, r.log_offset, 'payload_differs', 'another payload was posted under this id', r.event_id,
        p_payloads[r.ordinal], r.session
    from unnest(rows) r where r.ordinal = any (other);

    guarded := guard_leases(keys);
    perform book_entries(keys);

    insert into outbox (kind, subject, message)
    select 'alarm', 'posting_guard', 'usage ' || u.reservation || '/' || u.attempt
        || ' does not fit its leases; the operator bears ' || u.cost || ' nano-USD'
    from unnest(guarded) k join usage u using (day, reservation, attempt)
    union all
    select 'dead-letter', r.event_id, 'partition ' || r.partition || ' offset ' || r.log_offset || ' is quarantined: '
        || coalesce(faults[r.ordinal], 'payload_differs')
    from unnest(rows) r where r.ordinal = any (faulty || other);
    return jsonb_build_object('posted', cardinality(won), 'late', late, 'guarded', cardinality(guarded),
        'quarantined', cardinality(faulty) + cardinality(other),
        'duplicates', cardinality(rows) - cardinality(won) - cardinality(faulty) - cardinality(other));
end $$;

-- The entries of new usage, in one statement: what the tenant owes and what the operator bears, against income.
create or replace function book_entries(p_keys usage_key[]) returns void language plpgsql as $$
begin
    insert into account (kind, owner)
    select distinct 'tenant', u.project from unnest(p_keys) k join usage u using (day, reservation, attempt)
    where u.charge > 0 and not exists (select 1 from account a where a.kind = 'tenant' and a.owner = u.project)
    order by u.project
    on conflict do nothing;
    insert into entry (batch, account, amount)
    select u.batch, a.id, e.amount
    from unnest(p_keys) k join usage u using (day, reservation, attempt),
        lateral (values ('tenant', u.project, u.charge), (u.bearer, '', u.operator_cost), ('usage_income', '', -u.cost))
            as e (kind, owner, amount)
        join account a on a.kind = e.kind and a.owner = e.owner
    where e.amount <> 0;
end $$;
