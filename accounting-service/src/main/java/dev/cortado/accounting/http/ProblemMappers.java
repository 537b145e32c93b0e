package dev.cortado.accounting.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.cortado.accounting.identity.DirectoryFailure;
import dev.cortado.accounting.profile.ProfileBook;
import dev.cortado.accounting.store.Database;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Every failure of administration in the one shape of [Problem].
public class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response problem(ProblemException failure) {
        Response response = response(failure.problem());
        return failure.problem().status() == 503
                ? Response.fromResponse(response).header("Retry-After", "1").build()
                : response;
    }

    @ServerExceptionMapper
    Response unauthorised(UnauthorizedException failure) {
        return challenge();
    }

    @ServerExceptionMapper
    Response unauthenticated(AuthenticationFailedException failure) {
        return challenge();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure) {
        return response(Problem.of(403, "forbidden", "Forbidden", "your roles do not allow this"));
    }

    @ServerExceptionMapper
    Response field(MismatchedInputException failure) {
        return response(unreadable(failure));
    }

    @ServerExceptionMapper
    Response body(JsonProcessingException failure) {
        return response(unreadable(failure));
    }

    @ServerExceptionMapper
    Response profile(ProfileBook.ProfileRefused failure) {
        String message = String.valueOf(failure.getMessage());
        return response(
                switch (failure.reason()) {
                    case UNKNOWN -> Problem.of(404, "not_found", "Not found", message);
                    case INVALID -> Problem.invalid(failure.field(), message, "another value");
                    case LIMIT ->
                        Problem.ofField(
                                409,
                                "conflict",
                                "Conflict",
                                failure.field(),
                                message,
                                "remove one, or raise the limit");
                });
    }

    @ServerExceptionMapper
    Response routers(ProfileBook.RoutersAway failure) {
        return Response.fromResponse(
                        response(Problem.of(503, "unavailable", "Unavailable", String.valueOf(failure.getMessage()))))
                .header("Retry-After", "1")
                .build();
    }

    @ServerExceptionMapper
    Response directory(DirectoryFailure failure) {
        return switch (failure.kind()) {
            case REFUSED -> response(Problem.of(409, "identity_refused", "Not possible in Keycloak", failure.why()));
            case UNREACHABLE, FAILED ->
                Response.fromResponse(response(Problem.of(503, "unavailable", "Unavailable", failure.why())))
                        .header("Retry-After", "5")
                        .build();
        };
    }

    @ServerExceptionMapper
    Response web(WebApplicationException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException json) {
                return response(unreadable(json));
            }
        }
        int status = failure.getResponse().getStatus();
        Response.StatusType kind = failure.getResponse().getStatusInfo();
        return response(Problem.of(
                status,
                kind.getReasonPhrase().toLowerCase(java.util.Locale.ROOT).replace(' ', '_'),
                kind.getReasonPhrase(),
                switch (status) {
                    case 404 -> "there is nothing at this path";
                    case 405 -> "this path does not take this method";
                    case 413 -> "the body is larger than this server takes";
                    case 415 -> "send a body of the type that /q/openapi names, mostly application/json";
                    default -> kind.getReasonPhrase();
                }));
    }

    @ServerExceptionMapper
    Response other(Throwable failure) {
        boolean database = Database.sqlState(failure).isPresent()
                || failure instanceof IOException
                || Database.isConnectionLost(failure);
        if (database && Database.isTransient(failure)) {
            LOG.warnf("the database did not answer: %s", failure.toString());
            return Response.fromResponse(response(Problem.of(
                            503, "unavailable", "Unavailable", "the database did not answer in time; try again")))
                    .header("Retry-After", "1")
                    .build();
        }
        LOG.error("administration failed", failure);
        return response(Problem.of(500, "internal", "Internal error", "accounting failed; see its log"));
    }

    private static Problem unreadable(JsonProcessingException failure) {
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                    .collect(Collectors.joining("."));
            boolean unknown = failure instanceof UnrecognizedPropertyException;
            return Problem.invalid(
                    field,
                    unknown ? "there is no such field here" : "the value has another type than the field",
                    unknown ? "leave the field out" : "a value of the field's type; see /q/openapi");
        }
        return Problem.of(400, "malformed_json", "The body is not JSON", "the body cannot be read as JSON");
    }

    private static Response challenge() {
        return Response.fromResponse(response(Problem.of(
                        401,
                        "unauthorized",
                        "Not authenticated",
                        "send a valid Keycloak token as Authorization: Bearer")))
                .header("WWW-Authenticate", "Bearer")
                .build();
    }

    private static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
