-- Posts a batch of the usage log in one transaction and one round trip: usage, entries, leases, offsets.
--
-- Usage is the journal, row by row; the ledger takes its sums: one batch of entries a call and month, one entry an
-- account. A row comes as the same place of every column, since arrays are read many times faster than JSON. Its holds
-- are those from c_hold_first to c_hold_last of the columns of holds; other lists within a row come as the text of an
-- array. A row that came with a fault is quarantined as it is. The same place of
-- p_payloads holds the record itself, kept only if it is quarantined, and may be null where the caller expects no such
-- end. Raises CA001 if an offset is not where the caller believes, CA002 if a payload is missed: nothing happened.
--
-- Lock order: offsets by partition, months, sessions, leases by id.

-- The types may change with the functions: they are replaced together.
drop type if exists usage_key cascade;
drop type if exists booked_row cascade;
drop type if exists posting_row cascade;
create type posting_row as (
    ordinal int, partition int, log_offset bigint, appended_at timestamptz, event_id text, fault text, detail text,
    day date, reservation uuid, attempt int, payload_hash bytea, session bigint, late boolean,
    leases bigint[], counters bigint[], units text[], held bigint[], charged bigint[],
    price_version text, cost bigint, charge bigint, meter_pico_usd numeric(39, 0)[], meter_charge bigint[],
    organisation text, team text, project text, key text, subject text, variant text, pool text, lane text,
    prompt_tokens bigint, cached_prompt_tokens bigint, cache_write_tokens bigint, completion_tokens bigint,
    finish_reason text, busy_seconds double precision, busy_micros bigint, energy_joules double precision,
    metadata jsonb);
-- A usage row that is new in the books.
create type booked_row as (
    day date, reservation uuid, attempt int, batch bigint, period date, leases bigint[], charged bigint[],
    project text, credit text, pool text, bearer text, cost bigint, charge bigint, operator_borne bigint,
    operator_cost bigint);

-- Whatever its columns were: no other of this name may stay.
do $$
declare
    earlier regprocedure;
begin
    for earlier in select p.oid::regprocedure from pg_proc p
        where p.proname = 'post_usage' and p.pronamespace = current_schema()::regnamespace
    loop
        execute 'drop function ' || earlier;
    end loop;
end $$;
create or replace function post_usage(p_partitions int[], p_expected bigint[], p_next bigint[], p_appended timestamptz[],
    p_payloads bytea[],
    c_partition int[], c_log_offset bigint[], c_appended_at timestamptz[], c_event_id text[], c_fault text[],
    c_detail text[], c_day date[], c_reservation uuid[], c_attempt int[], c_payload_hash bytea[], c_session bigint[],
    c_late boolean[], c_hold_first int[], c_hold_last int[], c_leases bigint[], c_counters bigint[], c_held bigint[],
    c_charged bigint[], c_units text[], c_price_version text[], c_cost bigint[], c_charge bigint[],
    c_meter_pico_usd text[], c_meter_charge bigint[],
    c_organisation text[], c_team text[], c_project text[], c_key text[], c_subject text[], c_variant text[],
    c_pool text[], c_lane text[], c_prompt_tokens bigint[], c_cached_prompt_tokens bigint[],
    c_cache_write_tokens bigint[], c_completion_tokens bigint[], c_finish_reason text[],
    c_busy_seconds double precision[], c_busy_micros bigint[], c_energy_joules double precision[], c_metadata text[])
-- A batch is sorted and joined in memory: some megabytes, at ordinary batch sizes.
returns jsonb language plpgsql set work_mem = '64MB' as $$
declare
    rows posting_row[];
