-- The books, rebuilt from their parts. No row: everything agrees. Each check is one statement, so it sees the books at
-- one moment; what it sums up, the database keeps within work_mem or on disk. The checks of hedges and reruns stand
-- where their rules do.

drop function if exists verify_ledger(int);

-- At most p_limit differences, in the order of checks and subjects, behind the given ones.
create or replace function verify_ledger(p_limit int, p_check text default '', p_after text default '')
returns table (check_name text, subject text, difference text) language plpgsql stable as $$
declare
    checks text[] := array['batch_sums_to_zero', 'batch_equals_parts', 'usage_row', 'charged_equals_posted',
        'committed_equals_granted_and_closed', 'closed_spent_equals_posted', 'within_cap', 'corrections_within_charge',
        'credit_equals_entries', 'closed_month', 'meters_equal_price', 'quarantine_booked_once', 'one_price_for_hedges',
        'one_price_for_reruns'];
    each text;
    left_over int := p_limit;
    found_rows int;
begin
    foreach each in array checks[coalesce(array_position(checks, p_check), 1):] loop
        return query execute format('select %L, d.subject, d.difference from verify_%s() as d (subject, difference) '
            || 'where d.subject collate "C" > $1 order by d.subject collate "C" limit $2', each, each)
            using case when each = p_check then p_after else '' end, left_over;
        get diagnostics found_rows = row_count;
        left_over := left_over - found_rows;
        exit when left_over <= 0;
    end loop;
end $$;

create or replace function verify_batch_sums_to_zero() returns table (subject text, difference text)
language sql stable as $$
    select 'batch ' || batch, 'sums to ' || sum(amount) from entry group by batch having sum(amount) <> 0;
$$;

-- Every line of every batch, rebuilt from usage, corrections, top-ups and quarantine; so every balance is too.
create or replace function verify_batch_equals_parts() returns table (subject text, difference text)
language sql stable as $$
    with used as (
        select batch, period, project, credit, bearer, pool, sum(cost) as cost, sum(charge) as charge,
            sum(operator_borne) as operator_borne, sum(operator_cost) as operator_cost
        from usage group by batch, period, project, credit, bearer, pool),
    line (batch, period, kind, owner, amount) as (
        select u.batch, u.period, e.kind, e.owner, e.amount from used u,
            lateral (values
                (case when u.credit is null then 'tenant' else 'credit' end, coalesce(u.credit, u.project), u.charge),
                (u.bearer, '', u.operator_borne), ('usage_income', '', -u.cost),
                ('operator_cost', u.pool, u.operator_cost), ('capacity', '', -u.operator_cost))
                as e (kind, owner, amount)
        union all
        select c.batch, c.period, e.kind, e.owner, e.amount
        from correction c join usage u on u.day = c.day and u.reservation = c.reservation and u.attempt = c.attempt,
            lateral (select case c.kind when 'refund' then -c.amount else c.amount end as owed,
                case when u.credit is null then 0 else -c.counter_amount end as to_credit) s,
            lateral (values ('tenant', u.project, s.owed - s.to_credit), ('credit', u.credit, s.to_credit),
                ('correction', '', -s.owed)) as e (kind, owner, amount)
        union all
        select t.batch, t.period, e.kind, e.owner, e.amount from top_up t,
            lateral (values ('funds', '', t.amount), ('credit', t.node, -t.amount)) as e (kind, owner, amount)
        union all
        select q.batch, q.period, e.kind, '', e.amount from quarantine q,
            lateral (values ('quarantine_borne', q.cost), ('usage_income', -q.cost)) as e (kind, amount)
        where q.batch is not null),
    expected as (
        select batch, period, kind, owner, sum(amount) as amount from line
        group by batch, period, kind, owner having sum(amount) <> 0),
    booked as (
        select e.batch, e.period, a.kind, a.owner, e.amount from entry e left join account a on a.id = e.account)
    select 'batch ' || batch || ' ' || period || ' ' || kind || ' ' || owner,
        'parts make ' || coalesce(x.amount, 0) || ', booked ' || coalesce(b.amount, 0)
    from expected x full join booked b using (batch, period, kind, owner)
    where coalesce(x.amount, 0) <> coalesce(b.amount, 0);
