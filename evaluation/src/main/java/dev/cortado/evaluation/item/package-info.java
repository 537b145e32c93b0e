/// Tasks: what is asked, and how an answer is told right from wrong.
@NullMarked
package dev.cortado.evaluation.item;

import org.jspecify.annotations.NullMarked;
