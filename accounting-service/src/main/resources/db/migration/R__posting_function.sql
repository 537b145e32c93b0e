-- Posts a batch of the usage log in one transaction and one round trip: usage, entries, leases, offsets.
--
-- Usage is the journal, row by row; the ledger takes its sums: one batch of entries a call and month, one entry an
-- account. A row comes as the same place of every column, since arrays are read many times faster than JSON. Columns
-- are read by their place, which costs PL/pgSQL's unpacked arrays nothing, where `unnest` makes a store of each. Its
-- holds are those from c_hold_first to c_hold_last of the columns of holds: a slice of an unpacked array packs all of
-- it first, so slices are cut from `(select c_...)`, which is packed once a statement. Other lists within a row come as
-- the text of an array. A row that came with a fault is quarantined as it is. The same place of
-- p_payloads holds the record itself, kept only if it is quarantined, and may be null where the caller expects no such
-- end. Raises CA001 if an offset is not where the caller believes, CA002 if a payload is missed: nothing happened.
--
-- Lock order: offsets by partition, months, sessions, leases by id.

-- What a call booked, summed up: `rows` usage rows that go to the same accounts.
drop type if exists booked_sum cascade;
create type booked_sum as (
    batch bigint, period date, project text, credit text, pool text, bearer text, rows bigint, cost bigint,
    charge bigint, operator_borne bigint, operator_cost bigint);

-- Whatever their columns were: no others of these names may stay.
do $$
declare
    earlier regprocedure;
begin
    for earlier in select p.oid::regprocedure from pg_proc p
        where p.pronamespace = current_schema()::regnamespace and p.proname in ('post_usage', 'book_usage',
            'posting_faults', 'quarantine_rows', 'insert_usage', 'quarantine_differing', 'charge_leases',
            'book_entries')
    loop
        execute 'drop function ' || earlier;
    end loop;
    drop type if exists posting_row cascade;
    drop type if exists booked_row cascade;
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
    c_busy_seconds double precision[], c_busy_micros bigint[], c_energy_joules double precision[], c_metadata text[],
    c_profile text[])
-- A batch is sorted and joined in memory: some megabytes, at ordinary batch sizes. One plan for all calls: a plan of its
-- own would have the columns as packed constants, in which a text is found by walking past all before it. It may have
-- been made when the tables were empty, so it goes by their indexes; not row by row alone, as granting leases does,
-- since a batch may be of thousands.
returns jsonb language plpgsql set work_mem = '64MB' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off set jit = off as $$
declare
    faulty int[];
    faults text[];
    batches bigint[];
    booked booked_sum[];
    due_leases bigint[];
    due_charged bigint[];
    posted bigint;
    guarded int := 0;
    differing int := 0;
