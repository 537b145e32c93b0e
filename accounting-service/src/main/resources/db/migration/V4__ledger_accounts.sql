-- What an attempt costs the operator, meter by meter, in which month; corrections, prepaid credit, month close.

-- What a pool's hardware costs. The rate of an attempt is the one in effect when its event was appended.
create table pool_rate (
    pool              text not null check (length(pool) between 1 and 256),
    nano_usd_per_hour bigint not null check (nano_usd_per_hour between 0 and 1000000000000000),
    effective_at      timestamptz not null,
    primary key (pool, effective_at)
);
create trigger pool_rate_is_immutable before update or delete on pool_rate
    for each statement execute function refuse_change();

-- Accounting months (UTC) into which nothing is booked any more.
create table closed_period (
    period    date primary key check (period = date_trunc('month', period)),
    closed_at timestamptz not null default clock_timestamp(),
    actor     text not null
);
create trigger closed_period_is_immutable before update or delete on closed_period
    for each statement execute function refuse_change();

-- One rounding an attempt, allocated to its meters (MeterSplit has the rule and its proof): the picos are added up
-- meter by meter, each running sum is rounded up to nano-USD and cut at the charge; a meter's part is the difference.
create function meter_charges(p_pico_usd numeric[], p_charge bigint) returns bigint[] language sql immutable as $$
    select array[r[1], r[2] - r[1], r[3] - r[2], r[4] - r[3]]
    from (select array[
        least(ceil(p_pico_usd[1] / 1000), p_charge)::bigint,
        least(ceil((p_pico_usd[1] + p_pico_usd[2]) / 1000), p_charge)::bigint,
        least(ceil((p_pico_usd[1] + p_pico_usd[2] + p_pico_usd[3]) / 1000), p_charge)::bigint,
        least(ceil((p_pico_usd[1] + p_pico_usd[2] + p_pico_usd[3] + p_pico_usd[4]) / 1000), p_charge)::bigint] as r) t;
$$;

-- Busy time at a pool's rate, exact, rounded up once.
create function busy_cost(p_busy_micros bigint, p_nano_usd_per_hour bigint) returns bigint language sql immutable
as $$
    select div(p_busy_micros::numeric * p_nano_usd_per_hour + 3599999999, 3600000000)::bigint;
$$;

-- cost = charge + operator_borne: what the tenant pays of the price, and what of it the operator bears.
-- operator_cost is another thing: what the hardware cost. Margin = charge - operator_cost.
alter table usage rename column operator_cost to operator_borne;
alter table usage
    add column busy_micros            bigint not null default 0 check (busy_micros >= 0),
    -- Null: the pool had no rate.
    add column pool_nano_usd_per_hour bigint,
    add column operator_cost          bigint not null default 0 check (operator_cost >= 0),
    -- Prompt not cached, cached prompt, cache write, completion: tokens x price, exact; and their parts of the charge.
    add column meter_pico_usd         numeric(39, 0)[] not null default '{0,0,0,0}',
    add column meter_charge           bigint[] not null default '{0,0,0,0}',
    add column metadata               jsonb not null default '{}',
    -- Node whose prepaid credit paid; null: the project owes it.
    add column credit                 text,
    -- Month of the books, and whether the attempt's own month was closed before it came.
    add column period                 date,
    add column carried                boolean not null default false;

update usage u set
    busy_micros = round(busy_seconds * 1000000)::bigint,
    period = date_trunc('month', day),
    meter_pico_usd = coalesce((
        select array[(u.prompt_tokens - u.cached_prompt_tokens)::numeric * p.prompt_pico_usd,
            u.cached_prompt_tokens::numeric * p.cached_prompt_pico_usd,
            u.cache_write_tokens::numeric * p.cache_write_pico_usd,
            u.completion_tokens::numeric * p.completion_pico_usd]
        from price p
        where p.version = u.price_version and p.variant = u.variant and p.lane = u.lane and p.pool in (u.pool, '')
          and ceil(((u.prompt_tokens - u.cached_prompt_tokens)::numeric * p.prompt_pico_usd
            + u.cached_prompt_tokens::numeric * p.cached_prompt_pico_usd
            + u.cache_write_tokens::numeric * p.cache_write_pico_usd
            + u.completion_tokens::numeric * p.completion_pico_usd) / 1000) = u.cost
        order by p.pool desc limit 1), array[0, 0, 0, u.cost::numeric * 1000]);
