-- By what a request was decided: policy, floor, rates. Null in decisions of before, and where only the usage event told.
alter table decision add column grounds jsonb;
