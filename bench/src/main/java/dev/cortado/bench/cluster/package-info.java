/// Further instances of the platform's services, as processes of a bench: started, killed, paused and started again.
@NullMarked
package dev.cortado.bench.cluster;

import org.jspecify.annotations.NullMarked;
