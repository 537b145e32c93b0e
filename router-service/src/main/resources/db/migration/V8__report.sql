-- For reports of one organisation over a span of time.
create index decision_organisation on decision (organisation, decided_at);
