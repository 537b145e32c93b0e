/// Money under real faults: processes are killed and paused, connections cut, clocks set off, while many tenants ask;
/// then the books are held against what the clients saw.
@NullMarked
package dev.cortado.bench.faults;

import org.jspecify.annotations.NullMarked;
