/// Opens accounting's own stores to the simulation, so that it calls the database by the very statements that serve.
@NullMarked
package dev.cortado.accounting.store;

import org.jspecify.annotations.NullMarked;
