-- Books that were set back: how that is noticed, and that nothing is granted until every earlier session is void.

-- The next tick, if it is the caller's turn: {"number", "mark", "voidBy"}; null if it is not. It must be committed
-- before it is appended to the log. p_life: how long sessions that live now, or begin before the next tick, may live.
create or replace function take_tick(p_every interval, p_life interval) returns jsonb language plpgsql as $$
declare
    taken tick;
begin
    if not take_turn('tick', p_every) then
        return null;
    end if;
    insert into tick (number, mark, taken_at)
    select coalesce(max(t.number), 0) + 1, gen_random_uuid(), clock_timestamp() from tick t
    returning * into taken;
    return jsonb_build_object('number', taken.number, 'mark', taken.mark, 'voidBy', clock_timestamp() + p_life);
end $$;

-- Ticks that were read from the log. Where the books lack one they were set back: sessions end at once, and none opens
-- until those of which the books may have lost something are void. Tells whether one is lacking. Of ticks older than
-- those that are kept nothing can be said.
create or replace function see_ticks(p_numbers bigint[], p_marks uuid[], p_void_by timestamptz[]) returns boolean
language plpgsql as $$
declare
    lost_until timestamptz;
    lost_number bigint;
    held set_back;
begin
    if cardinality(p_numbers) = 0 then
        return false;
    end if;
    select max(s.void_by), max(s.number) into lost_until, lost_number
    from unnest(p_numbers, p_marks, p_void_by) as s (number, mark, void_by)
    where s.number >= coalesce((select min(t.number) from tick t), 0)
      and not exists (select 1 from tick t where t.number = s.number and t.mark = s.mark);
    if lost_until is null then
        return false;
    end if;
    -- One notices at a time.
    perform pg_advisory_xact_lock(hashtext('accounting.set_back'));
    select * into held from set_back for no key update;
    if held.grants_from is null or held.noticed_at < clock_timestamp() - interval '1 hour' then
        -- Tokens in the log may bear ids that were given after what was lost: they are not given again.
        perform setval(pg_get_serial_sequence('session', 'id'), nextval(pg_get_serial_sequence('session', 'id')) + 1000000);
        perform setval(pg_get_serial_sequence('lease', 'id'), nextval(pg_get_serial_sequence('lease', 'id')) + 1000000);
        perform setval(pg_get_serial_sequence('counter', 'id'), nextval(pg_get_serial_sequence('counter', 'id')) + 1000000);
        insert into outbox (kind, subject, message) values ('alarm', 'books_set_back',
            'the usage log has tick ' || lost_number || ', which the books lack: they were restored, or a standby was '
            || 'promoted that lagged. Nothing is granted until '
            || words_of_time(greatest(lost_until, held.grants_from)) || ' or, as more of the log is read, later');
        insert into set_back (grants_from, noticed_at) values (lost_until, clock_timestamp())
        on conflict (id) do update set noticed_at = excluded.noticed_at;
    end if;
    update set_back set grants_from = greatest(grants_from, lost_until);
    -- What they may have been told and the books have lost ends with them; until then their usage is theirs.
    update session set state = 'draining', void_by = greatest(void_by, lost_until)
    where id in (select s.id from session s where s.state in ('live', 'draining') order by s.id for no key update);
    return true;
end $$;

create or replace function words_of_time(p_time timestamptz) returns text language sql stable as $$
    select to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
$$;

-- Raises CA003 while nothing may be granted.
create or replace function refuse_while_set_back() returns void language plpgsql stable as $$
declare
    held timestamptz;
begin
    select grants_from into held from set_back;
    if held > clock_timestamp() then
        raise exception 'the books were set back: nothing is granted until %, when every earlier session is void',
            words_of_time(held) using errcode = 'CA003';
    end if;
end $$;

-- Forgets ticks that no reader of the log can come by again, were it to begin where these books stand.
create or replace function forget_ticks() returns void language sql as $$
    delete from tick
    where taken_at < (select min(appended_at) from consumer_offset) - interval '1 hour'
      and number < (select max(number) from tick)
      and not exists (select 1 from consumer_offset where appended_at is null);
$$;
