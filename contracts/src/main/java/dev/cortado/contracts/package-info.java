/// What services share: protobuf messages and services (generated), the unit records, and how messages are signed.
@NullMarked
package dev.cortado.contracts;

import org.jspecify.annotations.NullMarked;
