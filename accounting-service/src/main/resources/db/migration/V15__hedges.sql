-- Reservations with two attempts at once, of which the tenant pays one. Noted before the hedge's usage is posted; watched
-- until the usage of both is there, or of the other can no longer come.
create table hedge (
    reservation uuid primary key,
    attempt     int not null check (attempt >= 1),
    -- The attempt beside which it ran.
    hedge_of    int not null check (hedge_of >= 1 and hedge_of <> attempt),
    noted_at    timestamptz not null default clock_timestamp(),
    settled     boolean not null default false
);
create index hedge_unsettled on hedge (noted_at) where not settled;