$$;

-- What one row says of itself: price, meters, hardware, charges, month.
create or replace function verify_usage_row() returns table (subject text, difference text)
language sql stable as $$
    select 'usage ' || u.day || '/' || u.reservation || '/' || u.attempt, case
        when u.cost <> u.charge + u.operator_borne then 'cost is not charge and what the operator bears'
        when u.cost <> m.cost then 'cost ' || u.cost || ', its meters make ' || m.cost
        when u.meter_charge <> meter_charges(u.meter_pico_usd, u.charge)
            then 'charge ' || u.charge || ' is split as ' || u.meter_charge::text
        when u.operator_cost <> busy_cost(u.busy_micros, coalesce(u.pool_nano_usd_per_hour, 0))
            then 'operator cost ' || u.operator_cost || ' is not that of its busy time'
        when u.carried <> (u.period <> date_trunc('month', u.day)) then 'month ' || u.period || ', carried ' || u.carried
        else 'a lease in nano-USD is not charged ' || u.charge end
    from usage u, lateral (select ceil((u.meter_pico_usd[1] + u.meter_pico_usd[2] + u.meter_pico_usd[3]
        + u.meter_pico_usd[4]) / 1000) as cost) m
    where u.cost <> u.charge + u.operator_borne or u.cost <> m.cost
       or u.meter_charge <> meter_charges(u.meter_pico_usd, u.charge)
       or u.operator_cost <> busy_cost(u.busy_micros, coalesce(u.pool_nano_usd_per_hour, 0))
       or u.carried <> (u.period <> date_trunc('month', u.day))
       or exists (select 1 from unnest(u.units, u.charged) as h (unit, charged)
           where h.unit = 'nano-usd' and h.charged <> u.charge);
$$;

create or replace function verify_charged_equals_posted() returns table (subject text, difference text)
language sql stable as $$
    select 'lease ' || l.id, 'posted ' || l.posted || ', charged ' || coalesce(u.charged, 0) || '; refunded '
        || l.refunded || ', corrected ' || coalesce(r.amount, 0)
    from lease l
    left join (
        select h.lease, sum(h.charged) as charged
        from usage n, unnest(n.leases, n.charged) as h (lease, charged) group by h.lease) u on u.lease = l.id
    left join (
        select r.lease, sum(c.counter_amount) as amount
        from correction c join usage n on n.day = c.day and n.reservation = c.reservation and n.attempt = c.attempt,
            refundable_leases(n.leases, n.counters, n.units, c.at) r
        group by r.lease) r on r.lease = l.id
    where l.posted <> coalesce(u.charged, 0) or l.refunded <> coalesce(r.amount, 0);
$$;

create or replace function verify_committed_equals_granted_and_closed() returns table (subject text, difference text)
language sql stable as $$
    select 'counter ' || c.id,
        'committed ' || c.committed || ', granted ' || coalesce(l.granted, 0) || ' and closed ' || c.closed_spent
    from counter c left join (
        select counter, sum(granted - refunded) as granted from lease where state = 'open' group by counter) l
        on l.counter = c.id
    where c.committed <> coalesce(l.granted, 0) + c.closed_spent;
$$;

create or replace function verify_closed_spent_equals_posted() returns table (subject text, difference text)
language sql stable as $$
    select 'counter ' || c.id, 'closed_spent ' || c.closed_spent || ', posted ' || coalesce(l.posted, 0)
    from counter c left join (
        select counter, sum(posted - refunded) as posted from lease where state = 'closed' group by counter) l
        on l.counter = c.id
    where c.closed_spent <> coalesce(l.posted, 0);
$$;

create or replace function verify_within_cap() returns table (subject text, difference text)
language sql stable as $$
    select 'counter ' || c.id, 'spent ' || v.spent || ', cap ' || c.cap_in_force
    from counter c join counter_spent v on v.id = c.id where c.hard and v.spent > c.cap_in_force;
$$;

