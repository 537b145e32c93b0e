-- Any number of limits on a node, and their changes; tags; an audit log that says what was before and after.

-- Percents of a cap at which somebody is told: ascending, each once.
create function are_alert_percents(p_percents int[]) returns boolean language sql immutable as $$
    select cardinality(p_percents) <= 16 and coalesce(bool_and(percent between 1 and 1000 and (before is null or before < percent)), true)
    from (select percent, lag(percent) over (order by place) as before
          from unnest(p_percents) with ordinality as p (percent, place)) s;
$$;

-- From `next_at` on, a window's end, the limit renews by `next_window_kind` and `next_zone`.
alter table tenant_limit
    drop constraint tenant_limit_node_unit_window_kind_key,
    add column alert_percents int[] not null default '{}' check (are_alert_percents(alert_percents)),
    add column created_at timestamptz not null default clock_timestamp(),
    add column removed_at timestamptz,
    add column next_at timestamptz,
    add column next_window_kind text
        check (next_window_kind in ('minute', 'hour', 'day', 'week', 'month', 'total')),
    add column next_zone text,
    add constraint tenant_limit_next_is_whole check (
        (next_at is null) = (next_window_kind is null) and (next_at is null) = (next_zone is null));
create index tenant_limit_node on tenant_limit (node) where removed_at is null;
create index counter_limit_end on counter (tenant_limit, end_at);

-- Whatever changes what a limit allows is a change of its node's path, told at commit; `version` is that change's.
create function take_limit_version() returns trigger language plpgsql as $$
begin
    new.version := change_tenant_node(new.node);
    return new;
end $$;
create trigger limit_version before insert
    or update of unit, window_kind, zone, hard, cap_target, removed_at, next_at, next_window_kind, next_zone
    on tenant_limit for each row execute function take_limit_version();

alter table tenant_node add column tags jsonb not null default '{}' check (jsonb_typeof(tags) = 'object');

-- A node's path from its organisation down to itself.
create function node_path(p_node text) returns text[] language sql stable as $$
    select case n.kind
        when 'organisation' then array[n.id]
        when 'team' then array[n.organisation, n.id]
        when 'project' then (select array[p.organisation, p.team, p.id] from project p where p.id = n.id)
        else (select array[p.organisation, p.team, p.id, k.id]
              from api_key k join project p on p.id = k.project where k.id = n.id) end
    from tenant_node n where n.id = p_node;
$$;

alter table audit
    add column organisation text not null default '',
    add column before jsonb,
    add column after jsonb;
create index audit_organisation on audit (organisation, id);
create index audit_node on audit (node, id);
create index audit_actor on audit (actor, id);
create index audit_at on audit (at);

-- Whose a change is, so that each organisation reads its own.
create function take_audit_organisation() returns trigger language plpgsql as $$
begin
    if new.organisation = '' then
        new.organisation := coalesce((select n.organisation from tenant_node n where n.id = new.node), '');
    end if;
    return new;
end $$;
create trigger audit_organisation before insert on audit
    for each row execute function take_audit_organisation();
create trigger audit_is_never_emptied before truncate on audit
    for each statement execute function refuse_change();

create trigger price_version_is_immutable before update or delete on price_version
    for each statement execute function refuse_change();
create index price_version_effective on price_version (effective_at, ordinal);