update usage set meter_charge = meter_charges(meter_pico_usd, charge);
alter table usage
    alter column period set not null,
    alter column busy_micros drop default,
    alter column operator_cost drop default,
    alter column meter_pico_usd drop default,
    alter column meter_charge drop default,
    alter column carried drop default,
    add check (cardinality(meter_pico_usd) = 4 and cardinality(meter_charge) = 4),
    add check (meter_charge[1] + meter_charge[2] + meter_charge[3] + meter_charge[4] = charge),
    add check (period = date_trunc('month', period));

-- A batch of entries belongs to one month.
alter table entry add column period date;
alter table entry disable trigger entry_is_immutable;
update entry e set period = coalesce((select u.period from usage u where u.batch = e.batch limit 1),
    date_trunc('month', now() at time zone 'UTC')::date);
alter table entry enable trigger entry_is_immutable;
alter table entry alter column period set not null, add check (period = date_trunc('month', period));

-- tenant: a project's debt. credit: what is left of a node's prepaid credit, negative as all that is owed to others.
-- funds: what was paid in. correction: refunds less what was charged after all. operator_cost: hardware by pool,
-- against capacity. The operator bears late_usage, provider_variance, posting_guard and quarantine_borne.
alter table account drop constraint account_kind_check;
alter table account add check (kind in ('tenant', 'usage_income', 'late_usage', 'provider_variance', 'posting_guard',
    'quarantine_borne', 'operator_cost', 'capacity', 'correction', 'credit', 'funds'));
insert into account (kind) values ('quarantine_borne'), ('capacity'), ('correction'), ('funds');

-- What corrections gave back of an open lease's posted amount: its window may spend it again.
alter table lease add column refunded bigint not null default 0,
    add constraint lease_refunded_within_posted check (0 <= refunded and refunded <= posted);
-- Posting touches the same few leases again and again: room for updates on the page.
alter table lease set (fillfactor = 50);

create or replace view counter_spent as
select c.id, (c.closed_spent + coalesce(
    (select sum(l.posted - l.refunded) from lease l where l.counter = c.id and l.state = 'open'), 0))::bigint as spent
from counter c;

-- Changes to a charge after the fact. A refund gives back, a debit takes back what was refunded: their sum stays
-- within the charge. `counter_amount` is what the refund gave back to the counters of windows still open.
create table correction (
    id             bigint primary key generated always as identity,
    day            date not null,
    reservation    uuid not null,
    attempt        int not null,
    kind           text not null check (kind in ('refund', 'debit')),
    amount         bigint not null check (amount > 0),
    counter_amount bigint not null default 0 check (counter_amount between 0 and amount),
    reason         text not null check (length(reason) between 1 and 1000),
    actor          text not null,
    at             timestamptz not null default clock_timestamp(),
    period         date not null,
    batch          bigint not null unique,
    foreign key (day, reservation, attempt) references usage (day, reservation, attempt),
    check (kind = 'refund' or counter_amount = 0)
);
create index correction_usage on correction (day, reservation, attempt);
create index correction_period on correction (period);
create trigger correction_is_immutable before update or delete on correction
    for each statement execute function refuse_change();

-- Prepaid credit of a node: a hard limit in total, raised by each top-up.
create table credit (
    node         text primary key references tenant_node,
    tenant_limit bigint not null unique references tenant_limit
);
create table top_up (
    id     bigint primary key generated always as identity,
    node   text not null references credit,
    amount bigint not null check (amount > 0),
    reason text not null check (length(reason) between 1 and 1000),
    actor  text not null,
    at     timestamptz not null default clock_timestamp(),
    period date not null,
    batch  bigint not null unique
);
create index top_up_node on top_up (node, id);
create trigger top_up_is_immutable before update or delete on top_up
    for each statement execute function refuse_change();

-- What is known of a quarantined event: when the log took it in, its attempt and cost; and who resolved it and why.
alter table quarantine
    add column appended_at timestamptz,
    add column reservation uuid,
    add column attempt     int,
    add column cost        bigint check (cost >= 0),
    add column period      date,
    add column batch       bigint unique,
    add column actor       text,
    add column reason      text;
create index quarantine_open on quarantine (id) where resolution is null;
create index quarantine_attempt on quarantine (reservation, attempt);
