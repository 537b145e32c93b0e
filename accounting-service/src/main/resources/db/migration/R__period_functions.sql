-- Accounting months (UTC) and what pools cost. Answers as R__correction_functions.sql says.

-- Closes a month that is over; closing it again changes nothing. What arrives for it later goes to the next open
-- month, marked as carried.
create or replace function close_period(p_month date, p_actor text) returns jsonb language plpgsql as $$
begin
    if p_month >= date_trunc('month', clock_timestamp() at time zone 'UTC') then
        return ledger_conflict('month', 'only a month that is over (UTC) can be closed');
    end if;
    -- Postings hold the months shared, for as long as a batch takes.
    perform set_config('lock_timeout', '5s', true);
    perform pg_advisory_xact_lock(hashtext('accounting.months'));
    insert into closed_period (period, actor) values (p_month, p_actor) on conflict do nothing;
    return ledger_done('month/' || to_char(p_month, 'YYYY-MM'), period_view(p_month));
end $$;

-- A month's state and its turnover by kind of account; carried: what belongs to earlier months, closed before it came.
create or replace function period_view(p_month date) returns jsonb language sql stable as $$
    select jsonb_build_object('month', to_char(p_month, 'YYYY-MM'),
        'state', case when c.period is null then 'open' else 'closed' end, 'closedAt', c.closed_at, 'closedBy', c.actor,
        'turnoverNanoUsd', coalesce((
            select jsonb_object_agg(s.kind, s.amount) from (
                select a.kind, sum(e.amount) as amount
                from entry e join account a on a.id = e.account where e.period = p_month group by a.kind) s), '{}'),
        'carriedAttempts', carried.attempts, 'carriedChargeNanoUsd', carried.charge)
    from (select count(*) as attempts, coalesce(sum(u.charge), 0) as charge
        from usage u where u.period = p_month and u.carried) carried
    left join closed_period c on c.period = p_month;
$$;

create or replace function pool_rate_view(p_rate pool_rate) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'pool', p_rate.pool, 'nanoUsdPerHour', p_rate.nano_usd_per_hour,
        'hardwareNanoUsdPerHour', p_rate.hardware_nano_usd_per_hour, 'watts', p_rate.watts, 'pue', p_rate.pue,
        'nanoUsdPerKilowattHour', p_rate.nano_usd_per_kwh, 'effectiveAt', p_rate.effective_at);
$$;

-- A pool's rate from a time on. The past keeps the rate it was booked at.
create or replace function add_pool_rate(
    p_pool text, p_nano_usd_per_hour bigint, p_hardware_nano_usd_per_hour bigint, p_watts numeric, p_pue numeric,
    p_nano_usd_per_kwh bigint, p_effective_at timestamptz)
returns jsonb language plpgsql as $$
declare
    its_time timestamptz := coalesce(p_effective_at, clock_timestamp());
begin
    if its_time < clock_timestamp() - interval '1 minute' then
        return ledger_conflict('effectiveAt', 'usage of the past is booked at the rate it had: leave it out, or name '
            || 'a time to come');
    end if;
    insert into pool_rate (
        pool, nano_usd_per_hour, effective_at, hardware_nano_usd_per_hour, watts, pue, nano_usd_per_kwh)
    values (p_pool, p_nano_usd_per_hour, its_time, p_hardware_nano_usd_per_hour, p_watts, p_pue, p_nano_usd_per_kwh)
    on conflict do nothing;
    if not found then
        return ledger_conflict('effectiveAt', 'the pool has a rate from that time on already');
    end if;
    return ledger_done('pool/' || p_pool, (
        select pool_rate_view(q) from pool_rate q where q.pool = p_pool and q.effective_at = its_time));
end $$;