begin
    perform advance_offsets(p_partitions, p_expected, p_next, p_appended);
    if cardinality(c_partition) = 0 then
        return jsonb_build_object('posted', 0, 'duplicates', 0, 'late', 0, 'guarded', 0, 'quarantined', 0);
    end if;
    perform hold_months();
    perform 1 from session where id in (select distinct r.session from unnest(c_session) as r (session))
    order by id for key share;
    select coalesce(array_agg(f.ordinal), '{}'), coalesce(array_agg(f.fault), '{}') into faulty, faults
    from posting_faults(c_fault, c_day, c_reservation, c_attempt, c_session, c_price_version, c_organisation,
        c_project, c_hold_first, c_hold_last, c_leases, c_counters, c_units) f;
    if faulty <> '{}' then
        perform quarantine_rows(p_payloads, faulty, faults, c_partition, c_log_offset, c_appended_at, c_detail,
            c_event_id, c_session, c_hold_first, c_hold_last, c_leases, c_held, c_reservation, c_attempt, c_cost);
    end if;

    -- Inserts what is not there yet, in the order of ids, and sums it up by account and by lease. What came late is
    -- the operator's: after publish_by, behind its session's fence, of a closed session, or, where a replay comes from
    -- before the fence, of a closed lease: what that had left was granted to others.
    with months as materialized (
        select m.own, m.period, nextval('entry_batch') as batch
        from (select d.own, open_period(d.own) as period
            from (select distinct date_trunc('month', r.day)::date as own from unnest(c_day) as r (day)) d) m),
    rates as materialized (
        select q.pool, q.nano_usd_per_hour, q.effective_at,
            lead(q.effective_at, 1, 'infinity') over (partition by q.pool order by q.effective_at) as until
        from pool_rate q),
    posting as (
        select r.*, m.batch, m.period, m.period <> m.own as is_carried, q.nano_usd_per_hour,
            (select c_leases)[r.hold_first:r.hold_last] as leases,
            (select c_counters)[r.hold_first:r.hold_last] as counters,
            r.late or s.state = 'closed' or f.session is not null
                or s.state <> 'live' and exists (
                    select 1 from unnest((select c_leases)[r.hold_first:r.hold_last]) h join lease l on l.id = h
                    where l.state = 'closed') as is_late
        from (
            select i as ordinal, c_partition[i] as partition, c_log_offset[i] as log_offset,
                c_appended_at[i] as appended_at, c_day[i] as day, c_reservation[i] as reservation,
                c_attempt[i] as attempt, c_payload_hash[i] as payload_hash, c_session[i] as session,
                c_late[i] as late, c_hold_first[i] as hold_first, c_hold_last[i] as hold_last,
                c_units[i] as units, c_price_version[i] as price_version, c_cost[i] as cost,
                c_charge[i] as charge, c_meter_pico_usd[i] as meter_pico_usd, c_organisation[i] as organisation,
                c_team[i] as team, c_project[i] as project, c_key[i] as key, c_subject[i] as subject,
                c_variant[i] as variant, c_pool[i] as pool, c_lane[i] as lane,
                c_prompt_tokens[i] as prompt_tokens, c_cached_prompt_tokens[i] as cached_prompt_tokens,
                c_cache_write_tokens[i] as cache_write_tokens, c_completion_tokens[i] as completion_tokens,
                c_finish_reason[i] as finish_reason, c_busy_seconds[i] as busy_seconds,
                c_busy_micros[i] as busy_micros, c_energy_joules[i] as energy_joules, c_metadata[i] as metadata,
                c_profile[i] as profile
            from generate_series(1, cardinality(c_partition)) as i) r
        join session s on s.id = r.session
        join months m on m.own = date_trunc('month', r.day)::date
        left join fence f on f.session = r.session and f.partition = r.partition and f.log_offset < r.log_offset
        left join rates q on q.pool = r.pool and q.effective_at <= r.appended_at and r.appended_at < q.until
        where r.ordinal <> all ((select faulty)::int[])),
    inserted as (
        insert into usage (day, reservation, attempt, payload_hash, batch, session, leases, counters, units, held,
            charged, price_version, cost, charge, operator_borne, bearer, organisation, team, project, key, subject,
            variant, pool, lane, prompt_tokens, cached_prompt_tokens, cache_write_tokens, completion_tokens,
            finish_reason, busy_seconds, energy_joules, partition, log_offset, appended_at, busy_micros,
            pool_nano_usd_per_hour, operator_cost, meter_pico_usd, meter_charge, metadata, profile, credit, period, carried)
        select day, reservation, attempt, payload_hash, batch, session, leases, counters, units::text[],
            (select c_held)[hold_first:hold_last],
            case when is_late then array_fill(0::bigint, array[cardinality(leases)])
                else (select c_charged)[hold_first:hold_last] end,
            price_version, cost, case when is_late then 0 else charge end,
            case when is_late then cost else cost - charge end,
            case when is_late then 'late_usage' when cost > charge then 'provider_variance' else 'tenant' end,
            organisation, team, project, key, subject, variant, pool, lane, prompt_tokens, cached_prompt_tokens,
            cache_write_tokens, completion_tokens, finish_reason, busy_seconds, energy_joules, partition, log_offset,
            appended_at, busy_micros, nano_usd_per_hour, busy_cost(busy_micros, coalesce(nano_usd_per_hour, 0)),
            meter_pico_usd::numeric(39, 0)[],
            case when is_late then '{0,0,0,0}' else (select c_meter_charge)[4 * ordinal - 3:4 * ordinal] end,
            coalesce(metadata, '{}')::jsonb, profile::jsonb, case when exists (select 1 from credit) then paying_credit(counters) end,
            period, is_carried
        from posting order by reservation, attempt, ordinal
        on conflict do nothing
        returning batch, period, leases, charged, project, credit, pool, bearer, cost, charge, operator_borne,
            operator_cost),
    used as (
        select i.batch, i.period, i.project, i.credit, i.pool, i.bearer, count(*), sum(i.cost), sum(i.charge),
            sum(i.operator_borne), sum(i.operator_cost)
        from inserted i group by 1, 2, 3, 4, 5, 6),
    due as (
        select h.lease, sum(h.charged)::bigint as charged
        from inserted i, unnest(i.leases, i.charged) as h (lease, charged) group by h.lease)
    select array(select m.batch from months m), array(select u::booked_sum from used u),
        array(select d.lease from due d where d.charged <> 0 order by d.lease),
        array(select d.charged from due d where d.charged <> 0 order by d.lease)
    into batches, booked, due_leases, due_charged;

    select coalesce(sum(b.rows), 0) into posted from unnest(booked) b;
    if posted + cardinality(faulty) < cardinality(c_partition) then
        differing := quarantine_differing(p_payloads, faulty, c_partition, c_log_offset, c_appended_at, c_event_id,
            c_session, c_day, c_reservation, c_attempt, c_payload_hash);
    end if;
    if not charge_leases(due_leases, due_charged) then
        guarded := charge_row_by_row(batches, c_day, c_reservation, c_attempt);
        booked := booked_sums(batches, c_day, c_reservation, c_attempt);
    end if;
    perform book_entries(booked);
    return jsonb_build_object('posted', posted, 'guarded', guarded,
        'late', (select coalesce(sum(b.rows), 0) from unnest(booked) b where b.bearer = 'late_usage'),
        'quarantined', cardinality(faulty) + differing,
        'duplicates', cardinality(c_partition) - posted - cardinality(faulty) - differing);
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

