/// Tests of the labelling job.
@NullMarked
package dev.cortado.bench.labelling;

import org.jspecify.annotations.NullMarked;
