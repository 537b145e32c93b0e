/// How tenants' requests are routed, as administration sets it; routers carry it out.
@NullMarked
package dev.cortado.accounting.routing;

import org.jspecify.annotations.NullMarked;