begin
    perform advance_offsets(p_partitions, p_expected, p_next, p_appended);
    select array_agg(row(
        u.ordinal::int, u.partition, u.log_offset, u.appended_at, u.event_id, u.fault, u.detail, u.day,
        u.reservation, u.attempt, u.payload_hash, u.session, u.late,
        c_leases[u.hold_first:u.hold_last], c_counters[u.hold_first:u.hold_last], u.units::text[],
        c_held[u.hold_first:u.hold_last], c_charged[u.hold_first:u.hold_last], u.price_version, u.cost, u.charge,
        u.meter_pico_usd::numeric(39, 0)[], c_meter_charge[4 * u.ordinal - 3:4 * u.ordinal], u.organisation, u.team,
        u.project, u.key, u.subject, u.variant, u.pool, u.lane, u.prompt_tokens, u.cached_prompt_tokens,
        u.cache_write_tokens, u.completion_tokens, u.finish_reason, u.busy_seconds, u.busy_micros, u.energy_joules,
        u.metadata::jsonb
    )::posting_row) into rows
    from unnest(
        c_partition, c_log_offset, c_appended_at, c_event_id, c_fault, c_detail, c_day, c_reservation, c_attempt,
        c_payload_hash, c_session, c_late, c_hold_first, c_hold_last, c_units, c_price_version, c_cost,
        c_charge, c_meter_pico_usd, c_organisation, c_team, c_project, c_key, c_subject, c_variant,
        c_pool, c_lane, c_prompt_tokens, c_cached_prompt_tokens, c_cache_write_tokens, c_completion_tokens,
        c_finish_reason, c_busy_seconds, c_busy_micros, c_energy_joules, c_metadata
    ) with ordinality as u (
        partition, log_offset, appended_at, event_id, fault, detail, day, reservation, attempt, payload_hash,
        session, late, hold_first, hold_last, units, price_version, cost, charge, meter_pico_usd, organisation, team,
        project, key, subject, variant, pool, lane, prompt_tokens, cached_prompt_tokens, cache_write_tokens,
        completion_tokens, finish_reason, busy_seconds, busy_micros, energy_joules, metadata, ordinal);
    return book_usage(coalesce(rows, '{}'), p_payloads);
end $$;

create or replace function advance_offsets(p_partitions int[], p_expected bigint[], p_next bigint[],
    p_appended timestamptz[]) returns void language plpgsql as $$
begin
    for i in 1 .. cardinality(p_partitions) loop
        update consumer_offset set next_offset = p_next[i], appended_at = p_appended[i]
        where partition = p_partitions[i] and next_offset = p_expected[i];
        if not found then
            raise exception 'partition % is not at offset %', p_partitions[i], p_expected[i] using errcode = 'CA001';
        end if;
    end loop;
end $$;

-- Books sound rows and quarantines the rest; tells how many of each.
create or replace function book_usage(p_rows posting_row[], p_payloads bytea[]) returns jsonb language plpgsql as $$
declare
    faulty int[];
    faults text[];
    booked booked_row[];
    guarded int[];
    differing int := 0;
begin
    if cardinality(p_rows) = 0 then
        return jsonb_build_object('posted', 0, 'duplicates', 0, 'late', 0, 'guarded', 0, 'quarantined', 0);
    end if;
    perform hold_months();
    perform 1 from session where id in (select r.session from unnest(p_rows) r) order by id for key share;
    select coalesce(array_agg(f.ordinal), '{}'), coalesce(array_agg(f.fault), '{}') into faulty, faults
    from posting_faults(p_rows) f;
    perform quarantine_rows(p_rows, p_payloads, faulty, faults);
    booked := insert_usage(p_rows, faulty);
    if cardinality(booked) + cardinality(faulty) < cardinality(p_rows) then
        differing := quarantine_differing(p_rows, p_payloads, faulty);
    end if;
    guarded := charge_leases(booked);
    perform book_entries(booked, guarded);
    return jsonb_build_object('posted', cardinality(booked), 'guarded', cardinality(guarded),
        'late', (select count(*) from unnest(booked) b where b.bearer = 'late_usage'),
        'quarantined', cardinality(faulty) + differing,
        'duplicates', cardinality(p_rows) - cardinality(booked) - cardinality(faulty) - differing);
end $$;

