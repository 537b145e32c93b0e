-- Takes tasks that are due, of each organisation only the oldest that is open, so that its steps stay in order.
-- A task taken is another instance's again after p_hold: whoever finishes it names its taking.
create or replace function take_identity_tasks(p_most int, p_hold interval) returns setof identity_task
language sql as $$
    update identity_task set attempts = attempts + 1, taken = taken + 1, next_at = clock_timestamp() + p_hold
    where id in (
        select t.id from identity_task t
        where t.state = 'pending' and t.next_at <= clock_timestamp() and not exists (
            select 1 from identity_task e
            where e.organisation = t.organisation and e.state = 'pending' and e.id < t.id)
        order by t.id limit p_most for update skip locked)
    returning *;
$$;

-- False: the task is not the caller's any more.
create or replace function finish_identity_task(p_id bigint, p_taken bigint, p_state text, p_pause interval,
    p_error text) returns boolean language plpgsql as $$
begin
    update identity_task set state = p_state, next_at = clock_timestamp() + p_pause, last_error = p_error,
        finished_at = case when p_state <> 'pending' then clock_timestamp() end
    where id = p_id and taken = p_taken and state = 'pending';
    return found;
end $$;
