/// What a tenant's money bought, as figures and as a page of pictures.
@NullMarked
package dev.cortado.gateway.report;

import org.jspecify.annotations.NullMarked;
