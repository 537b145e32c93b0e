-- Who pays: organisations, teams, projects, keys. One namespace of ids, so that a limit can hang on any of them.

-- The version of everything routers and gateways cache. One row.
create table configuration (
    only_row boolean primary key default true check (only_row),
    version  bigint not null
);
insert into configuration (version) values (1);

create table tenant_node (
    id              text primary key check (id ~ '^[A-Za-z0-9._:/@-]{1,128}$'),
    kind            text not null check (kind in ('organisation', 'team', 'project', 'key')),
    organisation    text not null,
    changed_version bigint not null
);
create index tenant_node_organisation on tenant_node (organisation);

create table organisation (
    id         text primary key references tenant_node,
    name       text not null unique check (name ~ '^[A-Za-z0-9._-]{1,64}$'),
    state      text not null default 'active' check (state in ('active', 'suspended')),
    created_at timestamptz not null default clock_timestamp()
);

create table team (
    id           text primary key references tenant_node,
    organisation text not null references organisation,
    name         text not null check (name ~ '^[A-Za-z0-9._-]{1,64}$'),
    created_at   timestamptz not null default clock_timestamp(),
    unique (organisation, name)
);

create table project (
    id           text primary key references tenant_node,
    organisation text not null references organisation,
    team         text not null references team,
    name         text not null check (name ~ '^[A-Za-z0-9._-]{1,64}$'),
    created_at   timestamptz not null default clock_timestamp(),
    unique (team, name)
);
create index project_organisation on project (organisation);

-- The secret is never stored, only its SHA-256: it has 256 bits of chance, so a slow hash would add nothing.
create table api_key (
    id            text primary key references tenant_node,
    public_id     text not null unique check (public_id ~ '^[0-9a-z]{16}$'),
    secret_sha256 bytea not null check (octet_length(secret_sha256) = 32),
    organisation  text not null references organisation,
    project       text not null references project,
    name          text not null check (length(name) between 1 and 128),
    state         text not null default 'active' check (state in ('active', 'revoked')),
    created_at    timestamptz not null default clock_timestamp(),
    revoked_at    timestamptz,
    check ((state = 'revoked') = (revoked_at is not null))
);
create index api_key_project on api_key (project);

-- Whatever is inserted into one of the four tables takes its id in the common namespace first.
create function take_tenant_node() returns trigger language plpgsql as $$
declare
    fields jsonb := to_jsonb(new);
begin
    insert into tenant_node (id, kind, organisation, changed_version)
    select new.id, tg_argv[0], coalesce(fields ->> 'organisation', new.id), version from configuration;
    return new;
end $$;

create trigger organisation_node before insert on organisation
    for each row execute function take_tenant_node('organisation');
create trigger team_node before insert on team
    for each row execute function take_tenant_node('team');
create trigger project_node before insert on project
    for each row execute function take_tenant_node('project');
create trigger api_key_node before insert on api_key
    for each row execute function take_tenant_node('key');

-- A change that routers and gateways must hear of: a new configuration version, told at commit.
create function change_tenant_node(p_node text) returns bigint language plpgsql as $$
declare
    new_version bigint;
begin
    update configuration set version = version + 1 returning version into new_version;
    update tenant_node set changed_version = new_version where id = p_node;
    if not found then
        raise exception 'no tenant node %', p_node using errcode = 'no_data_found';
    end if;
    perform pg_notify('accounting_changes', jsonb_build_object(
        'change', 'path', 'node', p_node, 'version', new_version,
        'publicId', (select public_id from api_key where id = p_node))::text);
    return new_version;
end $$;

-- The price book. A version is immutable; the one in force is the newest.
create table price_version (
    version      text primary key check (version ~ '^[A-Za-z0-9._:/@-]{1,128}$'),
    ordinal      bigint not null unique generated always as identity,
    effective_at timestamptz not null default clock_timestamp()
);

create table price (
    version                text not null references price_version,
    variant                text not null,
    pool                   text not null default '',
    lane                   text not null check (lane in ('realtime', 'batch')),
    prompt_pico_usd        bigint not null check (prompt_pico_usd between 0 and 1000000000000),
    cached_prompt_pico_usd bigint not null check (cached_prompt_pico_usd between 0 and 1000000000000),
    cache_write_pico_usd   bigint not null check (cache_write_pico_usd between 0 and 1000000000000),
    completion_pico_usd    bigint not null check (completion_pico_usd between 0 and 1000000000000),
    primary key (version, variant, pool, lane)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger price_is_immutable before update or delete on price
    for each statement execute function refuse_change();

-- Administrative changes, each in the transaction that made it.
create table audit (
    id     bigint primary key generated always as identity,
    at     timestamptz not null default clock_timestamp(),
    actor  text not null,
    action text not null,
    node   text not null,
    detail jsonb not null
);
create trigger audit_is_immutable before update or delete on audit
    for each statement execute function refuse_change();

-- Answers to administrative writes that carried an Idempotency-Key. A secret is never in an answer kept here.
create table idempotent_write (
    actor        text not null,
    key          text not null check (length(key) between 1 and 255),
    request_hash bytea not null,
    status       int not null,
    answer       jsonb not null,
    created_at   timestamptz not null default clock_timestamp(),
    primary key (actor, key)
);
create index idempotent_write_age on idempotent_write (created_at);
