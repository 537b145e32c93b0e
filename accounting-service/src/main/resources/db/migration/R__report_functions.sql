-- The books, rebuilt from their parts. No row: everything agrees. At most p_limit differences of each kind.
create or replace function verify_ledger(p_limit int) returns table (check_name text, subject text, difference text)
language sql stable as $$
    (select 'entries_sum_to_zero', 'ledger', sum(amount)::text from entry having sum(amount) <> 0)
    union all
    (select 'batch_sums_to_zero', 'batch ' || batch, sum(amount)::text
     from entry group by batch having sum(amount) <> 0 limit p_limit)
    union all
    (select 'usage_equals_entries', 'batch ' || u.batch,
        'cost ' || u.cost || ', credited ' || coalesce(-e.income, 0) || '; charge ' || u.charge || ', debited '
            || coalesce(e.tenant, 0)
     from (select batch, sum(cost) as cost, sum(charge) as charge from usage group by batch) u left join (
        select n.batch, sum(n.amount) filter (where a.kind = 'usage_income') as income,
            sum(n.amount) filter (where a.kind in ('tenant', 'credit')) as tenant
        from entry n join account a on a.id = n.account group by n.batch) e on e.batch = u.batch
     where u.cost <> coalesce(-e.income, 0) or u.charge <> coalesce(e.tenant, 0) limit p_limit)
    union all
    (select 'charged_equals_posted', 'lease ' || l.id, 'posted ' || l.posted || ', charged ' || coalesce(u.charged, 0)
     from lease l left join (
        select h.lease, sum(h.charged) as charged
        from usage n, unnest(n.leases, n.charged) as h (lease, charged) group by h.lease) u on u.lease = l.id
     where l.posted <> coalesce(u.charged, 0) limit p_limit)
    union all
    (select 'committed_equals_granted_and_closed', 'counter ' || c.id,
        'committed ' || c.committed || ', granted ' || coalesce(l.granted, 0) || ' and closed ' || c.closed_spent
     from counter c left join (
        select counter, sum(granted - refunded) as granted from lease where state = 'open' group by counter) l
        on l.counter = c.id
     where c.committed <> coalesce(l.granted, 0) + c.closed_spent limit p_limit)
    union all
    (select 'closed_spent_equals_posted', 'counter ' || c.id,
        'closed_spent ' || c.closed_spent || ', posted ' || coalesce(l.posted, 0)
     from counter c left join (
        select counter, sum(posted - refunded) as posted from lease where state = 'closed' group by counter) l
        on l.counter = c.id
     where c.closed_spent <> coalesce(l.posted, 0) limit p_limit)
    union all
    (select 'within_cap', 'counter ' || c.id, 'spent ' || v.spent || ', cap ' || c.cap_in_force
     from counter c join counter_spent v on v.id = c.id where c.hard and v.spent > c.cap_in_force limit p_limit);
$$;
