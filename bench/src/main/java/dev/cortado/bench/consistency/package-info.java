/// How often the checks err of which that cannot be told from answers alone: self-consistency and a verifier.
@NullMarked
package dev.cortado.bench.consistency;

import org.jspecify.annotations.NullMarked;
