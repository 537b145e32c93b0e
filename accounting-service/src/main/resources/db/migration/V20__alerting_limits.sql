-- Limits that alert somebody: each second's look for alerts that are due reads these alone.
create index tenant_limit_alerting on tenant_limit (id) where alert_percents <> '{}' and removed_at is null;

comment on column session.seq is 'of nothing any more: leases know the seq of the last message about them';
