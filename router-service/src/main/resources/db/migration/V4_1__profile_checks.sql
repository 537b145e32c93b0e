-- Rules that answers to a profile's requests must keep; null: none are checked.
alter table profile_version add column checks jsonb;
