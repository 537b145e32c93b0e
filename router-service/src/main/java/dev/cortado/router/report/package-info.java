/// What a tenant's money bought: utility, what it cost, and where more stopped paying.
@NullMarked
package dev.cortado.router.report;

import org.jspecify.annotations.NullMarked;
