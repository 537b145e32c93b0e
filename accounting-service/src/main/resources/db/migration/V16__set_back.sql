-- Ticks of the usage log, each committed before it is appended. Books that were restored or promoted too early lack
-- those that the log has from after.
create table tick (
    number   bigint primary key,
    mark     uuid not null,
    taken_at timestamptz not null
);

-- One row, once the log has shown that the books were set back.
create table set_back (
    id          int primary key default 1 check (id = 1),
    -- By then every session is void of which the books may have lost something; until then nothing is granted.
    grants_from timestamptz not null,
    noticed_at  timestamptz not null
);
