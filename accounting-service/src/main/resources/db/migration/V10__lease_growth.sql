-- When a lease last grew, so that one which gave back and took again in equal totals is known to have grown since it was
-- called back. -1: not since this was kept.
alter table lease add column grown_seq bigint not null default -1;
comment on column lease.grown_seq is 'the seq of the last message that raised granted';
