-- Which order a router keeps a lease for. It gives up at once what is called back for an order that goes before, and keeps
-- from one that comes after what it asks for itself until that is answered. -1: none yet.
alter table lease
    add column waiting_seq bigint not null default -1,
    add column waiting_since timestamptz;
comment on column lease.waiting_seq is
    'the seq of the last message for which others were called back; above seq while it has no answer';
comment on column lease.waiting_since is 'since when the request had waited that had waited longest for that message';
