package dev.cortado.accounting.http;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.UUID;

/// Gives each write a key of its own, where a test is not about keys.
final class IdempotencyKeys implements Filter {

    static final IdempotencyKeys FILTER = new IdempotencyKeys();

    private IdempotencyKeys() {}

    @Override
    public Response filter(
            FilterableRequestSpecification request,
            FilterableResponseSpecification specification,
            FilterContext context) {
        if (!request.getMethod().equals("GET") && !request.getHeaders().hasHeaderWithName(Right.HEADER)) {
            request.header(Right.HEADER, UUID.randomUUID().toString());
        }
        return context.next(request, specification);
    }
}
