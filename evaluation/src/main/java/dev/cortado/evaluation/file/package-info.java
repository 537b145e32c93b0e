/// Tasks of the user, one a line of a JSONL file.
@NullMarked
package dev.cortado.evaluation.file;

import org.jspecify.annotations.NullMarked;
