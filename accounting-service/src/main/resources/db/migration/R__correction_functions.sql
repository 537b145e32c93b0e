-- Corrections of a charge: entries, never edits. Lock order: months, the usage row, counters by id, leases by id.
--
-- Answers {"outcome": "done", "node", "answer"}, {"outcome": "missing", "what", "id"} or
-- {"outcome": "conflict", "field", "message"}, as all administrative functions of the ledger do.

create or replace function ledger_conflict(p_field text, p_message text) returns jsonb language sql immutable as $$
    select jsonb_build_object('outcome', 'conflict', 'field', p_field, 'message', p_message);
$$;

create or replace function ledger_missing(p_what text, p_id text) returns jsonb language sql immutable as $$
    select jsonb_build_object('outcome', 'missing', 'what', p_what, 'id', p_id);
$$;

create or replace function ledger_done(p_node text, p_answer jsonb) returns jsonb language sql immutable as $$
    select jsonb_build_object('outcome', 'done', 'node', p_node, 'answer', p_answer);
$$;

-- A refund gives back of the charge; a debit takes back what was refunded and touches no counter.
create or replace function correct_charge(p_reservation uuid, p_attempt int, p_kind text, p_amount bigint,
    p_reason text, p_actor text) returns jsonb language plpgsql as $$
declare
    u usage;
    now_at timestamptz;
    refunded bigint;
    given_back bigint;
    back bigint := 0;
    c correction;
begin
    perform hold_months();
    select * into u from usage
    where day = (uuid_extract_timestamp(p_reservation) at time zone 'UTC')::date
      and reservation = p_reservation and attempt = p_attempt
    for no key update;
    if not found then
        return ledger_missing('usage', p_reservation || '/' || p_attempt);
    end if;
    select coalesce(sum(case kind when 'refund' then amount else -amount end), 0), coalesce(sum(counter_amount), 0)
    into refunded, given_back
    from correction where day = u.day and reservation = u.reservation and attempt = u.attempt;
    if p_kind = 'refund' and p_amount > u.charge - refunded then
        return ledger_conflict('amount', 'the charge is ' || u.charge || ' nano-USD and ' || refunded
            || ' of it are refunded: at most ' || (u.charge - refunded) || ' can be');
    elsif p_kind = 'debit' and p_amount > refunded then
        return ledger_conflict('amount',
            refunded || ' nano-USD of the charge are refunded: a debit takes back at most that');
    end if;
    now_at := clock_timestamp();
    -- What earlier refunds gave back to the counters is not given a second time, though a debit took it back.
    if p_kind = 'refund' then
        back := greatest(refunded + p_amount - given_back, 0);
        perform give_back(u.leases, u.counters, u.units, back, now_at);
    end if;
    insert into correction (day, reservation, attempt, kind, amount, counter_amount, reason, actor, at, period, batch)
    values (u.day, u.reservation, u.attempt, p_kind, p_amount, back, p_reason, p_actor, now_at, this_period(),
        nextval('entry_batch'))
    returning * into c;
    perform book_correction(c, u.project, u.credit);
    return ledger_done(u.organisation, jsonb_build_object('correction', c.id, 'reservation', c.reservation,
        'attempt', c.attempt, 'kind', c.kind, 'amountNanoUsd', c.amount, 'reason', c.reason, 'at', c.at,
        'month', to_char(c.period, 'YYYY-MM'), 'chargeNanoUsd', u.charge,
        'refundedNanoUsd', refunded + case p_kind when 'refund' then p_amount else -p_amount end));
end $$;

-- A debit is owed by the project: credit never falls but by what leases allowed. A refund of what credit paid goes
-- back to it as it goes back to its counter, else to the project.
create or replace function book_correction(c correction, p_project text, p_credit text) returns void
language plpgsql as $$
declare
    owed bigint := case c.kind when 'refund' then -c.amount else c.amount end;
    to_credit bigint := case when p_credit is null then 0 else -c.counter_amount end;
begin
    perform book_batches(array[c.batch, c.batch, c.batch], array[c.period, c.period, c.period],
        array['tenant', 'credit', 'correction'], array[p_project, coalesce(p_credit, ''), ''],
        array[owed - to_credit, to_credit, -owed]);
end $$;

-- Lowers what is committed in money of the windows that are still open, and as much of what is spent: on the lease
-- while it is open, on the counter once it is closed. Windows of an hour or less get nothing
-- back: they renew before it would matter, and every request of their path locks their counters.
create or replace function give_back(p_leases bigint[], p_counters bigint[], p_units text[], p_amount bigint,
    p_at timestamptz) returns void language plpgsql as $$
declare
    open_leases bigint[];
begin
    open_leases := array(select lease from refundable_leases(p_leases, p_counters, p_units, p_at));
    perform 1 from counter where id in (select counter from lease where id = any (open_leases)) order by id
        for no key update;
    perform 1 from lease where id = any (open_leases) order by id for no key update;
    update counter c set
        committed = c.committed - p_amount,
        closed_spent = c.closed_spent - case l.state when 'closed' then p_amount else 0 end,
        cap_in_force = case when c.hard then greatest(t.cap_target, c.committed - p_amount) else t.cap_target end
    from lease l, tenant_limit t
    where l.id = any (open_leases) and c.id = l.counter and t.id = c.tenant_limit;
    update lease set refunded = refunded + p_amount where id = any (open_leases);
end $$;

create or replace function refundable_leases(p_leases bigint[], p_counters bigint[], p_units text[], p_at timestamptz)
returns table (lease bigint) language sql stable as $$
    select h.lease
    from unnest(p_leases, p_counters, p_units) as h (lease, counter, unit)
    join counter c on c.id = h.counter
    where h.unit = 'nano-usd' and p_at < c.end_at and c.window_kind not in ('minute', 'hour');
$$;