-- Why the database cannot post rows that are sound in themselves; sound rows are left out.
create or replace function posting_faults(p_rows posting_row[]) returns table (ordinal int, fault text)
language sql stable as $$
    with r as materialized (
        select ordinal, fault, day, session, price_version, organisation, project, leases, counters, units
        from unnest(p_rows)),
    days as materialized (
        select d.day from (select distinct r.day from r) d
        where to_regclass('usage_' || to_char(d.day, 'YYYYMMDD')) is not null),
    holds as materialized (
        select distinct r.session, h.lease, h.counter, h.unit
        from r, unnest(r.leases, r.counters, r.units) as h (lease, counter, unit) where r.fault is null),
    unknown_holds as materialized (
        select h.* from holds h
        where not exists (
            select 1 from lease l join counter c on c.id = l.counter join tenant_limit t on t.id = c.tenant_limit
            where l.id = h.lease and l.session = h.session and l.counter = h.counter and t.unit = h.unit)),
    judged as (
        select r.ordinal, case
            when r.fault is not null then r.fault
            when s.id is null then 'unknown_session'
            when v.version is null then 'unknown_price_version'
            when p.id is null then 'unknown_tenant'
            when d.day is null then 'day_out_of_range'
            when exists (select 1 from unknown_holds) and exists (
                select 1 from unnest(r.leases, r.counters, r.units) as h (lease, counter, unit)
                join unknown_holds u on u.session = r.session and u.lease = h.lease and u.counter = h.counter
                    and u.unit = h.unit) then 'unknown_lease' end as fault
        from r
        left join session s on s.id = r.session
        left join price_version v on v.version = r.price_version
        left join project p on p.id = r.project and p.organisation = r.organisation
        left join days d on d.day = r.day)
    select j.ordinal, j.fault from judged j where j.fault is not null order by j.ordinal;
$$;

-- Keeps faulty rows whole; what their holds took stays committed until somebody resolves them.
create or replace function quarantine_rows(p_rows posting_row[], p_payloads bytea[], p_faulty int[], p_faults text[])
returns void language plpgsql as $$
begin
    if cardinality(p_faulty) = 0 then
        return;
    end if;
    perform require_payloads(p_payloads, p_faulty);
    insert into quarantine (partition, log_offset, appended_at, fault, detail, event_id, payload, session, leases, held,
        reservation, attempt, cost)
    select r.partition, r.log_offset, r.appended_at, f.fault, coalesce(r.detail, f.fault), coalesce(r.event_id, ''),
        p_payloads[r.ordinal], (select s.id from session s where s.id = r.session), coalesce(r.leases, '{}'),
        coalesce(r.held, '{}'), r.reservation, r.attempt, r.cost
    from unnest(p_faulty, p_faults) as f (ordinal, fault) join unnest(p_rows) r on r.ordinal = f.ordinal
    order by r.ordinal;
    insert into outbox (kind, subject, message)
    select 'dead-letter', coalesce(r.event_id, ''),
        'partition ' || r.partition || ' offset ' || r.log_offset || ' is quarantined: ' || f.fault
    from unnest(p_faulty, p_faults) as f (ordinal, fault) join unnest(p_rows) r on r.ordinal = f.ordinal;
end $$;

create or replace function require_payloads(p_payloads bytea[], p_ordinals int[]) returns void language plpgsql as $$
begin
    if exists (select 1 from unnest(p_ordinals) o where p_payloads[o] is null) then
        raise exception 'rows to be quarantined came without payload' using errcode = 'CA002';
    end if;
end $$;

-- Inserts what is not there yet, in the order of ids. What came late is the operator's: after publish_by, behind its
-- session's fence, or of a closed session.
create or replace function insert_usage(p_rows posting_row[], p_faulty int[]) returns booked_row[]
language plpgsql as $$
declare
    booked booked_row[];
