-- Limits, their counters, and what routers hold of them.

create sequence tenant_limit_id;
create table tenant_limit (
    id          bigint primary key default nextval('tenant_limit_id'),
    node        text not null references tenant_node,
    unit        text not null check (unit in ('nano-usd', 'tokens', 'requests')),
    window_kind text not null check (window_kind in ('minute', 'hour', 'day', 'week', 'month', 'total')),
    zone        text not null,
    hard        boolean not null,
    cap_target  bigint not null check (cap_target between 0 and 4611686018427387904),
    version     bigint not null,
    unique (node, unit, window_kind)
);

-- One limit in one instance of its window. `committed` is spent and leased together: only a grant raises it,
-- only a shrink or a close lowers it; posting never touches it.
create table counter (
    id           bigint primary key generated always as identity,
    tenant_limit bigint not null references tenant_limit,
    start_at     timestamptz not null,
    end_at       timestamptz not null check (start_at < end_at),
    hard         boolean not null,
    cap_in_force bigint not null check (cap_in_force between 0 and 4611686018427387904),
    committed    bigint not null default 0,
    closed_spent bigint not null default 0,
    unique (tenant_limit, start_at),
    constraint counter_committed_within_cap check (0 <= committed and (not hard or committed <= cap_in_force)),
    constraint counter_closed_spent_within_committed check (0 <= closed_spent and closed_spent <= committed)
);
create index counter_end on counter (end_at);

-- One life of one router process.
create table session (
    id                   bigint primary key generated always as identity,
    router               text not null check (length(router) between 1 and 128),
    class                text not null check (class in ('short', 'long')),
    state                text not null default 'live' check (state in ('live', 'draining', 'fenced', 'closed')),
    seq                  bigint not null default -1,
    admit_until          timestamptz not null,
    void_by              timestamptz not null check (admit_until <= void_by),
    acknowledged_version bigint not null default 0,
    created_at           timestamptz not null default clock_timestamp()
);
create unique index session_live on session (router, class) where state = 'live';
create index session_unclosed on session (state, void_by) where state <> 'closed';

-- What one session may spend of one counter. `seq` fences the messages about it: totals apply in their order.
create table lease (
    id      bigint primary key generated always as identity,
    counter bigint not null references counter,
    session bigint not null references session,
    granted bigint not null default 0,
    posted  bigint not null default 0,
    seq     bigint not null,
    state   text not null default 'open' check (state in ('open', 'closed')),
    unique (counter, session),
    constraint lease_posted_within_granted check (0 <= posted and posted <= granted)
);
create index lease_session on lease (session);
create index lease_open on lease (counter) where state = 'open';

-- Answers already given, for messages that come twice.
create table lease_answer (
    session    bigint not null references session,
    request_id text not null check (length(request_id) between 1 and 128),
    answer     jsonb not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (session, request_id)
);
create index lease_answer_age on lease_answer (created_at);

create view counter_spent as
select c.id, (c.closed_spent + coalesce(
    (select sum(l.posted) from lease l where l.counter = c.id and l.state = 'open'), 0))::bigint as spent
from counter c;

-- "Every usage event of this session is before this offset", by partition of the usage log.
create table fence (
    session    bigint not null references session,
    partition  int not null,
    log_offset bigint not null,
    primary key (session, partition)
);

-- Where the poster stands in the usage log: the offsets live here, not in the broker.
create table consumer_offset (
    partition   int primary key,
    next_offset bigint not null check (next_offset >= 0),
    -- The broker's time of the newest record posted: spend is complete up to then.
    appended_at timestamptz
);

-- Whose turn a periodic job of several instances is.
create table job_turn (
    job    text primary key,
    ran_at timestamptz not null
);
create function take_turn(p_job text, p_every interval) returns boolean language plpgsql as $$
begin
    if not pg_try_advisory_xact_lock(hashtext('accounting.' || p_job)) then
        return false;
    end if;
    insert into job_turn as turn (job, ran_at) values (p_job, clock_timestamp())
    on conflict (job) do update set ran_at = clock_timestamp()
        where turn.ran_at <= clock_timestamp() - p_every;
    return found;
end $$;
