-- Leases know the seq of the last message about them, which is what their totals have an order by. One for the whole
-- session was written with every message, and asked for by nobody.
alter table session drop column seq;
