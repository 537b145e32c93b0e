/// Looking at the machine: sockets, owners of ports, disk, memory, tools.
@NullMarked
package dev.cortado.local.inspect;

import org.jspecify.annotations.NullMarked;