-- Why the database cannot post rows that are sound in themselves; sound rows are left out.
create or replace function posting_faults(c_fault text[], c_day date[], c_reservation uuid[], c_attempt int[],
    c_session bigint[], c_price_version text[], c_organisation text[], c_project text[], c_hold_first int[],
    c_hold_last int[], c_leases bigint[], c_counters bigint[], c_units text[]) returns table (ordinal int, fault text)
language sql stable as $$
    with r as materialized (
        select i as ordinal, c_fault[i] as fault, c_day[i] as day, c_reservation[i] as reservation,
            c_attempt[i] as attempt, c_session[i] as session,
            c_price_version[i] as price_version, c_organisation[i] as organisation, c_project[i] as project,
            c_units[i] as units,
            (select c_leases)[c_hold_first[i]:c_hold_last[i]] as leases,
            (select c_counters)[c_hold_first[i]:c_hold_last[i]] as counters
        from generate_series(1, cardinality(c_fault)) as i),
    days as materialized (
        select d.day from (select distinct r.day from r) d
        where to_regclass('usage_' || to_char(d.day, 'YYYYMMDD')) is not null),
    -- Few paths have many rows.
    paths as materialized (
        select distinct r.session, r.leases, r.counters, r.units from r where r.fault is null),
    unknown_paths as materialized (
        select p.* from paths p where exists (
            select 1 from unnest(p.leases, p.counters, p.units::text[]) as h (lease, counter, unit)
            where not exists (
                select 1 from lease l join counter c on c.id = l.counter join tenant_limit t on t.id = c.tenant_limit
                where l.id = h.lease and l.session = p.session and l.counter = h.counter and t.unit = h.unit))),
    judged as (
        select r.ordinal, case
            when r.fault is not null then r.fault
            when s.id is null then 'unknown_session'
            when v.version is null then 'unknown_price_version'
            when p.id is null then 'unknown_tenant'
            when d.day is null then 'day_out_of_range'
            -- The operator bore it out of quarantine: nobody is charged for it any more.
            when exists (select 1 from quarantine where batch is not null) and exists (
                select 1 from quarantine q where q.reservation = r.reservation and q.attempt = r.attempt
                    and q.batch is not null) then 'borne_already'
            when exists (select 1 from unknown_paths) and exists (
                select 1 from unknown_paths u
                where u.session = r.session and u.leases = r.leases and u.counters = r.counters
                    and u.units = r.units) then 'unknown_lease' end as fault
        from r
        left join session s on s.id = r.session
        left join price_version v on v.version = r.price_version
        left join project p on p.id = r.project and p.organisation = r.organisation
        left join days d on d.day = r.day)
    select j.ordinal, j.fault from judged j where j.fault is not null order by j.ordinal;
