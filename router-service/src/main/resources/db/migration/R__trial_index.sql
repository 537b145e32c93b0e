-- Decisions of a trial of another policy, for comparing its arms: few beside all others. Repeatable, since it holds no
-- rows of its own and may come at any time.
create index if not exists decision_trial on decision (organisation, ((grounds -> 'trial' ->> 'name')), decided_at)
where grounds -> 'trial' is not null;
