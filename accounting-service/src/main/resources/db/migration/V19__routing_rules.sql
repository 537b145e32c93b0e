-- How requests of a node, and of what is below it, are routed: for routers, which are told it with the path.
alter table tenant_node add column routing_rule jsonb not null default '{}' check (jsonb_typeof(routing_rule) = 'object');
comment on column tenant_node.routing_rule is 'how requests through this node are routed; a key that is absent says nothing';
