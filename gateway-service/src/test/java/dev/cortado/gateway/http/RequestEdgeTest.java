package dev.cortado.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cortado.gateway.authenticate.Credential;
import dev.cortado.gateway.authenticate.PayerChoice;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestEdgeTest {

    @Test
    void contentType_mustBeJsonInUtf8() {
        assertTrue(BodyReader.isJson(List.of("application/json")));
        assertTrue(BodyReader.isJson(List.of("Application/JSON; charset=\"UTF-8\"; x=y")));
        assertFalse(BodyReader.isJson(List.of()));
        assertFalse(BodyReader.isJson(List.of("application/json", "application/json")));
        assertFalse(BodyReader.isJson(List.of("application/json; charset=utf-16")));
        assertFalse(BodyReader.isJson(List.of("application/jsonx")));
        assertFalse(BodyReader.isJson(List.of("text/plain")));
    }

    @Test
    void requestId_isVisibleAsciiOfBoundedLength() {
        assertTrue(RequestId.isFit("a".repeat(128)));
        assertFalse(RequestId.isFit("a".repeat(129)));
        assertFalse(RequestId.isFit(""));
        assertFalse(RequestId.isFit("a b"));
        assertFalse(RequestId.isFit("a\u007F"));
        assertFalse(RequestId.isFit("\u00E9"));
    }

    @Test
    void credentials_areOneHeader() throws Exception {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        assertInstanceOf(Credential.Missing.class, Credentials.credential(headers, 100));
        headers.add("Authorization", "Bearer a.b.c");
        assertInstanceOf(Credential.Jwt.class, Credentials.credential(headers, 100));
        headers.add("authorization", "Bearer a.b.c");
        assertInstanceOf(Credential.Malformed.class, Credentials.credential(headers, 100));
        headers.add("OpenAI-Project", " p ");
        assertEquals(new PayerChoice("", "p"), Credentials.choice(headers));
        headers.add("OpenAI-Organization", "a\u0001");
        assertThrows(InvalidRequest.class, () -> Credentials.choice(headers));
    }
}
