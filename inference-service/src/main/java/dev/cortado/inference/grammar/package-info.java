/// What a completion must be like: JSON Schemas and tool calls as grammars (GBNF) that an engine enforces.
@NullMarked
package dev.cortado.inference.grammar;

import org.jspecify.annotations.NullMarked;
