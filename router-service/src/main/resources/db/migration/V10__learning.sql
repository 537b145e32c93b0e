-- What is learnt from ratings. No text of a prompt is stored: numbers that are read from it, from which its meaning and
-- some of its words can be guessed, but no sentence made again.

alter table decision add column seen bytea;
comment on column decision.seen is 'what was seen of the prompt; null where nothing is to be learnt from ratings of it';

alter table feedback add column seen bytea;
comment on column feedback.seen is 'that of its decision, as far as it was known when the rating came';

-- The order in which ratings came, the same for every router that reads them. It is given out under a lock that ends
-- with the transaction, so that whoever has seen a number will never see a lower one appear.
create sequence feedback_arrival;
alter table feedback add column arrival bigint;
update feedback set arrival = numbered.arrival
from (select reservation, rater, kind, row_number() over (order by rated_at, reservation, rater, kind) as arrival
      from feedback) numbered
where (feedback.reservation, feedback.rater, feedback.kind) = (numbered.reservation, numbered.rater, numbered.kind);
select setval('feedback_arrival', (select count(*) + 1 from feedback));
alter table feedback alter column arrival set not null;

create unique index feedback_arrives on feedback (arrival);
create index feedback_organisation on feedback (organisation, arrival);

create function number_feedback() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('router feedback', 0));
    new.arrival := nextval('router.feedback_arrival');
    return new;
end $$;

create trigger number_feedback before insert on feedback for each row execute function number_feedback();
