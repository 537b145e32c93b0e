create or replace function iso_instant(p_at timestamptz) returns text language sql immutable as $$
    select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
$$;

-- The window of prepaid credit has no end: each top-up makes its percents new ones, which its cap tells apart.
drop function if exists alert_text(bigint, int);
create or replace function alert_text(p_counter bigint, p_percent int, p_cap bigint) returns text language sql stable as $$
    select 'alert/' || p_counter || '/' || p_percent || case
        when exists (select 1 from counter c join credit k on k.tenant_limit = c.tenant_limit where c.id = p_counter)
        then '/' || p_cap else '' end;
$$;

-- An alert as it is told: to Kafka from these fields, to webhooks as this text.
create or replace function alert_json(p_counter bigint, p_percent int, p_spent bigint, p_cap bigint, p_at timestamptz)
returns jsonb language sql stable as $$
    select jsonb_build_object('id', alert_text(p_counter, p_percent, p_cap), 'type', 'budget.threshold',
        'organisation', n.organisation, 'node', t.node, 'limit', t.id, 'counter', c.id, 'unit', t.unit,
        'window', c.window_kind, 'zone', c.zone, 'windowStart', iso_instant(c.start_at),
        'windowEnd', iso_instant(c.end_at), 'hard', c.hard, 'percent', p_percent, 'spent', p_spent, 'cap', p_cap,
        'crossedAt', iso_instant(p_at))
      || case when t.unit = 'nano-usd' then jsonb_build_object(
            'spentUsd', trim_scale(p_spent * 0.000000001)::text, 'capUsd', trim_scale(p_cap * 0.000000001)::text)
         else '{}'::jsonb end
    from counter c join tenant_limit t on t.id = c.tenant_limit join tenant_node n on n.id = t.node
    where c.id = p_counter;
$$;

-- Raises the alerts that are due and orders that they are told; posting does nothing for it.
-- What is spent was granted before: a counter whose `committed` is below a percent need not be added up. Only counters
-- of limits that alert somebody are read, however many others there are. A percent is of the cap that was wanted of the
-- window, before its end: another cap is one of later windows.
create or replace function raise_alerts(p_lookback interval, p_most int, p_retry interval) returns int
language sql as $$
    -- Against top_up_credit, which forgets alerts that are out of reach and must see all of them.
    select pg_advisory_xact_lock_shared(hashtext('accounting.alerts'));
    with alerting as materialized (
        select id, alert_percents from tenant_limit where alert_percents <> '{}' and removed_at is null
    ), near as (
        select c.id, p.percent, c.cap_target::numeric * p.percent as needed, c.cap_target as cap
        from alerting t cross join lateral (
            select i.id, i.committed, i.cap_target from counter i
            where i.tenant_limit = t.id and i.end_at > (select clock_timestamp() - p_lookback) and i.committed > 0 offset 0
        ) c cross join unnest(t.alert_percents) as p (percent)
        where c.committed::numeric * 100 >= c.cap_target::numeric * p.percent
          and not exists (select 1 from alert a where a.counter = c.id and a.percent = p.percent)
    ), crossed as (
        select near.id, near.percent, v.spent, near.cap from near join counter_spent v on v.id = near.id
        where v.spent > 0 and v.spent::numeric * 100 >= near.needed
        order by near.id, near.percent limit p_most
    ), raised as (
        insert into alert (counter, percent, spent, cap) select id, percent, spent, cap from crossed
        on conflict do nothing returning *
    ), told as (
        select alert_text(counter, percent, cap) as event_id, alert_json(counter, percent, spent, cap, crossed_at) as payload
        from raised
    ), noticed as (
        insert into outbox (kind, subject, message, payload)
        select 'budget', event_id, (payload ->> 'node') || ' has spent ' || (payload ->> 'percent') || ' % of its limit '
            || (payload ->> 'limit'), payload
        from told order by event_id
    ), delivered as (
        insert into webhook_delivery (webhook, event_id, body, give_up_at)
        select w.id, told.event_id, told.payload::text, clock_timestamp() + p_retry
        from told join webhook w on w.organisation = told.payload ->> 'organisation' order by told.event_id, w.id
        on conflict do nothing
    )
    select count(*)::int from raised;
$$;

-- Takes notices not told yet, for p_hold.
create or replace function take_outbox(p_most int, p_hold interval) returns setof outbox language sql as $$
    update outbox set attempts = attempts + 1, next_at = clock_timestamp() + p_hold
    where id in (select id from outbox where sent_at is null and next_at <= clock_timestamp() order by id
        limit p_most for update skip locked)
    returning *;
$$;

-- Takes deliveries that are due: of each webhook one at a time, so that one that does not answer holds up no other.
create or replace function take_webhook_deliveries(p_most int, p_hold interval) returns setof webhook_delivery
language sql as $$
    update webhook_delivery set attempts = attempts + 1, taken = taken + 1,
        taken_until = clock_timestamp() + p_hold, next_at = clock_timestamp() + p_hold
    where id in (
        select d.id from webhook_delivery d
        where d.state = 'pending' and d.next_at <= clock_timestamp()
          and not exists (
            select 1 from webhook_delivery o
            where o.webhook = d.webhook and o.state = 'pending' and o.taken_until > clock_timestamp())
          and not exists (
            select 1 from webhook_delivery e
            where e.webhook = d.webhook and e.state = 'pending' and e.next_at <= clock_timestamp()
              and (e.next_at, e.id) < (d.next_at, d.id))
        order by d.next_at, d.id limit p_most for update skip locked)
    returning *;
$$;

-- False: the delivery is not the caller's any more.
create or replace function finish_webhook_delivery(p_id bigint, p_taken bigint, p_state text, p_pause interval,
    p_status int, p_error text) returns boolean language plpgsql as $$
begin
    update webhook_delivery set state = p_state, next_at = clock_timestamp() + p_pause, taken_until = '-infinity',
        last_status = p_status, last_error = p_error,
        finished_at = case when p_state <> 'pending' then clock_timestamp() end
    where id = p_id and taken = p_taken and state = 'pending';
    return found;
end $$;
