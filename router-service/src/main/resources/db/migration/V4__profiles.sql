-- Prompt profiles. A version never changes; a removed profile keeps its last number, so that no version comes twice.

create table profile (
    organisation text not null,
    name text not null,
    newest integer not null check (newest >= 0),
    primary key (organisation, name)
);

create table profile_version (
    organisation text not null,
    name text not null,
    version integer not null check (version >= 1),
    task text not null,
    content text not null,
    sha256 bytea not null,
    created_at timestamptz not null default now(),
    primary key (organisation, name, version),
    foreign key (organisation, name) references profile
);
