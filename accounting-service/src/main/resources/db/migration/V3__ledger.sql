-- What was used, and who bears it.

create sequence entry_batch;

-- One row an attempt. `leases`, `counters`, `units`, `held` and `charged` run in parallel, each amount in its unit.
-- cost = charge + operator_cost; bearer names the operator's account where operator_cost is not zero.
create table usage (
    day                  date not null,
    reservation          uuid not null,
    attempt              int not null check (attempt >= 1),
    payload_hash         bytea not null,
    batch                bigint not null default nextval('entry_batch'),
    session              bigint not null,
    leases               bigint[] not null,
    counters             bigint[] not null,
    units                text[] not null,
    held                 bigint[] not null,
    charged              bigint[] not null,
    price_version        text not null,
    cost                 bigint not null check (cost >= 0),
    charge               bigint not null check (charge >= 0),
    operator_cost        bigint not null check (operator_cost >= 0),
    bearer               text not null
        check (bearer in ('tenant', 'late_usage', 'provider_variance', 'posting_guard')),
    organisation         text not null,
    team                 text not null,
    project              text not null,
    key                  text not null,
    subject              text not null,
    variant              text not null,
    pool                 text not null,
    lane                 text not null,
    prompt_tokens        bigint not null,
    cached_prompt_tokens bigint not null,
    cache_write_tokens   bigint not null,
    completion_tokens    bigint not null,
    finish_reason        text not null,
    busy_seconds         double precision not null,
    energy_joules        double precision,
    partition            int not null,
    log_offset           bigint not null,
    appended_at          timestamptz not null,
    posted_at            timestamptz not null default clock_timestamp(),
    primary key (day, reservation, attempt),
    check (cost = charge + operator_cost),
    check (bearer <> 'tenant' or operator_cost = 0),
    check (cardinality(leases) = cardinality(held) and cardinality(leases) = cardinality(charged)
        and cardinality(leases) = cardinality(counters) and cardinality(leases) = cardinality(units))
) partition by range (day);
create index usage_organisation on usage (organisation, day);
create index usage_project on usage (project, day);

-- Makes the partitions of these days, and of any day left out since the newest one there is.
create function make_usage_partitions(p_from date, p_to date) returns int language plpgsql as $$
declare
    newest date;
    each_day date;
    made int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('accounting.usage_partitions'));
    select max(to_date(substring(c.relname from '^usage_(\d{8})$'), 'YYYYMMDD')) into newest
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'usage'::regclass and c.relname ~ '^usage_\d{8}$';
    for each_day in
        select d::date from generate_series(least(p_from, coalesce(newest + 1, p_from)), p_to, interval '1 day') d
    loop
        if to_regclass('usage_' || to_char(each_day, 'YYYYMMDD')) is null then
            execute format('create table %I partition of usage for values from (%L) to (%L)',
                'usage_' || to_char(each_day, 'YYYYMMDD'), each_day, each_day + 1);
            made := made + 1;
        end if;
    end loop;
    return made;
end $$;

-- Double entry in nano-USD: a debit is positive, a credit negative. There is no balance: it is the sum of entries.
create table account (
    id    bigint primary key generated always as identity,
    kind  text not null
        check (kind in ('tenant', 'usage_income', 'late_usage', 'provider_variance', 'posting_guard')),
    -- A project's id; empty for the operator's accounts.
    owner text not null default '',
    unique (kind, owner)
);
insert into account (kind) values ('usage_income'), ('late_usage'), ('provider_variance'), ('posting_guard');

create table entry (
    batch   bigint not null,
    account bigint not null references account,
    amount  bigint not null check (amount <> 0),
    primary key (batch, account)
);
create index entry_account on entry (account);
create trigger entry_is_immutable before update or delete on entry
    for each statement execute function refuse_change();

-- Each statement inserts whole batches: what it inserts into a batch sums to zero, so the batch does, always.
create function refuse_unbalanced_batch() returns trigger language plpgsql as $$
declare
    unbalanced bigint;
begin
    select batch into unbalanced from inserted group by batch having sum(amount) <> 0 limit 1;
    if found then
        raise exception 'entry batch % does not sum to zero', unbalanced using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;
create trigger entry_batches_sum_to_zero after insert on entry
    referencing new table as inserted for each statement execute function refuse_unbalanced_batch();

-- Records of the usage log that could not be posted, whole. What their holds took stays committed until resolved.
create table quarantine (
    id         bigint primary key generated always as identity,
    partition  int not null,
    log_offset bigint not null,
    fault      text not null,
    detail     text not null,
    event_id   text not null,
    payload    bytea not null,
    session    bigint,
    leases     bigint[] not null default '{}',
    held       bigint[] not null default '{}',
    at         timestamptz not null default clock_timestamp(),
    resolution text check (resolution in ('posted', 'operator', 'dismissed')),
    resolved_at timestamptz,
    check ((resolution is null) = (resolved_at is null))
);
create index quarantine_unresolved on quarantine (session) where resolution is null;

-- What others must be told once it is committed.
create table outbox (
    id         bigint primary key generated always as identity,
    kind       text not null check (kind in ('alarm', 'dead-letter')),
    subject    text not null,
    message    text not null,
    created_at timestamptz not null default clock_timestamp(),
    sent_at    timestamptz
);
create index outbox_unsent on outbox (id) where sent_at is null;
