-- Teams, projects and keys are suspended and resumed like organisations; a key that was revoked stays so.
alter table team add column state text not null default 'active' check (state in ('active', 'suspended'));
alter table project add column state text not null default 'active' check (state in ('active', 'suspended'));
alter table api_key drop constraint api_key_state_check,
    add constraint api_key_state_check check (state in ('active', 'suspended', 'revoked'));
