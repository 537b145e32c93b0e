/// Who takes part in a history: gateways, routers, nodes and accounting made of the services' own classes, and the
/// broker and the database they speak to.
@NullMarked
package dev.cortado.bench.simulation.party;

import org.jspecify.annotations.NullMarked;
