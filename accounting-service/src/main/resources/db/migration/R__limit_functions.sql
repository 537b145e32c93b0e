-- What administration asks of limits.

-- Whether every router acts on this version: each session that may still admit has acknowledged it.
create or replace function is_in_force(p_version bigint) returns boolean language sql stable as $$
    select not exists (
        select 1 from session s
        where s.state in ('live', 'draining') and s.admit_until > clock_timestamp()
          and s.acknowledged_version < p_version);
$$;

-- Where a limit stands: the most that is committed of a counter that has not ended, and what is spent of the present.
create or replace function limit_standing(p_limit bigint) returns jsonb language sql stable as $$
    select jsonb_build_object('now', clock_timestamp(), 'inForce', is_in_force(l.version),
        'committed', coalesce(max(c.committed), 0),
        'spent', coalesce(max(s.spent) filter (where c.start_at <= clock_timestamp()), 0))
    from tenant_limit l
    left join counter c on c.tenant_limit = l.id and c.end_at > clock_timestamp()
    left join counter_spent s on s.id = c.id
    where l.id = p_limit group by l.id;
$$;

-- Brings the counters that have not ended in line with their limit. A hard cap rules grants by itself; the cap in
-- force follows it down as leases shrink and close, and never below what is committed.
create or replace function ratchet_limit(p_limit bigint) returns void language plpgsql as $$
begin
    perform 1 from counter where tenant_limit = p_limit and end_at > clock_timestamp() order by id for no key update;
    update counter c set
        hard = t.hard,
        cap_in_force = case when t.hard then greatest(t.cap_target, c.committed) else t.cap_target end
    from tenant_limit t
    where t.id = p_limit and c.tenant_limit = p_limit and c.end_at > clock_timestamp();
end $$;

-- From when a limit may renew otherwise: the end of its newest counter; null before it has any.
create or replace function limit_boundary(p_limit bigint) returns timestamptz language sql stable as $$
    select max(end_at) from counter where tenant_limit = p_limit and end_at > clock_timestamp();
$$;

-- Hard limits above this one that are reached first, and limits below this hard one that are never reached: of the
-- same unit, the wider cap in a window that is no longer than the narrower one's; by the rule that each renews by in the
-- end, where one is still to come. At most p_most.
create or replace function contradicting_limits(p_limit bigint, p_most int)
returns table (id bigint, node text, cap bigint, above boolean) language sql stable as $$
    with kinds as (
        select kind, rank from unnest(array['minute', 'hour', 'day', 'week', 'month', 'total'])
            with ordinality as k (kind, rank)),
    asked as (
        select l.*, k.rank, node_path(l.node) as path, n.organisation
        from tenant_limit l join kinds k on k.kind = coalesce(l.next_window_kind, l.window_kind) join tenant_node n on n.id = l.node
        where l.id = p_limit),
    others as (
        select o.*, k.rank from asked a
        join tenant_node n on n.organisation = a.organisation
        join tenant_limit o on o.node = n.id and o.unit = a.unit and o.removed_at is null and o.id <> a.id
            and o.node <> a.node
        join kinds k on k.kind = coalesce(o.next_window_kind, o.window_kind))
    select o.id, o.node, o.cap_target, o.node = any (a.path)
    from asked a join others o on
        (o.node = any (a.path) and o.hard and o.cap_target < a.cap_target and o.rank >= a.rank)
        or (a.hard and a.cap_target < o.cap_target and a.rank >= o.rank and a.node = any (node_path(o.node)))
    order by o.node = any (a.path) desc, o.id limit p_most;
$$;
