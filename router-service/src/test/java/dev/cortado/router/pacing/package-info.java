@org.jspecify.annotations.NullMarked
package dev.cortado.router.pacing;
