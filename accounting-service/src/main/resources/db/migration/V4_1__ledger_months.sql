-- Nobody closes a month while this transaction books into it.
create function hold_months() returns void language sql as $$
    select pg_advisory_xact_lock_shared(hashtext('accounting.months'));
$$;

-- The month itself while it is open, else the next one that is. Call hold_months first.
create function open_period(p_month date) returns date language sql stable as $$
    select m.month from (
        select p_month as month
        union all select (c.period + interval '1 month')::date from closed_period c where c.period >= p_month) m
    where not exists (select 1 from closed_period c where c.period = m.month)
    order by m.month limit 1;
$$;

-- The month that is booked into now. Call hold_months first.
create function this_period() returns date language sql stable as $$
    select open_period(date_trunc('month', clock_timestamp() at time zone 'UTC')::date);
$$;

-- What a month's turnover and its carried usage are found by.
create index entry_period on entry (period, account);
create index usage_carried on usage (period) where carried;
