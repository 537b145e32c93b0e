@org.jspecify.annotations.NullMarked
package dev.cortado.bench.pacing;
