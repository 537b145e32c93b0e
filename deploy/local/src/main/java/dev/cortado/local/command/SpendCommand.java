package dev.cortado.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cortado.local.administration.Administration;
import dev.cortado.local.administration.Table;
import dev.cortado.local.administration.Tenants;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What was spent, grouped and filtered.
@Command(name = "spend", mixinStandardHelpOptions = true, description = "Shows what was spent.")
final class SpendCommand implements Callable<Integer> {
    private static final int PAGE = 1000;
    private static final String CSV = "text/csv";

    @Mixin
    private final Asking asking = new Asking();

    @Option(
            names = "--node",
            paramLabel = "PATH",
            description = "ORGANISATION[/TEAM[/PROJECT]], or id:ID of any node; everybody where absent")
    private @Nullable String node;

    @Option(
            names = "--group",
            split = ",",
            paramLabel = "WORD",
            description = "organisation, team, project, key, node (the level below), variant, pool, lane, day, period,"
                    + " carried, profile, profile-version, tag:KEY, node-tag:KEY; several with commas")
    private List<String> group = new ArrayList<>();

    @Option(names = "--window", paramLabel = "W", description = "this minute, hour, day, week or month")
    private @Nullable String window;

    @Option(names = "--from", paramLabel = "DAY", description = "first day, such as 2026-11-01; this month's")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DAY", description = "day up to which, itself not in; now")
    private @Nullable String to;

    @Option(names = "--zone", paramLabel = "ZONE", description = "whose days; UTC")
    private @Nullable String zone;

    @Option(names = "--period", paramLabel = "MONTH", description = "the books of a month, such as 2026-11")
    private @Nullable String period;

    @Option(names = "--variant", paramLabel = "V", description = "of this variant only")
    private @Nullable String variant;

    @Option(names = "--pool", paramLabel = "P", description = "of this pool only")
    private @Nullable String pool;

    @Option(names = "--lane", paramLabel = "L", description = "realtime or batch only")
    private @Nullable String lane;

    @Option(names = "--profile", paramLabel = "NAME", description = "of requests with this prompt profile only")
    private @Nullable String profile;

    @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "of requests with this metadata only")
    private List<String> tag = new ArrayList<>();

    @Option(names = "--csv", description = "as CSV, whole")
    private boolean csv;

    @Option(names = "--focus", description = "as a bill in FOCUS 1.3 columns, whole")
    private boolean focus;

    @Override
    public Integer call() throws IOException, InterruptedException {
        asking.ask(administration -> {
            String question = question(administration);
            if (focus) {
                administration.copy("/v1/spend/focus?" + question, CSV, System.out);
            } else if (csv) {
                administration.copy("/v1/spend?" + question, CSV, System.out);
            } else {
                asking.show(whole(administration, question), SpendCommand::table);
            }
            System.out.flush();
        });
        return 0;
    }

    private String question(Administration administration) throws IOException, InterruptedException {
        Map<String, @Nullable String> single = new LinkedHashMap<>();
        single.put("node", node == null ? null : new Tenants(administration).id(node));
        single.put("window", window);
        single.put("from", from);
        single.put("to", to);
        single.put("zone", zone);
        single.put("period", period);
        single.put("variant", variant);
        single.put("pool", pool);
        single.put("lane", lane);
        single.put("profile", profile);
        List<String> question = new ArrayList<>();
        single.forEach((name, value) -> {
            if (value != null) {
                question.add(name + "=" + Administration.encode(value));
            }
        });
        group.forEach(each -> question.add("group=" + Administration.encode(each)));
        tag.forEach(each -> question.add("tag=" + Administration.encode(each)));
        return String.join("&", question);
    }

    /// All pages as one.
    private static JsonNode whole(Administration administration, String question)
            throws IOException, InterruptedException {
        String asked = "/v1/spend?limit=" + PAGE + (question.isEmpty() ? "" : "&" + question);
        JsonNode page = administration.get(asked);
        ObjectNode whole = page.deepCopy();
        ArrayNode lines = whole.putArray("lines");
        page.path("lines").forEach(lines::add);
        while (page.hasNonNull("next")) {
            page = administration.get(
                    asked + "&cursor=" + Administration.encode(page.path("next").asText()));
            page.path("lines").forEach(lines::add);
        }
        whole.remove("next");
        return whole;
    }

    private static void table(PrintStream out, JsonNode report) {
        List<String> groupings = new ArrayList<>();
        report.path("groupings").forEach(each -> groupings.add(each.asText()));
        List<String> heads = new ArrayList<>(groupings);
        heads.addAll(List.of("requests", "prompt", "cached", "completion", "charge", "corrections"));
        boolean margin = report.path("lines").path(0).has("marginUsd");
        if (margin) {
            heads.addAll(List.of("cost", "margin"));
        }
        boolean profiles = false;
        for (JsonNode line : report.path("lines")) {
            profiles |= line.has("profiles");
        }
        if (profiles) {
            heads.addAll(List.of("with profile", "its prompt tokens", "tokens saved", "saved at most", "at least"));
        }
        Table table = new Table(heads);
        for (JsonNode line : report.path("lines")) {
            List<String> cells = new ArrayList<>();
            groupings.forEach(word -> cells.add(line.path("names")
                    .path(word)
                    .asText(line.path("by").path(word).asText())));
            cells.add(line.path("requests").asText());
            for (String meter : List.of("prompt", "cached_prompt", "completion")) {
                cells.add(line.path("meters").path(meter).path("tokens").asText());
            }
            cells.add(line.path("chargeUsd").asText());
            cells.add(line.path("correctionsUsd").asText());
            if (margin) {
                cells.add(line.path("operatorCostUsd").asText());
                cells.add(line.path("marginUsd").asText());
            }
            if (profiles) {
                for (String figure :
                        List.of("requests", "promptTokens", "promptTokensSaved", "savedUsdAtMost", "savedUsdAtLeast")) {
                    cells.add(line.path("profiles").path(figure).asText("0"));
                }
            }
            table.row(cells);
        }
        table.print(out, "nothing was spent");
        out.println("USD; " + report.path("from").asText() + " to "
                + report.path("to").asText() + ", complete as of "
                + report.path("asOf").asText());
    }
}
