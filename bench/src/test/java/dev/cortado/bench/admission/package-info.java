/// What the admission bench reckons by: its clock, its histograms and what it makes of the router's own.
@NullMarked
package dev.cortado.bench.admission;

import org.jspecify.annotations.NullMarked;
