-- Prepaid credit: a hard limit in total on a node, raised by each top-up; what attempts under it cost is paid from it.
-- Answers as R__correction_functions.sql says.

create or replace function top_up_credit(p_node text, p_amount bigint, p_reason text, p_actor text) returns jsonb
language plpgsql as $$
declare
    n tenant_node;
    other text;
    its_limit bigint;
    t top_up;
begin
    select * into n from tenant_node where id = p_node;
    if not found then
        return ledger_missing('organisation, team, project or key', p_node);
    end if;
    perform hold_months();
    perform pg_advisory_xact_lock(hashtext('accounting.credit.' || n.organisation));
    select tenant_limit into its_limit from credit where node = p_node;
    if found then
        perform pg_advisory_xact_lock(hashtext('accounting.alerts'));
        if not raise_cap(its_limit, p_amount) then
            return ledger_conflict('amount', 'the credit would pass ' || 4611686018427387904 || ' nano-USD');
        end if;
        perform forget_alerts_out_of_reach(its_limit);
    else
        select c.node into other from credit c join tenant_node o on o.id = c.node
        where o.organisation = n.organisation
          and (c.node = any (node_path(p_node)) or p_node = any (node_path(c.node))) limit 1;
        if found then
            return ledger_conflict('node', 'a path has one credit, and ' || other || ' has one: top that up');
        end if;
        insert into tenant_limit (node, unit, window_kind, zone, hard, cap_target, version)
        select p_node, 'nano-usd', 'total', 'UTC', true, p_amount, version from configuration returning id into its_limit;
        insert into credit (node, tenant_limit) values (p_node, its_limit);
    end if;
    insert into top_up (node, amount, reason, actor, period, batch)
    values (p_node, p_amount, p_reason, p_actor, this_period(), nextval('entry_batch')) returning * into t;
    perform book_batches(array[t.batch, t.batch], array[t.period, t.period], array['funds', 'credit'],
        array['', p_node], array[p_amount, -p_amount]);
    return ledger_done(p_node, credit_view(p_node) || jsonb_build_object('topUp', t.id));
end $$;

-- Percents of a credit that its spend has not reached any more, since it was topped up: they alert again.
create or replace function forget_alerts_out_of_reach(p_limit bigint) returns void language sql as $$
    delete from alert a using counter_spent v, counter c, tenant_limit t
    where c.tenant_limit = p_limit and t.id = p_limit and v.id = c.id and a.counter = c.id
      and v.spent::numeric * 100 < t.cap_target::numeric * a.percent;
$$;

-- Raises the cap of a credit's limit, for grants at once, and makes a removed one count again; false if it would pass
-- the largest cap there is.
create or replace function raise_cap(p_limit bigint, p_amount bigint) returns boolean language plpgsql as $$
begin
    update tenant_limit set cap_target = cap_target + p_amount, removed_at = null
    where id = p_limit and cap_target <= 4611686018427387904 - p_amount;
    if not found then
        return false;
    end if;
    perform ratchet_limit(p_limit);
    return true;
end $$;

-- What was paid in, what attempts took of it, and what is left; null where the node has no credit.
create or replace function credit_view(p_node text) returns jsonb language sql stable as $$
    select jsonb_build_object('node', k.node, 'limit', k.tenant_limit, 'paidInNanoUsd', paid.amount,
        'spentNanoUsd', spent.amount, 'balanceNanoUsd', paid.amount - spent.amount)
    from credit k,
        lateral (select coalesce(sum(t.amount), 0)::bigint as amount from top_up t where t.node = k.node) paid,
        lateral (select coalesce(sum(v.spent), 0)::bigint as amount
            from counter c join counter_spent v on v.id = c.id where c.tenant_limit = k.tenant_limit) spent
    where k.node = p_node;
$$;
