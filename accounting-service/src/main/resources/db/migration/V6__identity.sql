-- What must be so in Keycloak, since it is so here. A task is written in the transaction that makes it due, by
-- triggers, so that no way of making an organisation, the bootstrap file included, can leave it out.
create table identity_task (
    id           bigint primary key generated always as identity,
    organisation text not null references organisation,
    kind         text not null check (kind in ('create-organisation', 'create-team', 'add-member', 'remove-member',
                     'suspend-organisation', 'resume-organisation')),
    -- {"team"} of create-team; {"email", "username", "role", "team"} of add-member; {"person"} of remove-member.
    detail       jsonb not null default '{}',
    state        text not null default 'pending' check (state in ('pending', 'done', 'failed')),
    attempts     int not null default 0,
    -- How often an instance took it: whoever finishes it names the taking, so that one that fell asleep over its
    -- attempt cannot undo what another did meanwhile.
    taken        bigint not null default 0,
    next_at      timestamptz not null default clock_timestamp(),
    last_error   text not null default '',
    created_at   timestamptz not null default clock_timestamp(),
    finished_at  timestamptz,
    check ((state = 'pending') = (finished_at is null))
);
create index identity_task_open on identity_task (organisation, id) where state <> 'done';
create index identity_task_finished on identity_task (finished_at) where state = 'done';

create function order_identity_task() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'team' then
        insert into identity_task (organisation, kind, detail)
        values (new.organisation, 'create-team', jsonb_build_object('team', new.name));
    elsif tg_op = 'INSERT' then
        insert into identity_task (organisation, kind) values (new.id, 'create-organisation');
    else
        insert into identity_task (organisation, kind) values (new.id,
            case new.state when 'suspended' then 'suspend-organisation' else 'resume-organisation' end);
    end if;
    return null;
end $$;
create trigger organisation_identity after insert on organisation
    for each row execute function order_identity_task();
create trigger organisation_state_identity after update of state on organisation
    for each row when (old.state <> new.state) execute function order_identity_task();
create trigger team_identity after insert on team
    for each row execute function order_identity_task();

insert into identity_task (organisation, kind) select id, 'create-organisation' from organisation order by id;
insert into identity_task (organisation, kind, detail)
select organisation, 'create-team', jsonb_build_object('team', name) from team order by id;
insert into identity_task (organisation, kind)
select id, 'suspend-organisation' from organisation where state = 'suspended' order by id;

-- How far Keycloak is with an organisation: 'provisioned', 'pending', 'pending: why', 'failed: why'.
create function identity_state(p_organisation text) returns text language sql stable as $$
    select coalesce((
        select case when t.last_error = '' then t.state else t.state || ': ' || t.last_error end
        from identity_task t where t.organisation = p_organisation and t.state <> 'done'
        order by t.state = 'pending', t.id limit 1), 'provisioned');
$$;
