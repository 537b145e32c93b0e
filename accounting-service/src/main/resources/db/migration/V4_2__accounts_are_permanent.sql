-- An entry's foreign key would lock the row of its account with every posting. Accounts never change or go instead.
alter table entry drop constraint entry_account_fkey;
create trigger account_is_permanent before update or delete on account
    for each statement execute function refuse_change();
