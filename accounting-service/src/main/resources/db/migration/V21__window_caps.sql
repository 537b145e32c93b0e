-- What the spend of a window is a percent of, once the window has ended: by then its limit may have another cap.
-- In the order in which limits are changed.
lock table tenant_limit in share row exclusive mode;

alter table counter
    add column cap_target bigint check (cap_target between 0 and 4611686018427387904);
comment on column counter.cap_target is
    'the cap of its limit, as it was last before the end of the window; null where that was before it was kept';

-- Of windows that have ended, and whose alerts may still be due, by what alerts went by before.
update counter c
set cap_target = case when c.end_at > clock_timestamp() then t.cap_target else least(c.cap_in_force, t.cap_target) end
from tenant_limit t
where t.id = c.tenant_limit and c.end_at > clock_timestamp() - interval '35 days';

create function take_cap_target() returns trigger language plpgsql as $$
begin
    new.cap_target := new.cap_in_force;
    return new;
end $$;
create trigger counter_takes_its_cap before insert on counter for each row execute function take_cap_target();

-- In the lock order of grants.
create function keep_cap_target() returns trigger language plpgsql as $$
begin
    perform 1 from counter where tenant_limit = new.id and end_at > clock_timestamp() order by id for no key update;
    update counter set cap_target = new.cap_target where tenant_limit = new.id and end_at > clock_timestamp();
    return null;
end $$;
create trigger tenant_limit_keeps_caps after update of cap_target on tenant_limit for each row
    when (old.cap_target <> new.cap_target) execute function keep_cap_target();
