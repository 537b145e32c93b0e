/// What this node is: its identity, its variants, whether it drains.
@NullMarked
package dev.cortado.inference.node;

import org.jspecify.annotations.NullMarked;
