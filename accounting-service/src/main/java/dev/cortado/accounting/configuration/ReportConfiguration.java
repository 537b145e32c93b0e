package dev.cortado.accounting.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// How much a report may ask of the service. Defaults are pinned by a test.
@ConfigMapping(prefix = "cortado.accounting.report")
public interface ReportConfiguration {

    /// How long the database may take for a page, or for the first rows of a stream.
    @WithDefault("PT15S")
    Duration statementTimeMax();

    /// Reports at a time; each holds a connection of the pool that leases and posting use too.
    @WithDefault("4")
    int concurrentMax();

    /// Rows of a stream that are in memory at a time.
    @WithDefault("500")
    int streamRows();

    /// How long a stream waits for a slow reader before it is cut.
    @WithDefault("PT30S")
    Duration readerWaitMax();

    /// How long a report may take with all its rows, however slowly they are read: as long as it runs, it has its
    /// place, and the database keeps all that it may still see.
    @WithDefault("PT10M")
    Duration timeMax();

    /// How long a check of the books may take; one runs at a time. HTTP waits for half an hour.
    @WithDefault("PT25M")
    Duration verifyTimeMax();

    /// Days that one report may cover.
    @WithDefault("400")
    int daysMax();

    /// Things that one report may be grouped by.
    @WithDefault("6")
    int groupingsMax();

    /// Share of a window, in percent, that must have passed before its end is forecast.
    @WithDefault("5")
    int forecastElapsedMin();

    /// Who sells, who runs the hardware and who invoices, as bills name them.
    @WithDefault("Cortado")
    String providerName();

    @WithDefault("Cortado")
    String hostName();

    @WithDefault("Cortado")
    String invoiceIssuerName();

    /// Where it runs; no region on bills if absent.
    Optional<String> regionId();

    Optional<String> regionName();
}