begin
    with r as materialized (select * from unnest(p_rows) u where u.ordinal <> all (p_faulty)),
    months as materialized (
        select m.own, m.period, nextval('entry_batch') as batch
        from (select d.own, open_period(d.own) as period
            from (select distinct date_trunc('month', r.day)::date as own from r) d) m),
    rates as materialized (
        select q.pool, q.nano_usd_per_hour, q.effective_at,
            lead(q.effective_at, 1, 'infinity') over (partition by q.pool order by q.effective_at) as until
        from pool_rate q),
    posting as (
        select r.*, m.batch, m.period, m.period <> m.own as is_carried, q.nano_usd_per_hour,
            case when exists (select 1 from credit) then paying_credit(r.counters) end as credit,
            r.late or s.state = 'closed' or f.session is not null as is_late
        from r
        join session s on s.id = r.session
        join months m on m.own = date_trunc('month', r.day)::date
        left join fence f on f.session = r.session and f.partition = r.partition and f.log_offset < r.log_offset
        left join rates q on q.pool = r.pool and q.effective_at <= r.appended_at and r.appended_at < q.until
    ), inserted as (
        insert into usage (day, reservation, attempt, payload_hash, batch, session, leases, counters, units, held,
            charged, price_version, cost, charge, operator_borne, bearer, organisation, team, project, key, subject,
            variant, pool, lane, prompt_tokens, cached_prompt_tokens, cache_write_tokens, completion_tokens,
            finish_reason, busy_seconds, energy_joules, partition, log_offset, appended_at, busy_micros,
            pool_nano_usd_per_hour, operator_cost, meter_pico_usd, meter_charge, metadata, credit, period, carried)
        select day, reservation, attempt, payload_hash, batch, session, leases, counters, units, held,
            case when is_late then array_fill(0::bigint, array[cardinality(leases)]) else charged end,
            price_version, cost, case when is_late then 0 else charge end,
            case when is_late then cost else cost - charge end,
            case when is_late then 'late_usage' when cost > charge then 'provider_variance' else 'tenant' end,
            organisation, team, project, key, subject, variant, pool, lane, prompt_tokens, cached_prompt_tokens,
            cache_write_tokens, completion_tokens, finish_reason, busy_seconds, energy_joules, partition, log_offset,
            appended_at, busy_micros, nano_usd_per_hour, busy_cost(busy_micros, coalesce(nano_usd_per_hour, 0)),
            meter_pico_usd, case when is_late then '{0,0,0,0}' else meter_charge end, coalesce(metadata, '{}'), credit,
            period, is_carried
        from posting order by reservation, attempt, ordinal
        on conflict do nothing
        returning day, reservation, attempt, batch, period, leases, charged, project, credit, pool, bearer, cost,
            charge, operator_borne, operator_cost)
    select array_agg(i::booked_row) into booked from inserted i;
    return coalesce(booked, '{}');
end $$;

-- The node whose prepaid credit one of these counters is of; a path has one at most.
create or replace function paying_credit(p_counters bigint[]) returns text language sql stable as $$
    select k.node from unnest(p_counters) h join counter c on c.id = h join credit k on k.tenant_limit = c.tenant_limit
    limit 1;
$$;

-- What was there already must be the same; another payload under the same id is quarantined. Tells how many were.
create or replace function quarantine_differing(p_rows posting_row[], p_payloads bytea[], p_faulty int[])
returns int language plpgsql as $$
declare
    differing int[];
begin
    differing := array(
        select r.ordinal from unnest(p_rows) r join usage u
            on u.day = r.day and u.reservation = r.reservation and u.attempt = r.attempt
        where r.ordinal <> all (p_faulty) and u.payload_hash <> r.payload_hash
        order by r.ordinal);
    perform require_payloads(p_payloads, differing);
    insert into quarantine (partition, log_offset, appended_at, fault, detail, event_id, payload, session, reservation,
        attempt)
    select r.partition, r.log_offset, r.appended_at, 'payload_differs', 'another payload was posted under this id',
        r.event_id, p_payloads[r.ordinal], r.session, r.reservation, r.attempt
    from unnest(p_rows) r where r.ordinal = any (differing) order by r.ordinal;
    insert into outbox (kind, subject, message)
    select 'dead-letter', r.event_id,
        'partition ' || r.partition || ' offset ' || r.log_offset || ' is quarantined: payload_differs'
    from unnest(p_rows) r where r.ordinal = any (differing);
    return cardinality(differing);
end $$;

-- Books the charges to the leases, whose constraint is the guard: where one has no room, row by row in their order,
-- and what does not fit is the operator's. Tells the places of those that did not.
create or replace function charge_leases(p_booked booked_row[]) returns int[] language plpgsql as $$
declare
    b booked_row;
    guarded int[] := '{}';
