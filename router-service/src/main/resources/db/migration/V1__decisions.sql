-- Routed requests and their attempts. No text of a prompt is ever stored.

create table decision (
    reservation uuid primary key,
    organisation text not null,
    team text not null,
    project text not null,
    api_key text not null default '',
    subject text not null default '',
    decided_at timestamptz not null,
    model text not null,
    utility_min double precision,
    cost_max_nano_usd bigint,
    policy text not null,
    candidates jsonb not null,
    request_id text not null,
    metadata jsonb not null,
    -- True where only the usage event told of it, since its router died before it was stored.
    recovered boolean not null default false
);

comment on column decision.reservation is 'UUID of version 7, of accounting''s time; also the decision id';

-- For the deletion of what is past its retention.
create index decision_decided_at on decision (decided_at);

create table attempt (
    reservation uuid not null references decision on delete cascade,
    attempt integer not null check (attempt >= 1),
    variant text not null,
    pool text not null,
    node text not null,
    node_incarnation text not null,
    lane text not null check (lane in ('realtime', 'batch')),
    hold_nano_usd bigint not null check (hold_nano_usd >= 0),
    price_version text not null,
    prompt_pico_usd bigint not null,
    cached_prompt_pico_usd bigint not null,
    cache_write_pico_usd bigint not null,
    completion_pico_usd bigint not null,
    usage_partition integer not null,
    publish_by timestamptz not null,
    state text not null check (state in ('open', 'settled', 'refused', 'abandoned')),
    cost_nano_usd bigint check (cost_nano_usd >= 0),
    token_usage jsonb,
    finish_reason text,
    refusal_reason text,
    primary key (reservation, attempt),
    check ((state = 'settled') = (cost_nano_usd is not null))
);

-- For attempts that nobody waits for any more.
create index attempt_open on attempt (usage_partition, publish_by) where state = 'open';
