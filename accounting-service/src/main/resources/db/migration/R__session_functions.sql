-- Sessions: live, draining, fenced, closed. The database's clock is accounting's clock.

create or replace function session_times(s session) returns jsonb language sql stable as $$
    select jsonb_build_object('session', s.id, 'now', clock_timestamp(), 'admitUntil', s.admit_until,
        'voidBy', s.void_by, 'version', (select version from configuration));
$$;

-- A new session. The live one of the same router and class drains at once: a session is never resumed.
create or replace function register_session(p_router text, p_class text, p_ttl interval, p_life interval)
returns jsonb language plpgsql as $$
declare
    s session;
begin
    perform refuse_while_set_back();
    perform pg_advisory_xact_lock(hashtext('accounting.session.' || p_class || '.' || p_router));
    update session set state = 'draining' where router = p_router and class = p_class and state = 'live';
    insert into session (router, class, admit_until, void_by)
    values (p_router, p_class, clock_timestamp() + p_ttl, clock_timestamp() + p_ttl + p_life)
    returning * into s;
    return session_times(s);
end $$;

-- Extends a live session; null if it has ended. One that was silent past admit_until ends here.
create or replace function heartbeat_session(p_session bigint, p_acknowledged bigint, p_ttl interval,
    p_short_life interval, p_long_life interval) returns jsonb language plpgsql as $$
declare
    s session;
begin
    update session set
        admit_until = clock_timestamp() + p_ttl,
        void_by = greatest(void_by, clock_timestamp() + p_ttl
            + case class when 'long' then p_long_life else p_short_life end),
        acknowledged_version = greatest(acknowledged_version, p_acknowledged)
    where id = p_session and state = 'live' and admit_until >= clock_timestamp()
    returning * into s;
    if found then
        return session_times(s);
    end if;
    update session set state = 'draining' where id = p_session and state = 'live';
    return null;
end $$;

create or replace function drain_session(p_session bigint) returns void language sql as $$
    update session set state = 'draining' where id = p_session and state = 'live';
$$;

-- Drains the sessions whose router went silent; tells how many.
create or replace function drain_overdue_sessions() returns int language plpgsql as $$
declare
    drained int;
begin
    update session set state = 'draining'
    where id in (select id from session where state = 'live' and admit_until < clock_timestamp()
        order by id for no key update skip locked);
    get diagnostics drained = row_count;
    return drained;
end $$;

-- Draining sessions of which no token can be valid any more.
create or replace function sessions_to_fence(p_skew interval, p_limit int) returns setof bigint language sql as $$
    select id from session where state = 'draining' and clock_timestamp() > void_by + p_skew
    order by id limit p_limit;
$$;

-- Books where the fences of a session came to lie. A second telling changes nothing.
create or replace function fence_session(p_session bigint, p_partitions int[], p_offsets bigint[])
returns void language plpgsql as $$
begin
    perform 1 from session where id = p_session and state = 'draining' for no key update;
    if not found then
        return;
    end if;
    insert into fence (session, partition, log_offset)
    select p_session, f.partition, f.log_offset from unnest(p_partitions, p_offsets) as f (partition, log_offset)
    on conflict do nothing;
    update session set state = 'fenced' where id = p_session;
end $$;

-- Whether a hold on the lease stands in a quarantined record that is not resolved.
create or replace function awaits_quarantine(p_session bigint, p_lease bigint) returns boolean language sql stable as $$
    select exists (select 1 from quarantine q
        where q.session = p_session and q.resolution is null and p_lease = any (q.leases));
$$;

-- Closes what the poster has passed: the unposted part of each lease leaves `committed`, its posted part is spent
-- for good. At most p_limit leases a call, of as many sessions; a lease with an unresolved quarantined hold waits, and
-- a session of such leases alone holds up no other.
create or replace function close_leases(p_limit int) returns int language plpgsql as $$
declare
    passed bigint[];
    chosen bigint[];
begin
    select array_agg(id) into passed from (
        select s.id from session s
        where s.state = 'fenced'
          and exists (select 1 from fence f where f.session = s.id)
          and not exists (select 1 from fence f left join consumer_offset o on o.partition = f.partition
              where f.session = s.id and coalesce(o.next_offset, 0) <= f.log_offset)
          and (exists (select 1 from lease l
                  where l.session = s.id and l.state = 'open' and not awaits_quarantine(l.session, l.id))
              or not exists (select 1 from lease l where l.session = s.id and l.state = 'open'))
        order by s.id limit p_limit for update skip locked) candidates;
    if passed is null then
        return 0;
    end if;
    chosen := array(
        select l.id from lease l
        where l.session = any (passed) and l.state = 'open' and not awaits_quarantine(l.session, l.id)
        order by l.id limit p_limit);
    perform 1 from counter where id in (select counter from lease where id = any (chosen)) order by id
        for no key update;
    perform 1 from lease where id = any (chosen) order by id for no key update;
    update counter c set
        committed = c.committed - back.unposted,
        closed_spent = c.closed_spent + back.posted,
        cap_in_force = case when c.hard then greatest(t.cap_target, c.committed - back.unposted)
            else t.cap_target end
    from (select counter, sum(granted - posted) as unposted, sum(posted - refunded) as posted
          from lease where id = any (chosen) group by counter) back, tenant_limit t
    where c.id = back.counter and t.id = c.tenant_limit;
    update lease set state = 'closed' where id = any (chosen);
    update session s set state = 'closed'
    where s.id = any (passed) and not exists (select 1 from lease l where l.session = s.id and l.state = 'open');
    return cardinality(chosen);
end $$;

-- Forgets old answers, for which no message can ask any more.
drop function if exists forget_old(interval, interval, interval);
create or replace function forget_old(p_answers interval, p_writes interval) returns void language sql as $$
    delete from lease_answer where created_at < clock_timestamp() - p_answers;
    delete from idempotent_write where created_at < clock_timestamp() - p_writes;
$$;

-- Forgets closed short windows, at most p_most; tells how many.
create or replace function forget_windows(p_windows interval, p_most int) returns int language plpgsql as $$
declare
    gone bigint[];
begin
    gone := array(
        select c.id from counter c
        where c.window_kind in ('minute', 'hour') and c.end_at < clock_timestamp() - p_windows
          and not exists (select 1 from lease l where l.counter = c.id and l.state = 'open')
        order by c.id limit p_most);
    delete from lease where counter = any (gone);
    delete from counter where id = any (gone);
    return cardinality(gone);
end $$;

-- A partition whose log was made anew, shorter than what was posted of it: posts from its start. Fences that lay in
-- the old log say nothing of the new one, so their sessions are fenced again.
create or replace function restart_log(p_partition int, p_next bigint) returns bigint language plpgsql as $$
declare
    resumed bigint;
begin
    update consumer_offset set next_offset = 0 where partition = p_partition and next_offset = p_next;
    if found then
        update session s set state = 'draining'
        where s.state = 'fenced' and exists (
            select 1 from fence f where f.session = s.id and f.partition = p_partition);
        delete from fence f using session s
        where s.id = f.session and f.partition = p_partition and s.state <> 'closed';
        insert into outbox (kind, subject, message)
        values ('alarm', 'usage_log_restarted', 'partition ' || p_partition || ' was at offset ' || p_next);
    end if;
    select next_offset into resumed from consumer_offset where partition = p_partition;
    return resumed;
end $$;
