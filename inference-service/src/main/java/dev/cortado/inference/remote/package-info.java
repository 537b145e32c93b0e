/// An engine that is another server: how its work is bounded, timed, retried and metered, whatever it says.
@NullMarked
package dev.cortado.inference.remote;

import org.jspecify.annotations.NullMarked;
