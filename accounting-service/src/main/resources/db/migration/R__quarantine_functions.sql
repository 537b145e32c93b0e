-- Records of the usage log that could not be posted: what becomes of them.

-- Quarantined records that nobody resolved in time become the operator's, and their holds are free. What such an
-- attempt cost is booked where it is known, once an attempt: while this runs nothing is posted, so that no posting
-- books what is being borne here. Tells how many, at most 100 a call, since all postings wait for it.
create or replace function expire_quarantine(p_after interval) returns int language plpgsql as $$
declare
    month date;
    expired int := 0;
    q record;
begin
    if not exists (select 1 from quarantine where resolution is null and at < clock_timestamp() - p_after) then
        return 0;
    end if;
    -- Postings hold the months shared, for as long as a batch takes.
    perform set_config('lock_timeout', '5s', true);
    perform pg_advisory_xact_lock(hashtext('accounting.months'));
    month := open_period(date_trunc('month', clock_timestamp() at time zone 'UTC')::date);
    for q in
        select id from quarantine where resolution is null and at < clock_timestamp() - p_after
        order by id limit 100 for update skip locked
    loop
        perform bear_quarantined(q.id, month);
        expired := expired + 1;
    end loop;
    return expired;
end $$;

-- Resolves a quarantined record that the caller has locked as the operator's.
create or replace function bear_quarantined(p_id bigint, p_month date) returns void language plpgsql as $$
declare
    q quarantine;
    its_batch bigint;
begin
    select * into q from quarantine where id = p_id;
    if q.cost > 0 and not is_attempt_booked(q.reservation, q.attempt) then
        its_batch := nextval('entry_batch');
        perform book_batches(array[its_batch, its_batch], array[p_month, p_month],
            array['quarantine_borne', 'usage_income'], array['', ''], array[q.cost, -q.cost]);
    end if;
    update quarantine set resolution = 'operator', resolved_at = clock_timestamp(), batch = its_batch,
        period = case when its_batch is not null then p_month end
    where id = p_id;
end $$;

-- Whether an attempt is in the books already: as usage, or borne by the operator out of quarantine.
create or replace function is_attempt_booked(p_reservation uuid, p_attempt int) returns boolean
language sql stable as $$
    select exists (select 1 from usage u
            where u.day = (uuid_extract_timestamp(p_reservation) at time zone 'UTC')::date
              and u.reservation = p_reservation and u.attempt = p_attempt)
        or exists (select 1 from quarantine q
            where q.reservation = p_reservation and q.attempt = p_attempt and q.batch is not null);
$$;

-- What a record's holds took is free; nothing is booked. Answers as R__correction_functions.sql says.
create or replace function dismiss_quarantined(p_id bigint, p_reason text, p_actor text) returns jsonb
language plpgsql as $$
declare
    q quarantine;
begin
    select * into q from quarantine where id = p_id for no key update;
    if not found then
        return ledger_missing('quarantined record', p_id::text);
    elsif q.resolution is not null and q.resolution <> 'dismissed' then
        return ledger_conflict('id', 'the record is resolved already: ' || q.resolution);
    end if;
    update quarantine set resolution = 'dismissed', resolved_at = clock_timestamp(), actor = p_actor, reason = p_reason
    where id = p_id and resolution is null;
    return ledger_done('quarantine/' || p_id, quarantine_view(p_id));
end $$;

-- Marks a record that the caller has locked and posted in this transaction.
create or replace function resolve_replayed(p_id bigint, p_actor text) returns jsonb language plpgsql as $$
begin
    update quarantine set resolution = 'posted', resolved_at = clock_timestamp(), actor = p_actor where id = p_id;
    insert into audit (actor, action, node, detail)
    values (p_actor, 'replay quarantined', 'quarantine/' || p_id, quarantine_view(p_id));
    return quarantine_view(p_id);
end $$;

create or replace function quarantine_view(p_id bigint) returns jsonb language sql stable as $$
    select jsonb_strip_nulls(jsonb_build_object('id', q.id, 'partition', q.partition, 'offset', q.log_offset,
        'appendedAt', q.appended_at, 'at', q.at, 'eventId', q.event_id, 'fault', q.fault, 'detail', q.detail,
        'reservation', q.reservation, 'attempt', q.attempt, 'session', q.session, 'costNanoUsd', q.cost,
        'leases', q.leases, 'held', q.held, 'bytes', octet_length(q.payload), 'resolution', q.resolution,
        'resolvedAt', q.resolved_at, 'resolvedBy', q.actor, 'reason', q.reason))
    from quarantine q where q.id = p_id;
$$;
