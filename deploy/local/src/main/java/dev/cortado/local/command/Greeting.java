package dev.cortado.local.command;

import dev.cortado.local.part.Workshop;
import dev.cortado.local.secret.Secrets;
import dev.cortado.local.settings.PartPort;
import dev.cortado.local.settings.SettingKey;
import dev.cortado.local.settings.Settings;
import dev.cortado.local.supervise.StackState;
import dev.cortado.local.supervise.Supervisor;
import java.util.Optional;

/// What a person needs to know once the stack runs.
final class Greeting {
    private Greeting() {}

    static void print(Workshop shop, Optional<StackState> state) {
        Settings settings = shop.settings();
        if (!settings.wants("gateway")) {
            System.out.println("parts of the stack run; ./cortado status shows them");
            return;
        }
        String base = Supervisor.baseUrl(settings);
        String key = shop.secrets().demoKey().text();
        System.out.println();
        System.out.println("base URL       " + base);
        System.out.println("API key        " + key);
        if (settings.given(SettingKey.KEYCLOAK_ISSUER).isEmpty() && settings.wants("keycloak")) {
            System.out.println("Keycloak       http://" + Workshop.LOOPBACK + ":" + settings.port(PartPort.KEYCLOAK)
                    + "  realm cortado, user demo, password "
                    + shop.secrets().get(Secrets.Name.KEYCLOAK_DEMO_USER));
        }
        System.out.println(
                "accounting     http://" + Workshop.LOOPBACK + ":" + settings.port(PartPort.ACCOUNTING_ADMIN));
        state.flatMap(StackState::budgetSpent)
                .ifPresent(why -> System.out.println("budget         spent, so requests are refused: " + why
                        + "; ./cortado limit list demo shows the limits, ./cortado limit change raises one"));
        System.out.println();
        System.out.println("curl " + base + "/chat/completions \\");
        System.out.println("  -H 'Authorization: Bearer " + key + "' \\");
        System.out.println("  -H 'Content-Type: application/json' \\");
        System.out.println(
                "  -d '{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"In one sentence: what is"
                        + " espresso?\"}]}'");
        System.out.println();
        System.out.println("./cortado ask \"...\"   ./cortado status   ./cortado logs   ./cortado down");
    }
}
