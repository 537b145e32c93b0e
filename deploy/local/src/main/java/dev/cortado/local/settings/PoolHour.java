package dev.cortado.local.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an hour of a pool costs the operator, as it was configured: `R = $/h + kW × PUE × $/kWh`, the rate that the
/// cost model of an attempt starts from.
///
/// @param hardware USD an hour, without electricity that is paid beside
/// @param watts drawn under load
/// @param effectiveness PUE: watts that the building draws for each of these
/// @param kilowattHour USD
public record PoolHour(
        String pool, BigDecimal hardware, BigDecimal watts, BigDecimal effectiveness, BigDecimal kilowattHour) {

    private static final int NANO_DECIMALS = 9;
    /// As many as accounting keeps of watts and PUE.
    private static final int POWER_DECIMALS = 3;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    /// Of every pool of the stack on one machine.
    ///
    /// @throws SettingsException naming the key that is wrong
    public static List<PoolHour> of(Settings settings) {
        BigDecimal effectiveness =
                decimal(settings, SettingKey.POWER_USAGE_EFFECTIVENESS, BigDecimal.ONE, BigDecimal.TEN, POWER_DECIMALS);
        BigDecimal kilowattHour =
                decimal(settings, SettingKey.USD_PER_KILOWATT_HOUR, BigDecimal.ZERO, THOUSAND, NANO_DECIMALS);
        return List.of(
                new PoolHour(
                        "cpu-small",
                        decimal(settings, SettingKey.POOL_SMALL_USD_PER_HOUR, BigDecimal.ZERO, MILLION, NANO_DECIMALS),
                        decimal(settings, SettingKey.POOL_SMALL_WATTS, BigDecimal.ZERO, MILLION, POWER_DECIMALS),
                        effectiveness,
                        kilowattHour),
                new PoolHour(
                        "cpu-large",
                        decimal(settings, SettingKey.POOL_LARGE_USD_PER_HOUR, BigDecimal.ZERO, MILLION, NANO_DECIMALS),
                        decimal(settings, SettingKey.POOL_LARGE_WATTS, BigDecimal.ZERO, MILLION, POWER_DECIMALS),
                        effectiveness,
                        kilowattHour));
    }

    private static BigDecimal decimal(
            Settings settings, SettingKey key, BigDecimal least, BigDecimal most, int decimals) {
        String text = settings.text(key);
        try {
            BigDecimal value = new BigDecimal(text);
            boolean isExact = value.stripTrailingZeros().scale() <= decimals;
            if (isExact && value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, together with what is out of range
        }
        throw new SettingsException(key.key() + ": '" + text + "' is not a number from " + least + " to " + most
                + ", with at most " + decimals + " decimals");
    }

    /// R, in USD rounded up to nano-USD once.
    public BigDecimal usd() {
        BigDecimal electricity = watts.movePointLeft(3).multiply(effectiveness).multiply(kilowattHour);
        return hardware.add(electricity.setScale(NANO_DECIMALS, RoundingMode.CEILING));
    }

    /// Its parts, as the bootstrap file and the plan of a calibration name them.
    public Map<String, Object> parts() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("pool", pool);
        parts.put("usdPerHour", hardware.toPlainString());
        parts.put("watts", watts);
        parts.put("pue", effectiveness);
        parts.put("usdPerKilowattHour", kilowattHour.toPlainString());
        return parts;
    }
}
