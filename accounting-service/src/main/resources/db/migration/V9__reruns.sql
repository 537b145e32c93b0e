-- Reservations that ran a request again whose answer was lost, under its idempotency key. Noted before their usage is
-- posted; watched until usage of any run that is still on its way must have come.
create table rerun (
    reservation uuid primary key,
    -- The first run of the key, which all later ones name.
    rerun_of    uuid not null,
    noted_at    timestamptz not null default clock_timestamp(),
    settled     boolean not null default false
);
create index rerun_of_first on rerun (rerun_of);
create index rerun_unsettled on rerun (noted_at) where not settled;
