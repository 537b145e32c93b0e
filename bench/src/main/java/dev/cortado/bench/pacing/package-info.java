/// How well money lasts: the router's pacing on streams of requests, beside the optimum of hindsight.
@NullMarked
package dev.cortado.bench.pacing;

import org.jspecify.annotations.NullMarked;
