-- Two attempts at once, one price: of a hedge and the attempt beside it the tenant pays one, and the operator the other, as
-- a refund. Which of the two is posted first does not matter.

create or replace function note_hedges(p_reservations uuid[], p_attempts int[], p_hedge_of int[]) returns void
language sql as $$
    insert into hedge (reservation, attempt, hedge_of)
    select distinct on (n.reservation) n.reservation, n.attempt, n.hedge_of
    from unnest(p_reservations, p_attempts, p_hedge_of) as n (reservation, attempt, hedge_of)
    where n.attempt >= 1 and n.hedge_of >= 1 and n.hedge_of <> n.attempt
    order by n.reservation, n.attempt
    on conflict do nothing;
$$;

-- The attempt that the operator bears, once both are posted: the one that did not end by itself, and so was no answer;
-- where neither did, the one that brought no token; else the dearer. None before: a single attempt is the tenant's.
create or replace function hedge_loser(p_reservation uuid) returns int language sql stable as $$
    with posted as (
        select u.attempt, u.charge, case
            when u.finish_reason in ('stop', 'length', 'budget', 'deadline', 'tool_calls') then 2
            when u.completion_tokens > 0 then 1
            else 0 end as answered
        from usage u
        where u.day = (uuid_extract_timestamp(p_reservation) at time zone 'UTC')::date
          and u.reservation = p_reservation)
    select case
        when a.answered < b.answered then a.attempt
        when a.answered > b.answered then b.attempt
        when a.charge > b.charge then a.attempt
        else b.attempt end
    from hedge h
    join posted a on a.attempt = h.hedge_of
    join posted b on b.attempt = h.attempt
    where h.reservation = p_reservation;
$$;

-- Reservations of which both attempts are posted and nothing was settled yet.
create or replace function due_hedges(p_most int) returns table (reservation uuid) language sql stable as $$
    select h.reservation
    from (select *, (uuid_extract_timestamp(w.reservation) at time zone 'UTC')::date as day
          from hedge w where not w.settled) h
    join usage a on a.day = h.day and a.reservation = h.reservation and a.attempt = h.hedge_of
    join usage b on b.day = h.day and b.reservation = h.reservation and b.attempt = h.attempt
    order by h.reservation limit p_most;
$$;

-- Refunds what is left of the charge of the attempt that the operator bears, once; tells how much that was.
create or replace function refund_hedge(p_reservation uuid) returns bigint language plpgsql as $$
declare
    loser int;
    due bigint;
begin
    perform pg_advisory_xact_lock(hashtext('accounting.hedge'), hashtext(p_reservation::text));
    perform 1 from hedge where reservation = p_reservation and not settled;
    if not found then
        return 0;
    end if;
    loser := hedge_loser(p_reservation);
    if loser is null then
        return 0;
    end if;
    select u.charge - coalesce((
        select sum(case c.kind when 'refund' then c.amount else -c.amount end) from correction c
        where c.day = u.day and c.reservation = u.reservation and c.attempt = u.attempt), 0)
    into due
    from usage u
    where u.day = (uuid_extract_timestamp(p_reservation) at time zone 'UTC')::date
      and u.reservation = p_reservation and u.attempt = loser;
    if due > 0 and correct_charge(p_reservation, loser, 'refund', due,
        'another attempt of the same request ran beside it and was charged', 'hedge') ->> 'outcome' <> 'done'
    then
        return 0;
    end if;
    update hedge set settled = true where reservation = p_reservation;
    return greatest(due, 0);
end $$;

-- Hedges of which the usage of both attempts can no longer come.
create or replace function settle_hedges(p_after interval) returns void language sql as $$
    update hedge h set settled = true
    where not h.settled and h.noted_at < clock_timestamp() - p_after and hedge_loser(h.reservation) is null;
$$;

-- A replay may bring the usage that was thought never to come.
create or replace function watch_hedge_again(p_reservation uuid) returns void language sql as $$
    update hedge set settled = false, noted_at = clock_timestamp() where reservation = p_reservation and settled;
$$;

-- Of the check of the books: of an attempt and its hedge the tenant pays one, once that is settled. What somebody took
-- back of a refund by a debit is no difference.
create or replace function verify_one_price_for_hedges() returns table (subject text, difference text)
language sql stable as $$
    select 'hedge ' || h.reservation || '/' || l.attempt, 'charged ' || u.charge || ', refunded ' || r.refunded
    from hedge h
    cross join lateral (select hedge_loser(h.reservation) as attempt) l
    join usage u on u.day = (uuid_extract_timestamp(h.reservation) at time zone 'UTC')::date
        and u.reservation = h.reservation and u.attempt = l.attempt
    cross join lateral (select coalesce(sum(c.amount), 0) as refunded from correction c
        where c.day = u.day and c.reservation = u.reservation and c.attempt = u.attempt and c.kind = 'refund') r
    where h.settled and u.charge > r.refunded;
$$;
