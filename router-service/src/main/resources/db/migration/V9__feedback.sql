-- What users found answers worth. No text of a prompt or an answer is ever stored.

create table feedback (
    reservation uuid not null,
    rater text not null,
    kind text not null check (kind in ('score', 'thumbs', 'opened', 'clicked', 'replied')),
    organisation text not null,
    project text not null,
    variant text not null,
    score double precision not null check (score between 0 and 1),
    rated_at timestamptz not null,
    primary key (reservation, rater, kind)
);

comment on column feedback.reservation is 'the decision; it may not be stored yet, and may be deleted before';

-- For the deletion of what is past its retention, and for what is learnt in the order of time.
create index feedback_rated_at on feedback (rated_at);
