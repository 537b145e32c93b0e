package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cortado.local.administration.AccessToken;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.part.Workshop;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.DataDirectory;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every command of the administrative API takes: which stack, who asks, and how answers are printed.
final class Asking {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "CORTADO_TOKEN";

    @Mixin
    private final Common common = new Common();

    @Option(names = "--json", description = "the API's answer, for programs")
    private boolean json;

    @Option(
            names = "--admin-url",
            paramLabel = "URL",
            description = "another installation's administrative API; with a token in the environment: " + TOKEN)
    private @Nullable String url;

    /// One or more calls.
    interface Calls {
        void with(Administration administration) throws IOException, InterruptedException;
    }

    /// How an answer is shown to a person.
    interface Print {
        void to(PrintStream out, JsonNode answer);
    }

    /// The settings of the stack that is asked.
    Settings stack() throws IOException {
        return common.started();
    }

    /// The stack's own administrator asks, unless the environment brings a token.
    void ask(Calls calls) throws IOException, InterruptedException {
        Settings settings = common.started();
        String address = url == null
                ? "http://" + Workshop.LOOPBACK + ":" + settings.port(PartPort.ACCOUNTING_ADMIN)
                : url.replaceAll("/+$", "");
        try (Administration administration = new Administration(address, token(settings))) {
            calls.with(administration);
        }
    }

    /// Whether a program reads what is printed.
    boolean forPrograms() {
        return json;
    }

    void show(JsonNode answer, Print print) throws IOException {
        if (json) {
            System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        } else {
            print.to(System.out, answer);
        }
    }

    private AccessToken token(Settings settings) throws IOException {
        String given = System.getenv(TOKEN);
        if (given != null && !given.isBlank()) {
            return new AccessToken.Given(given.strip());
        }
        if (url != null || settings.given(SettingKey.KEYCLOAK_ISSUER).isPresent()) {
            throw new IOException("put a token of a platform-admin into the environment as " + TOKEN
                    + "; this stack's own administrator is not known there");
        }
        return new AccessToken.Password(
                "http://" + Workshop.LOOPBACK + ":" + settings.port(PartPort.KEYCLOAK) + "/realms/cortado",
                "demo",
                Secrets.in(new DataDirectory(settings.dataDirectory()).secrets())
                        .get(Secrets.Name.KEYCLOAK_DEMO_USER));
    }
}