create or replace function verify_corrections_within_charge() returns table (subject text, difference text)
language sql stable as $$
    select 'usage ' || c.day || '/' || c.reservation || '/' || c.attempt,
        'refunded ' || c.refunded || ' of ' || u.charge || ', given back to counters ' || c.given_back
    from (select day, reservation, attempt, sum(case kind when 'refund' then amount else -amount end) as refunded,
            sum(counter_amount) as given_back
        from correction group by day, reservation, attempt) c
    join usage u on u.day = c.day and u.reservation = c.reservation and u.attempt = c.attempt
    where c.refunded not between 0 and u.charge or c.given_back > u.charge;
$$;

-- What is left of a credit by its counter is what its account says, and never less than nothing.
create or replace function verify_credit_equals_entries() returns table (subject text, difference text)
language sql stable as $$
    select 'credit ' || k.node, 'left ' || (v.view ->> 'balanceNanoUsd') || ', the account says ' || b.balance
    from credit k, lateral (select credit_view(k.node) as view) v,
        lateral (select -coalesce(sum(e.amount), 0) as balance from entry e join account a on a.id = e.account
            where a.kind = 'credit' and a.owner = k.node) b
    where (v.view ->> 'balanceNanoUsd')::numeric <> b.balance or b.balance < 0;
$$;

create or replace function verify_closed_month() returns table (subject text, difference text)
language sql stable as $$
    select b.subject, 'booked ' || b.at || ' into ' || b.period || ', closed ' || c.closed_at
    from closed_period c join (
        select 'usage ' || day || '/' || reservation || '/' || attempt as subject, posted_at as at, period from usage
        union all select 'correction ' || id, at, period from correction
        union all select 'top-up ' || id, at, period from top_up
        union all select 'quarantined ' || id, resolved_at, period from quarantine where batch is not null) b
        on b.period = c.period
    where b.at > c.closed_at;
$$;

-- What the meters make is the counts at the price that the book has: the pool's own before that of every pool.
create or replace function verify_meters_equal_price() returns table (subject text, difference text)
language sql stable as $$
    with sold as materialized (
        select k.version, k.variant, k.pool, k.lane, p.prompt_pico_usd, p.cached_prompt_pico_usd,
            p.cache_write_pico_usd, p.completion_pico_usd
        from (select distinct price_version as version, variant, pool, lane from usage) k
        left join lateral (
            select * from price p
            where p.version = k.version and p.variant = k.variant and p.lane = k.lane and p.pool in (k.pool, '')
            order by p.pool desc limit 1) p on true)
    select 'usage ' || u.day || '/' || u.reservation || '/' || u.attempt,
        'its meters make ' || u.meter_pico_usd::text || ' pico-USD, counts and price ' || coalesce(m.pico::text, 'none')
    from usage u
    join sold s on s.version = u.price_version and s.variant = u.variant and s.pool = u.pool and s.lane = u.lane,
        lateral (select case when s.prompt_pico_usd is not null then array[
            (u.prompt_tokens - u.cached_prompt_tokens)::numeric * s.prompt_pico_usd,
            u.cached_prompt_tokens::numeric * s.cached_prompt_pico_usd,
            u.cache_write_tokens::numeric * s.cache_write_pico_usd,
            u.completion_tokens::numeric * s.completion_pico_usd] end as pico) m
    where m.pico is distinct from u.meter_pico_usd::numeric[];
$$;

-- An attempt is borne out of quarantine or posted, not both, and borne once.
create or replace function verify_quarantine_booked_once() returns table (subject text, difference text)
language sql stable as $$
    select 'quarantined ' || q.id, 'borne by the operator, and posted as usage'
    from quarantine q join usage u on u.day = (uuid_extract_timestamp(q.reservation) at time zone 'UTC')::date
        and u.reservation = q.reservation and u.attempt = q.attempt
    where q.batch is not null
    union all
    select 'attempt ' || reservation || '/' || attempt, 'borne by the operator ' || count(*) || ' times'
    from quarantine where batch is not null and reservation is not null group by reservation, attempt
    having count(*) > 1;
$$;