$$;

-- Keeps faulty rows whole; what their holds took stays committed until somebody resolves them.
create or replace function quarantine_rows(p_payloads bytea[], p_faulty int[], p_faults text[], c_partition int[],
    c_log_offset bigint[], c_appended_at timestamptz[], c_detail text[], c_event_id text[], c_session bigint[],
    c_hold_first int[], c_hold_last int[], c_leases bigint[], c_held bigint[], c_reservation uuid[],
    c_attempt int[], c_cost bigint[]) returns void language plpgsql as $$
begin
    perform require_payloads(p_payloads, p_faulty);
    with kept as (
        insert into quarantine (partition, log_offset, appended_at, fault, detail, event_id, payload, session, leases,
            held, reservation, attempt, cost)
        select r.partition, r.log_offset, r.appended_at, f.fault, case f.fault
                when 'borne_already' then 'the operator bore this attempt already, and nothing holds for it: dismiss it'
                else coalesce(r.detail, f.fault) end,
            coalesce(r.event_id, ''), r.payload, (select s.id from session s where s.id = r.session),
            case when f.fault = 'borne_already' then '{}' else coalesce((select c_leases)[r.hold_first:r.hold_last], '{}') end,
            case when f.fault = 'borne_already' then '{}' else coalesce((select c_held)[r.hold_first:r.hold_last], '{}') end,
            r.reservation, r.attempt, r.cost
        from unnest(p_faulty, p_faults) as f (ordinal, fault)
        join unnest(p_payloads, c_partition, c_log_offset, c_appended_at, c_detail, c_event_id, c_session,
            c_hold_first, c_hold_last, c_reservation, c_attempt, c_cost) with ordinality as r (payload, partition,
            log_offset, appended_at, detail, event_id, session, hold_first, hold_last, reservation, attempt, cost,
            ordinal) on r.ordinal = f.ordinal
        order by f.ordinal
        returning partition, log_offset, event_id, fault)
    insert into outbox (kind, subject, message)
    select 'dead-letter', k.event_id,
        'partition ' || k.partition || ' offset ' || k.log_offset || ' is quarantined: ' || k.fault
    from kept k;
end $$;

create or replace function require_payloads(p_payloads bytea[], p_ordinals int[]) returns void language plpgsql as $$
begin
    if exists (select 1 from unnest(p_ordinals) o where p_payloads[o] is null) then
        raise exception 'rows to be quarantined came without payload' using errcode = 'CA002';
    end if;
end $$;

-- The node whose prepaid credit one of these counters is of; a path has one at most.
create or replace function paying_credit(p_counters bigint[]) returns text language sql stable as $$
    select k.node from unnest(p_counters) h join counter c on c.id = h join credit k on k.tenant_limit = c.tenant_limit
    limit 1;
$$;

-- What was there already must be the same; another payload under the same id is quarantined. Tells how many were.
create or replace function quarantine_differing(p_payloads bytea[], p_faulty int[], c_partition int[],
    c_log_offset bigint[], c_appended_at timestamptz[], c_event_id text[], c_session bigint[], c_day date[],
    c_reservation uuid[], c_attempt int[], c_payload_hash bytea[]) returns int language plpgsql as $$
