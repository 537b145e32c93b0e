-- What calibrations measured. The newest one is in use; routers that share the database agree by it.

create table calibration (
    id bigint generated always as identity primary key,
    version text not null unique,
    task_set text not null,
    imported_at timestamptz not null default now()
);

comment on column calibration.version is 'sha256 of the file that it came in';

-- Null is unmeasured.
create table calibration_variant (
    calibration bigint not null references calibration on delete cascade,
    variant text not null,
    pool text not null,
    task text not null,
    utility double precision check (utility between 0 and 1),
    utility_low double precision,
    utility_high double precision,
    tasks integer,
    utility_by_class jsonb not null,
    prompt_tokens double precision,
    completion_tokens double precision,
    prefill_tokens_per_second double precision check (prefill_tokens_per_second > 0),
    cpu_seconds double precision,
    joules double precision,
    energy_source text not null,
    anonymous_bytes bigint,
    file_bytes bigint,
    measured_at timestamptz,
    primary key (calibration, variant, pool),
    check ((utility is null) = (tasks is null))
);

comment on column calibration_variant.task is 'all, or the class of task that alone was measured';

create table calibration_streams (
    calibration bigint not null,
    variant text not null,
    pool text not null,
    streams integer not null check (streams > 0),
    token_nanos bigint not null check (token_nanos > 0),
    first_token_nanos bigint check (first_token_nanos >= 0),
    primary key (calibration, variant, pool, streams),
    foreign key (calibration, variant, pool) references calibration_variant on delete cascade
);

-- Tasks of the calibration's own set, never a tenant's prompt.
create table calibration_task (
    calibration bigint not null references calibration on delete cascade,
    task text not null,
    class text not null,
    prompt text not null,
    primary key (calibration, task)
);

create table calibration_score (
    calibration bigint not null,
    task text not null,
    variant text not null,
    score double precision not null check (score between 0 and 1),
    primary key (calibration, task, variant),
    foreign key (calibration, task) references calibration_task on delete cascade
);
