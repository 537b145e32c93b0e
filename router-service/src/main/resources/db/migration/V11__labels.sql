-- What answers to prompts were worth, as somebody outside measured it; predictors learn from it beside the calibration.
-- Prompts may be tenants' text: they stand here until their set is deleted, or its time is over.

create table label_set (
    number bigint generated always as identity primary key,
    digest text not null unique,
    name text not null,
    variants text[] not null,
    prompts integer not null check (prompts > 0),
    labels integer not null check (labels > 0),
    imported_at timestamptz not null default now()
);

comment on column label_set.digest is 'sha256 of what is said, whatever the order: no two sets say the same';

create table label_prompt (
    set_number bigint not null references label_set on delete cascade,
    place integer not null,
    class text not null,
    prompt text not null,
    primary key (set_number, place)
);

create table label_score (
    set_number bigint not null,
    place integer not null,
    variant text not null,
    score double precision not null check (score between 0 and 1),
    completion_tokens integer check (completion_tokens >= 0),
    primary key (set_number, place, variant),
    foreign key (set_number, place) references label_prompt on delete cascade
);

create table label_revision (
    single boolean primary key default true check (single),
    number bigint not null
);

comment on table label_revision is 'rises with each set that comes or goes: a predictor says of which it was made';

insert into label_revision (number) values (0);