declare
    differing int[];
begin
    differing := array(
        select r.ordinal::int
        from unnest(c_day, c_reservation, c_attempt, c_payload_hash) with ordinality
            as r (day, reservation, attempt, payload_hash, ordinal)
        join usage u on u.day = r.day and u.reservation = r.reservation and u.attempt = r.attempt
        where r.ordinal <> all (p_faulty) and u.payload_hash <> r.payload_hash
        order by r.ordinal);
    perform require_payloads(p_payloads, differing);
    with kept as (
        insert into quarantine (partition, log_offset, appended_at, fault, detail, event_id, payload, session,
            reservation, attempt)
        select c_partition[o], c_log_offset[o], c_appended_at[o], 'payload_differs',
            'another payload was posted under this id', c_event_id[o], p_payloads[o], c_session[o], c_reservation[o],
            c_attempt[o]
        from unnest(differing) o order by o
        returning partition, log_offset, event_id)
    insert into outbox (kind, subject, message)
    select 'dead-letter', k.event_id,
        'partition ' || k.partition || ' offset ' || k.log_offset || ' is quarantined: payload_differs'
    from kept k;
    return cardinality(differing);
end $$;

-- Books sums to leases, whose constraint is the guard. False where one of them has no room: then nothing is booked.
create or replace function charge_leases(p_leases bigint[], p_charged bigint[]) returns boolean language plpgsql as $$
begin
    perform 1 from lease where id = any (p_leases) order by id for no key update;
    begin
        update lease l set posted = l.posted + due.charged
        from unnest(p_leases, p_charged) as due (lease, charged) where l.id = due.lease;
        return true;
    exception when check_violation then
        return false;
    end;
end $$;

-- The rows of these batches among these ids, in their order: what one call has booked.
create or replace function booked_rows(p_batches bigint[], c_day date[], c_reservation uuid[], c_attempt int[])
returns setof usage language sql stable as $$
    select u.* from (select distinct day, reservation, attempt
        from unnest(c_day, c_reservation, c_attempt) as r (day, reservation, attempt)) r
    join usage u on u.day = r.day and u.reservation = r.reservation and u.attempt = r.attempt
    where u.batch = any (p_batches)
    order by u.reservation, u.attempt;
$$;

-- Books charges to leases row by row: what does not fit is the operator's. Tells how many rows did not.
create or replace function charge_row_by_row(p_batches bigint[], c_day date[], c_reservation uuid[], c_attempt int[])
returns int language plpgsql as $$
declare
    b usage;
    guarded int := 0;
begin
    for b in select * from booked_rows(p_batches, c_day, c_reservation, c_attempt) loop
        begin
            update lease l set posted = l.posted + h.charged
            from unnest(b.leases, b.charged) as h (lease, charged) where l.id = h.lease;
        exception when check_violation then
            guarded := guarded + 1;
            perform guard_usage(b.day, b.reservation, b.attempt);
        end;
    end loop;
    return guarded;
end $$;

create or replace function booked_sums(p_batches bigint[], c_day date[], c_reservation uuid[], c_attempt int[])
returns booked_sum[] language sql stable as $$
    select array_agg(s::booked_sum) from (
        select b.batch, b.period, b.project, b.credit, b.pool, b.bearer, count(*), sum(b.cost), sum(b.charge),
            sum(b.operator_borne), sum(b.operator_cost)
        from booked_rows(p_batches, c_day, c_reservation, c_attempt) b group by 1, 2, 3, 4, 5, 6) s;
$$;

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
create or replace function book_entries(p_booked booked_sum[]) returns void language plpgsql as $$
declare
    batches bigint[];
    periods date[];
    kinds text[];
    owners text[];
    amounts bigint[];
begin
    with line as (
        select u.batch, u.period, e.kind, e.owner, sum(e.amount)::bigint as amount
        from unnest(p_booked) u,
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