begin
    perform 1 from lease where id in (select unnest(n.leases) from unnest(p_booked) n) order by id for no key update;
    begin
        update lease l set posted = l.posted + due.charged
        from (select h.lease, sum(h.charged) as charged
            from unnest(p_booked) n, unnest(n.leases, n.charged) as h (lease, charged) group by h.lease) due
        where l.id = due.lease and due.charged <> 0;
        return guarded;
    exception when check_violation then
        null;
    end;
    for place in 1 .. cardinality(p_booked) loop
        b := p_booked[place];
        begin
            update lease l set posted = l.posted + h.charged
            from unnest(b.leases, b.charged) as h (lease, charged) where l.id = h.lease;
        exception when check_violation then
            guarded := guarded || place;
            perform guard_usage(b.day, b.reservation, b.attempt);
        end;
    end loop;
    return guarded;
end $$;

-- The operator bears all of an attempt whose leases had no room for it.
create or replace function guard_usage(p_day date, p_reservation uuid, p_attempt int) returns void
language sql as $$
    update usage set charged = array_fill(0::bigint, array[cardinality(leases)]), charge = 0, operator_borne = cost,
        bearer = 'posting_guard', meter_charge = '{0,0,0,0}'
    where day = p_day and reservation = p_reservation and attempt = p_attempt;
    insert into outbox (kind, subject, message)
    select 'alarm', 'posting_guard', 'usage ' || u.reservation || '/' || u.attempt
        || ' does not fit its leases; the operator bears ' || u.cost || ' nano-USD'
    from usage u where u.day = p_day and u.reservation = p_reservation and u.attempt = p_attempt;
$$;

-- The sums of new usage by account: what is owed or paid from credit and what the operator bears, against income; and
-- what the hardware cost, by pool, against capacity.
create or replace function book_entries(p_booked booked_row[], p_guarded int[]) returns void language plpgsql as $$
declare
    batches bigint[];
    periods date[];
    kinds text[];
    owners text[];
    amounts bigint[];
begin
    with n as (
        select n.*, p_guarded <> '{}' and n.place = any (p_guarded) as guarded
        from unnest(p_booked) with ordinality as n (day, reservation, attempt, batch, period, leases, charged, project,
            credit, pool, bearer, cost, charge, operator_borne, operator_cost, place)),
    used as (
        select batch, period, project, credit, pool, case when guarded then 'posting_guard' else bearer end as bearer,
            sum(cost) as cost, sum(case when guarded then 0 else charge end) as charge,
            sum(case when guarded then cost else operator_borne end) as operator_borne,
            sum(operator_cost) as operator_cost
        from n group by 1, 2, 3, 4, 5, 6),
    line as (
        select u.batch, u.period, e.kind, e.owner, sum(e.amount)::bigint as amount
        from used u,
            lateral (values
                (case when u.credit is null then 'tenant' else 'credit' end, coalesce(u.credit, u.project), u.charge),
                (u.bearer, '', u.operator_borne),
                ('usage_income', '', -u.cost),
                ('operator_cost', u.pool, u.operator_cost),
                ('capacity', '', -u.operator_cost)) as e (kind, owner, amount)
        where e.amount <> 0
        group by u.batch, u.period, e.kind, e.owner)
    select array_agg(l.batch), array_agg(l.period), array_agg(l.kind), array_agg(l.owner), array_agg(l.amount)
    into batches, periods, kinds, owners, amounts
    from line l;
    perform book_batches(batches, periods, kinds, owners, amounts);
end $$;

-- Books whole batches of entries, a line each, and opens the accounts that are new. Lines of nothing leave no entry.
create or replace function book_batches(p_batches bigint[], p_periods date[], p_kinds text[], p_owners text[],
    p_amounts bigint[]) returns void language plpgsql as $$
begin
    insert into account (kind, owner)
    select distinct n.kind, n.owner from unnest(p_kinds, p_owners, p_amounts) as n (kind, owner, amount)
    where n.amount <> 0 and not exists (select 1 from account a where a.kind = n.kind and a.owner = n.owner)
    order by n.kind, n.owner
    on conflict do nothing;
    insert into entry (batch, period, account, amount)
    select n.batch, n.period, a.id, n.amount
    from unnest(p_batches, p_periods, p_kinds, p_owners, p_amounts) as n (batch, period, kind, owner, amount)
    join account a on a.kind = n.kind and a.owner = n.owner
    where n.amount <> 0;
end $$;
