-- Grants, renews, shrinks and returns, in one message of totals and one round trip.
-- Lock order: session, counters by id, leases by id. Repeating a request id repeats its answer.
--
-- Plans are made once: with arrays the planner takes every call's plan for cheaper than a common one, and planning
-- these joins took ten times as long as running them. A plan made once may be made while the tables are empty, when
-- reading all of a table looks cheapest; it is kept for a minute or more of a platform's first load, so only what holds
-- at every size is allowed: going by the keys.
--
-- Answers {"outcome": "granted", "grants": [...]}, {"outcome": "refused", "reason", "message"}, or, unless p_final,
-- {"outcome": "recall", "leases": [{"session", "lease", "moved", "kept"}]}: nothing was done, idle slack of others might
-- cover the want. "moved" is the seq of the message by which that lease last grew, or for which its router keeps or kept
-- it from this order; "kept", that it does so still.

create or replace function refuse_lease(p_reason text, p_message text) returns jsonb language sql stable as $$
    select jsonb_build_object('outcome', 'refused', 'reason', p_reason, 'message', p_message,
        'asOf', clock_timestamp());
$$;

-- What a lease comes to: between floor and want, as much as fits; never below what is posted.
create or replace function lease_total(p_granted bigint, p_posted bigint, p_floor bigint, p_want bigint,
    p_room bigint) returns bigint language sql immutable as $$
    select case
        when p_want <= p_granted then greatest(p_want, p_floor, p_posted)
        else p_granted + least(p_want - p_granted, greatest(p_room, 0))
    end;
$$;

-- The functions before it knew what was called back, when that had last grown, and since when the order waits.
drop function if exists grant_leases(bigint, bigint, text, bigint[], bigint[], bigint[], boolean);
drop function if exists grant_leases(bigint, bigint, text, bigint[], bigint[], bigint[], boolean, bigint[], bigint[]);

create or replace function grant_leases(p_session bigint, p_seq bigint, p_request_id text, p_counters bigint[],
    p_floors bigint[], p_wants bigint[], p_final boolean, p_called bigint[], p_called_moved bigint[],
    p_waiting_since timestamptz default null)
    returns jsonb language plpgsql
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off
    set enable_mergejoin = off set jit = off as $$
declare
    s session;
    w record;
    answer jsonb;
    ended boolean;
    wanting bigint[] := '{}';
    totals bigint[] := '{}';
    counters bigint[] := '{}';
    total bigint;
