package dev.cortado.accounting.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/// Says in `/q/openapi`, of every operation, that whatever fails is answered as a [Problem], and of every write that it
/// demands an Idempotency-Key, save where it may be a preview.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemsDescribed implements OASFilter {

    private static final String NAME = "Problem";

    @Override
    public void filterOpenAPI(OpenAPI description) {
        if (description.getComponents() == null) {
            description.setComponents(OASFactory.createComponents());
        }
        description.getComponents().addSchema(NAME, problem());
        description.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/v1/")) {
                item.getOperations().values().forEach(ProblemsDescribed::describe);
            }
        });
    }

    private static void describe(Operation operation) {
        demandKey(operation);
        operation
                .getResponses()
                .addAPIResponse(
                        "default",
                        OASFactory.createAPIResponse()
                                .description("what went wrong (RFC 9457)")
                                .content(OASFactory.createContent()
                                        .addMediaType(
                                                Problem.MEDIA_TYPE,
                                                OASFactory.createMediaType()
                                                        .schema(OASFactory.createSchema()
                                                                .ref(NAME)))));
    }

    private static void demandKey(Operation operation) {
        List<Parameter> parameters = Objects.requireNonNullElse(operation.getParameters(), List.of());
        boolean mayPreview = parameters.stream().anyMatch(each -> each.getName().equals("preview"));
        parameters.stream()
                .filter(each -> each.getName().equals(Right.HEADER))
                .forEach(key -> key.required(!mayPreview)
                        .description("a text of your own, 1 to " + Right.KEY_LENGTH_MAX
                                + " characters, the same again when the request is repeated; kept for a day"));
    }

    private static Schema problem() {
        Map<String, Schema> line = new LinkedHashMap<>();
        line.put("line", number("its number, from 1"));
        line.put("detail", text("what is wrong"));
        line.put("field", text("the column at fault"));
        line.put("expected", text("what to send instead"));
        Map<String, Schema> fields = new LinkedHashMap<>();
        fields.put("type", text("urn:cortado:problem:..., one for each kind of failure"));
        fields.put("title", text("the kind of failure"));
        fields.put("status", number("as of the response"));
        fields.put("detail", text("what is wrong"));
        fields.put("field", text("the field, parameter or header at fault"));
        fields.put("expected", text("what to send instead"));
        fields.put(
                "lines",
                OASFactory.createSchema()
                        .addType(Schema.SchemaType.ARRAY)
                        .items(OASFactory.createSchema()
                                .addType(Schema.SchemaType.OBJECT)
                                .properties(line)));
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .properties(fields)
                .addRequired("type")
                .addRequired("title")
                .addRequired("status")
                .addRequired("detail");
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }

    private static Schema number(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.INTEGER).description(description);
    }
}
