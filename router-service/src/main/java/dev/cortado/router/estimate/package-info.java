/// What is to be expected of each variant's answer to one prompt: its utility within bounds, and its length.
@NullMarked
package dev.cortado.router.estimate;

import org.jspecify.annotations.NullMarked;