begin
    perform refuse_while_set_back();
    -- Orders of one session lock each other out by their counters alone, so that each one's flush to disk is not waited
    -- for by the next. Only the closing of the session needs it for itself, and sees what was booked before.
    select * into s from session where id = p_session for key share;
    if not found then
        return refuse_lease('SESSION_ENDED', 'no such session');
    end if;
    if s.state not in ('fenced', 'closed') then
        perform 1 from counter where id = any (p_counters) order by id for no key update;
        perform 1 from lease where session = p_session and counter = any (p_counters) order by id for no key update;
        -- It may have been extended, or ended, while these were waited for.
        select * into s from session where id = p_session;
    end if;
    select a.answer into answer from lease_answer a where a.session = p_session and a.request_id = p_request_id;
    if found then
        return answer;
    end if;
    if s.state in ('fenced', 'closed') then
        return refuse_lease('SESSION_ENDED', 'the session is ' || s.state);
    end if;
    ended := s.state <> 'live' or clock_timestamp() > s.admit_until;

    for w in
        select m.counter, m.floor_total, m.want_total, c.id as known, c.end_at, c.hard, c.committed, t.cap_target,
            coalesce(l.granted, 0) as granted, coalesce(l.posted, 0) as posted, l.seq, l.state as lease_state,
            o.state as tenant_state
        from unnest(p_counters, p_floors, p_wants) as m (counter, floor_total, want_total)
        left join counter c on c.id = m.counter
        left join tenant_limit t on t.id = c.tenant_limit
        left join tenant_node n on n.id = t.node
        left join organisation o on o.id = n.organisation
        left join lease l on l.counter = m.counter and l.session = p_session
        order by m.counter
    loop
        if w.known is null then
            return refuse_lease('UNKNOWN_COUNTER', 'no counter ' || w.counter);
        elsif w.lease_state = 'closed' then
            return refuse_lease('SESSION_ENDED', 'the lease of counter ' || w.counter || ' is closed');
        elsif w.seq >= p_seq then
            return refuse_lease('OLD_SEQ', 'seq ' || p_seq || ' is not above ' || w.seq);
        elsif w.floor_total > w.granted then
            return refuse_lease('FLOOR_ABOVE_GRANTED',
                'counter ' || w.counter || ': floor ' || w.floor_total || ' is above the granted ' || w.granted);
        elsif w.want_total > w.granted and ended then
            return refuse_lease('SESSION_ENDED', 'a session that is ending may only shrink');
        elsif w.want_total > w.granted and w.tenant_state = 'suspended' then
            return refuse_lease('TENANT_SUSPENDED', 'the organisation is suspended');
        end if;
        total := lease_total(w.granted, w.posted, w.floor_total, w.want_total, case
            when w.end_at <= clock_timestamp() then 0
            when w.hard then w.cap_target - w.committed
            else 4611686018427387904 - w.committed end);
        if total < w.want_total and w.end_at > clock_timestamp() then
            wanting := wanting || w.counter;
        end if;
        counters := counters || w.counter;
        totals := totals || total;
    end loop;

    -- Of two orders for which requests wait the one that has waited longer goes before the other, and of two equal ones
    -- the lower session's: its router keeps what it asks for.
    if not p_final and cardinality(wanting) > 0 then
        select jsonb_build_object('outcome', 'recall', 'leases', jsonb_agg(jsonb_build_object(
            'session', l.session, 'lease', l.id, 'moved', k.moved, 'kept', k.kept) order by l.id))
        into answer
        from lease l join session o on o.id = l.session
        cross join lateral (select (l.waiting_since, l.session) < (p_waiting_since, p_session) as first) b
        cross join lateral (select coalesce(b.first and l.waiting_seq > l.seq, false) as kept,
            greatest(l.grown_seq, case when b.first then l.waiting_seq end) as moved) k
        where l.counter = any (wanting) and l.state = 'open' and l.session <> p_session and l.granted > l.posted
          and o.state = 'live' and o.admit_until > clock_timestamp()
        having count(*) filter (where k.kept or not exists (
            select 1 from unnest(p_called, p_called_moved) as c (lease, moved)
            where c.lease = l.id and c.moved >= k.moved)) > 0;
        if found then
            update lease set waiting_seq = p_seq, waiting_since = p_waiting_since
            where session = p_session and counter = any (p_counters) and waiting_seq < p_seq
              and p_waiting_since is not null;
            return answer;
        end if;
    end if;
    answer := book_leases(p_session, p_seq, counters, totals);
    insert into lease_answer (session, request_id, answer) values (p_session, p_request_id, answer);
    return answer;
end $$;

-- Books the totals on rows that the caller has locked. A grant never raises the cap in force, so that the constraint
-- stands against a rule above that is wrong.
create or replace function book_leases(p_session bigint, p_seq bigint, p_counters bigint[], p_totals bigint[])
returns jsonb language plpgsql as $$
begin
    update counter c set
        committed = c.committed + g.growth,
        cap_in_force = case when c.hard then greatest(t.cap_target, least(c.cap_in_force, c.committed + g.growth))
            else t.cap_target end
    from (select m.counter, m.total - coalesce(l.granted, 0) as growth
          from unnest(p_counters, p_totals) as m (counter, total)
          left join lease l on l.counter = m.counter and l.session = p_session) g, tenant_limit t
    where c.id = g.counter and t.id = c.tenant_limit and g.growth <> 0;
    insert into lease as l (counter, session, granted, seq, grown_seq)
    select m.counter, p_session, m.total, p_seq, p_seq from unnest(p_counters, p_totals) as m (counter, total)
    order by m.counter
    on conflict (counter, session) do update set granted = excluded.granted, seq = excluded.seq,
        grown_seq = case when excluded.granted > l.granted then excluded.seq else l.grown_seq end;
    return jsonb_build_object('outcome', 'granted', 'asOf', clock_timestamp(), 'grants', coalesce((
        select jsonb_agg(jsonb_build_object('lease', l.id, 'counter', c.id, 'granted', l.granted, 'end', c.end_at,
            'cap', c.cap_in_force, 'committed', c.committed,
            'spent', (select v.spent from counter_spent v where v.id = c.id)) order by c.id)
        from counter c join lease l on l.counter = c.id and l.session = p_session
        where c.id = any (p_counters)), '[]'::jsonb));
end $$;
