-- Requests that carried an Idempotency-Key. Written before the router is asked, so that of all gateways one runs it.

create table idempotency (
    organisation text not null,
    project text not null,
    -- "key:" and the API key's public id, or "person:" and the subject.
    bearer text not null,
    key text not null,
    request_sha256 text not null,
    state text not null check (state in ('claimed', 'lost', 'answered')),
    claim uuid not null,
    claimed_until timestamptz not null,
    -- The first reservation that may be charged for this key; later runs are reruns of it.
    reservation uuid,
    runs integer not null check (runs >= 1),
    content_type text,
    answer text,
    expires_at timestamptz not null,
    primary key (organisation, project, bearer, key),
    check ((state = 'answered') = (answer is not null and content_type is not null)),
    check (state = 'claimed' or reservation is not null)
);

comment on column idempotency.claim is 'made anew by whoever claims the key: a gateway whose claim was taken over changes nothing';

-- For the deletion of what is past its retention.
create index idempotency_expires_at on idempotency (expires_at);
