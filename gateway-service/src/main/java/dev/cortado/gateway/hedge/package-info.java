/// When a second attempt may run beside one whose first token is late.
@NullMarked
package dev.cortado.gateway.hedge;

import org.jspecify.annotations.NullMarked;
