-- A counter's spend crossed a percent of its cap. The key is what makes it be told once.
create table alert (
    counter    bigint not null references counter on delete cascade,
    percent    int not null check (percent > 0),
    spent      bigint not null,
    cap        bigint not null,
    crossed_at timestamptz not null default clock_timestamp(),
    primary key (counter, percent)
);

-- A notice is taken for a time, told, and then marked as sent: it may be told twice, never not at all.
alter table outbox
    drop constraint outbox_kind_check,
    add constraint outbox_kind_check check (kind in ('alarm', 'dead-letter', 'budget')),
    -- What a budget notice tells, whole.
    add column payload jsonb,
    add column attempts int not null default 0,
    add column next_at timestamptz not null default clock_timestamp(),
    add column last_error text not null default '',
    add constraint outbox_payload check ((kind = 'budget') = (payload is not null));
create index outbox_sent on outbox (sent_at) where sent_at is not null;

-- Where an organisation wants to be told. The secret signs deliveries; it is sealed with the key `sealed_with`
-- (AES-256-GCM: nonce, then ciphertext with tag), and never shown again.
create table webhook (
    id                   text primary key check (id ~ '^hook-[0-9a-z]{16}$'),
    organisation         text not null references organisation,
    url                  text not null check (url ~ '^https://' and length(url) <= 2048),
    secret               bytea not null,
    sealed_with          text not null,
    -- The secret before, which signs too until then, so that a receiver can change over.
    previous_secret      bytea,
    previous_sealed_with text,
    previous_until       timestamptz,
    created_at           timestamptz not null default clock_timestamp(),
    check ((previous_secret is null) = (previous_sealed_with is null)
        and (previous_secret is null) = (previous_until is null))
);
create index webhook_organisation on webhook (organisation, id);

-- An event on its way to a webhook. `body` is what is signed, to the byte.
create table webhook_delivery (
    id          bigint primary key generated always as identity,
    webhook     text not null references webhook on delete cascade,
    event_id    text not null,
    body        text not null,
    state       text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
    attempts    int not null default 0,
    -- As of identity_task: whoever finishes names the taking.
    taken       bigint not null default 0,
    taken_until timestamptz not null default '-infinity',
    next_at     timestamptz not null default clock_timestamp(),
    give_up_at  timestamptz not null,
    last_status int,
    last_error  text not null default '',
    created_at  timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    unique (webhook, event_id),
    check ((state = 'pending') = (finished_at is null))
);
create index webhook_delivery_due on webhook_delivery (next_at) where state = 'pending';
create index webhook_delivery_finished on webhook_delivery (finished_at) where state <> 'pending';
