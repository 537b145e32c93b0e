-- Attempts that ran beside another of their reservation: which, and whether the tenant pays for both.
alter table attempt add column hedge_of integer check (hedge_of >= 1);
alter table attempt add column hedge_charged boolean not null default false;
