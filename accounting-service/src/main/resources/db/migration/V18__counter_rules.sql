-- A limit renews by another rule from a boundary on, and later by a third: what a counter's own window was, only the
-- counter can tell for good.
alter table counter add column window_kind text, add column zone text;

create function renewal_rule(p_limit bigint, p_at timestamptz, out window_kind text, out zone text)
language sql stable as $$
    select case when t.next_at <= p_at then t.next_window_kind else t.window_kind end,
        case when t.next_at <= p_at then t.next_zone else t.zone end
    from tenant_limit t where t.id = p_limit;
$$;

update counter c set window_kind = r.window_kind, zone = r.zone
from counter o, lateral renewal_rule(o.tenant_limit, o.start_at) r where o.id = c.id;

alter table counter alter column window_kind set not null, alter column zone set not null;
comment on column counter.window_kind is 'the kind of window that this is, whatever its limit renews by later';
comment on column counter.zone is 'the IANA time zone in which it begins and ends';

create function take_renewal_rule() returns trigger language plpgsql as $$
begin
    select r.window_kind, r.zone into new.window_kind, new.zone
    from renewal_rule(new.tenant_limit, new.start_at) r;
    return new;
end $$;
create trigger counter_takes_its_rule before insert on counter for each row execute function take_renewal_rule();
