/// Administration and reports over HTTP.
@NullMarked
package dev.cortado.accounting.http;

import org.jspecify.annotations.NullMarked;
