-- Predictors of what answers are worth. The one in force is the one that is held, else the newest of the form that a
-- router reads; routers that share the database agree by it.

create table predictor (
    number bigint generated always as identity primary key,
    source text not null,
    form text not null,
    parent bigint references predictor on delete set null,
    router text not null,
    variants text[] not null,
    labels integer not null check (labels > 0),
    calibration_error double precision not null check (calibration_error >= 0),
    took_nanos bigint not null,
    made_at timestamptz not null default now(),
    content bytea not null,
    unique (source, form)
);

comment on column predictor.source is 'what it was made of: no two of a form are made of the same';
comment on column predictor.form is 'of features and bytes: a router reads one, and leaves others alone';
comment on column predictor.parent is 'the one that it was made from with further ratings, where it was';

create table predictor_held (
    single boolean primary key default true check (single),
    number bigint not null references predictor,
    held_at timestamptz not null default now()
);

comment on table predictor_held is 'the version that was chosen, at most one; without a row the newest is in force';

-- How long answers were, from which their length is predicted; null where that was not told.
alter table calibration_score add column completion_tokens integer check (completion_tokens >= 0);
