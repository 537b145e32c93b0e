-- One idempotency key, one price: of all runs of a key whose answer was lost the tenant pays as much as the dearest one
-- cost, and the operator the rest, as refunds. Which run's usage is posted first does not matter.

create or replace function note_reruns(p_reservations uuid[], p_rerun_of uuid[]) returns void language sql as $$
    insert into rerun (reservation, rerun_of)
    select distinct on (n.reservation) n.reservation, n.rerun_of
    from unnest(p_reservations, p_rerun_of) as n (reservation, rerun_of)
    where n.reservation <> n.rerun_of
    order by n.reservation
    on conflict do nothing;
$$;

-- What is to be refunded of the runs of a key, the latest first. Runs of another project are not its runs: nobody gets
-- money back by naming a stranger's reservation.
create or replace function rerun_refunds(p_first uuid) returns table (reservation uuid, attempt int, amount bigint)
language sql stable as $$
    with run as (
        select p_first as reservation
        union select r.reservation from rerun r where r.rerun_of = p_first),
    paid as materialized (
        select u.project, u.reservation, u.attempt, u.charge, u.charge - coalesce((
            select sum(case c.kind when 'refund' then c.amount else -c.amount end) from correction c
            where c.day = u.day and c.reservation = u.reservation and c.attempt = u.attempt), 0) as net
        from run join usage u on u.reservation = run.reservation
            and u.day = (uuid_extract_timestamp(run.reservation) at time zone 'UTC')::date
        -- What a hedge gives back is no run's price.
        where u.attempt is distinct from hedge_loser(u.reservation)),
    dearest as (
        select g.project, max(g.charge) as charge
        from (select project, reservation, sum(charge) as charge from paid group by 1, 2) g
        group by g.project having count(*) > 1),
    excess as (
        select p.project, sum(p.net) - d.charge as amount
        from paid p join dearest d on d.project = p.project group by p.project, d.charge),
    taken as (
        select p.*, e.amount - coalesce(sum(p.net) over (partition by p.project
            order by p.reservation desc, p.attempt desc rows between unbounded preceding and 1 preceding), 0) as due
        from paid p join excess e on e.project = p.project where e.amount > 0)
    select t.reservation, t.attempt, least(t.due, t.net)::bigint
    from taken t where t.due > 0 and t.net > 0
    order by t.reservation desc, t.attempt desc;
$$;

-- First runs of keys of which something is to be refunded.
create or replace function due_reruns(p_most int) returns table (first_run uuid) language sql stable as $$
    select w.rerun_of from (select distinct r.rerun_of from rerun r where not r.settled) w
    where exists (select 1 from rerun_refunds(w.rerun_of))
    order by w.rerun_of limit p_most;
$$;

-- Refunds one attempt, so that no transaction holds the leases of two; tells whether it did.
create or replace function refund_rerun(p_first uuid) returns boolean language plpgsql as $$
declare
    due record;
begin
    perform pg_advisory_xact_lock(hashtext('accounting.rerun'), hashtext(p_first::text));
    select * into due from rerun_refunds(p_first) limit 1;
    if not found then
        return false;
    end if;
    return correct_charge(due.reservation, due.attempt, 'refund', due.amount,
        'another run of the same idempotency key, first ' || p_first || ', was charged', 'rerun') ->> 'outcome' = 'done';
end $$;

-- Keys whose last run was noted so long ago that no usage of theirs can come any more.
create or replace function settle_reruns(p_after interval) returns void language sql as $$
    update rerun r set settled = true
    where not r.settled and r.noted_at < clock_timestamp() - p_after
      and not exists (select 1 from rerun_refunds(r.rerun_of));
$$;

-- A replay may bring the usage that was thought never to come, of the first run of a key or of a later one.
create or replace function watch_rerun_again(p_reservation uuid) returns void language sql as $$
    update rerun r set settled = false, noted_at = clock_timestamp()
    where r.settled and (r.rerun_of = p_reservation
        or r.rerun_of in (select o.rerun_of from rerun o where o.reservation = p_reservation));
$$;

-- Of the check of the books: of the runs of a key the tenant pays what the dearest cost, once that is settled. What
-- somebody took back of a refund by a debit is no difference.
create or replace function verify_one_price_for_reruns() returns table (subject text, difference text)
language sql stable as $$
    with key as (
        select rerun_of, array_agg(reservation) || rerun_of as runs from rerun
        group by rerun_of having bool_and(settled)),
    due as (
        select k.rerun_of, k.runs, u.project, sum(d.amount) as amount
        from key k cross join lateral rerun_refunds(k.rerun_of) d
        join usage u on u.day = (uuid_extract_timestamp(d.reservation) at time zone 'UTC')::date
            and u.reservation = d.reservation and u.attempt = d.attempt
        group by k.rerun_of, k.runs, u.project)
    select 'rerun ' || d.rerun_of || ' ' || d.project, 'the tenant pays ' || (d.amount - b.taken_back) || ' too much'
    from due d cross join lateral (
        select coalesce(sum(c.amount), 0) as taken_back from unnest(d.runs) r
        join correction c on c.day = (uuid_extract_timestamp(r) at time zone 'UTC')::date and c.reservation = r
        join usage u on u.day = c.day and u.reservation = c.reservation and u.attempt = c.attempt
        where c.kind = 'debit' and u.project = d.project) b
    where d.amount > b.taken_back;
$$;
