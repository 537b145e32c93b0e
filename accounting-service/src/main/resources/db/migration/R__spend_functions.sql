-- What reports are summed from: a line an attempt, and a line a correction. A correction is told with the request it
-- corrects, in what the request was and when; `period` is the month whose books have it.
-- What a prompt profile saved is what its text would have added to the prompt of the same variant: at the price of
-- computed prompt tokens at most, at that of cached ones at least. Only of prompts that a tenant was charged for.
-- Meters: prompt not cached, cached prompt, cache write, completion.
drop view if exists spend_line;
create view spend_line as
select u.organisation, u.team, u.project, u.key, u.variant, u.pool, u.lane, u.price_version, u.metadata, u.period,
    u.carried, u.day, uuid_extract_timestamp(u.reservation) as at, false as corrects, null::date as corrected_period,
    1 as requests, u.prompt_tokens - u.cached_prompt_tokens as prompt_tokens, u.cached_prompt_tokens,
    u.cache_write_tokens, u.completion_tokens, u.meter_pico_usd, u.meter_charge, u.charge, 0::bigint as correction,
    u.operator_cost, u.operator_borne,
    coalesce(u.profile ->> 'id', '') as profile_version,
    split_part(coalesce(u.profile ->> 'id', ''), '@', 1) as profile,
    (u.profile is not null)::int as profile_requests,
    case when not p.saved then p.tokens else 0 end as profile_tokens_in_prompt,
    case when p.saved then p.tokens else 0 end as profile_tokens_saved,
    case when p.saved then p.tokens * (u.profile ->> 'promptPico')::numeric else 0 end as profile_saved_pico_most,
    case when p.saved then p.tokens * (u.profile ->> 'cachedPico')::numeric else 0 end as profile_saved_pico_least
from usage u, lateral (select coalesce((u.profile ->> 'covered')::boolean, false) as saved,
    case when u.bearer = 'tenant' and u.prompt_tokens > 0 then coalesce((u.profile ->> 'tokens')::bigint, 0)
        else 0 end as tokens) p
union all
select c.organisation, u.team, u.project, u.key, u.variant, u.pool, u.lane, u.price_version, u.metadata, c.period,
    false, c.day, uuid_extract_timestamp(c.reservation), true, u.period,
    0, 0, 0, 0, 0, '{0,0,0,0}'::numeric(39, 0)[], '{0,0,0,0}'::bigint[], 0,
    case c.kind when 'refund' then -c.amount else c.amount end, 0, 0,
    coalesce(u.profile ->> 'id', ''), split_part(coalesce(u.profile ->> 'id', ''), '@', 1), 0, 0, 0, 0, 0
from correction c join usage u on u.day = c.day and u.reservation = c.reservation and u.attempt = c.attempt;

-- The tags of the nodes on a path as they are now, the nearest node's first, each key as "cortado:KEY": a bill that
-- knows two kinds of tags must not mix them up.
create or replace function node_tags(p_organisation text, p_team text, p_project text, p_key text) returns jsonb
language sql stable as $$
    select coalesce(jsonb_object_agg('cortado:' || t.key, t.value order by array_position(
        array['organisation', 'team', 'project', 'key'], n.kind)), '{}')
    from tenant_node n, lateral jsonb_each(n.tags) t
    where n.id in (p_organisation, p_team, p_project, p_key) and n.organisation = p_organisation;
$$;
