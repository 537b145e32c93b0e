-- Whose a correction is stands on its row, so that a tenant's report reads no other tenant's corrections.
alter table correction add column organisation text;
alter table correction disable trigger correction_is_immutable;
update correction c set organisation = u.organisation from usage u
where u.day = c.day and u.reservation = c.reservation and u.attempt = c.attempt;
alter table correction enable trigger correction_is_immutable;
alter table correction alter column organisation set not null;
create index correction_organisation on correction (organisation, day);

create function take_correction_organisation() returns trigger language plpgsql as $$
begin
    select u.organisation into new.organisation from usage u
    where u.day = new.day and u.reservation = new.reservation and u.attempt = new.attempt;
    return new;
end $$;
create trigger correction_takes_organisation before insert on correction
    for each row execute function take_correction_organisation();
