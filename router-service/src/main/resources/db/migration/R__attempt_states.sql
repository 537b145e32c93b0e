-- The words for what became of an attempt. Repeatable, so that a word more needs no version; not valid, so that no row
-- is read again: each was checked against fewer words when it was written.
alter table attempt drop constraint if exists attempt_state_check;
alter table attempt
    add constraint attempt_state_check check (state in ('open', 'settled', 'refused', 'released', 'abandoned')) not valid;
