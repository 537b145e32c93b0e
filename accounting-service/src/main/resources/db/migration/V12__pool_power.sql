-- Of what a pool's rate is made: nano_usd_per_hour = hardware + kW x PUE x price of a kWh. Null: told as a whole.
alter table pool_rate
    add column hardware_nano_usd_per_hour bigint check (hardware_nano_usd_per_hour >= 0),
    add column watts                      numeric(10, 3) check (watts between 0 and 1000000),
    add column pue                        numeric(6, 3) check (pue between 1 and 10),
    add column nano_usd_per_kwh           bigint check (nano_usd_per_kwh >= 0);

drop function if exists add_pool_rate(text, bigint, timestamptz);
