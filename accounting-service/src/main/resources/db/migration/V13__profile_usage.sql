-- The prompt profile of an attempt, null where it had none: {"id": "name@version", "covered": true where the variant is
-- fine-tuned for it and did not get its text, "tokens": what the text adds to a prompt on this variant (absent where it
-- was not counted), "promptPico" and "cachedPico": the token's prices of a prompt token, computed and cached}.
alter table usage add column profile jsonb;
